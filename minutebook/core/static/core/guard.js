// Forms with data-guard: leaving the page with something typed asks first.
const dirty = new Set();

export function startGuards(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    // A form that came back with errors holds what was typed, and nothing of it is saved.
    if (form.querySelector(".is-invalid")) dirty.add(form);
    form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("submit", () => dirty.delete(form));
  }
}

window.addEventListener("beforeunload", (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});
