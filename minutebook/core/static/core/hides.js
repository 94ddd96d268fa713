// A box with data-hides="part": while it is ticked, the part of the form with that id is out of sight and not asked for.
export function startHides(root) {
  for (const box of root.querySelectorAll("input[data-hides]")) {
    const part = document.getElementById(box.dataset.hides);
    const follow = () => { part.hidden = box.checked; };
    box.addEventListener("change", follow);
    follow();
  }
}
