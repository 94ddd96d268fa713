// Forms with data-once: the button rests after the first press. The server is safe without it; this spares a wait.
export function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    // Later than this event, or the button's own name and value would not be sent.
    setTimeout(() => rest(button), 0);
  });
  // Back brings the page as it was left: wake the buttons again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-once][data-sent]")) wake(form);
  });
}

function rest(button) {
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.classList.add("disabled");
}

function wake(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("disabled");
  }
}
