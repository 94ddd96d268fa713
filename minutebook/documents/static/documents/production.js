// Comforts of Document Production: drag the documents into order, mark the one that is shown, count the chosen.
const list = document.querySelector("[data-drag-list]");
if (list) start(list);

function start(list) {
  list.classList.add("can-drag");
  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || list.closest("fieldset:disabled")) return;
    dragged = grip.closest("[data-drag]");
    dragged.classList.add("dragging");
    grip.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drag]");
    if (!over || over === dragged || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => {
      dragged?.classList.remove("dragging");
      dragged?.dispatchEvent(new Event("input", { bubbles: true }));
      dragged = null;
    });
  }
  list.addEventListener("change", () => {
    const chosen = list.querySelectorAll("input[name=included]:checked").length;
    document.querySelector("[data-chosen]").textContent = chosen;
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-previews]");
    if (!link) return;
    for (const row of list.children) row.removeAttribute("aria-current");
    link.closest("[data-drag]").setAttribute("aria-current", "true");
  });
}
