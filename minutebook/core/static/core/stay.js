// Staying signed in: the server is told, at most once a minute, that the person types or clicks. What a page asks by
// itself tells nothing. When the sign-in has ended the page says so, before anything is sent in vain.
const EVERY = 60_000;
const COOKIE = /(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/;
let told = Date.now();

export function startStay() {
  // Signing in on another page changes the forms' token: every form is sent with the one that holds now.
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    if (box && token()) box.value = token();
  }, true);
  const notice = document.getElementById("signed-out");
  if (!notice) return;
  for (const sign of ["input", "keydown", "pointerdown"]) document.addEventListener(sign, () => tell(notice), { passive: true });
  document.addEventListener("signedOut", () => show(notice, true));
}

async function tell(notice) {
  if (Date.now() - told < EVERY && notice.hidden) return;
  told = Date.now();
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" };
  const answer = await fetch(notice.dataset.stay, { method: "POST", headers }).catch(() => null);
  if (answer) show(notice, !answer.ok || answer.headers.get("HX-Trigger") === "signedOut");
}

function show(notice, isOut) {
  if (notice.hidden === !isOut) return;
  notice.hidden = !isOut;
  if (isOut) notice.scrollIntoView({ block: "nearest" });
}

function token() {
  return COOKIE.exec(document.cookie)?.[1] ?? "";
}
