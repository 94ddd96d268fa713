// Fields with data-quiet get no suggestions of the browser's own while somebody types in them. Were autocomplete="off"
// to stand there all the time, browsers would not bring back what was typed when a person goes Back.
const QUIET = "input[data-quiet]";

export function startQuiet() {
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(QUIET)) target.autocomplete = "off";
  });
  document.addEventListener("focusout", ({ target }) => speak(target));
  document.addEventListener("submit", () => speak(document.activeElement), true);
}

function speak(field) {
  if (field?.matches?.(QUIET)) field.removeAttribute("autocomplete");
}
