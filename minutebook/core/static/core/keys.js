// Keyboard: "/" to search, "?" for the list, and sequences such as "g c" from data-key on links and buttons.
// WCAG 2.1.4: single keys can be switched off; the choice is kept in this browser.
const OFF = "minutebook-keys-off";
const SEQUENCE_MS = 1200;
let first = "";
let firstAt = 0;

export function startKeys() {
  listKeys();
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
}

function onKey(event) {
  if (event.key === "Escape") closeMenus();
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?") return act(event, () => document.getElementById("keys")?.showModal());
  const field = document.querySelector(`[data-key-focus="${CSS.escape(event.key)}"]`);
  if (field) return act(event, () => field.select());
  const now = Date.now();
  const keys = now - firstAt < SEQUENCE_MS ? `${first} ${event.key}` : event.key;
  const target = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
  first = event.key;
  firstAt = now;
  if (target) act(event, () => target.click());
}

function onClick(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function closeMenus() {
  for (const menu of document.querySelectorAll("details:is(.menu, .ask)[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

function listKeys() {
  const list = document.querySelector("[data-key-list]");
  const box = document.querySelector("[data-keys-on]");
  if (!list || !box) return;
  for (const target of document.querySelectorAll("[data-key]")) list.append(entry(target));
  box.checked = !isOff();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "" : "1"));
}

function entry(target) {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  for (const key of target.dataset.key.split(" ")) {
    const part = document.createElement("kbd");
    part.textContent = key;
    term.append(part, " ");
  }
  meaning.textContent = target.dataset.keyLabel || target.querySelector("span")?.textContent || target.textContent.trim();
  row.append(term, meaning);
  return row;
}

function act(event, action) {
  event.preventDefault();
  action();
}

function isOff() {
  return localStorage.getItem(OFF) === "1";
}

function isTyping(target) {
  return target.matches("input, textarea, select, [contenteditable=true]") || Boolean(document.querySelector("dialog[open]"));
}
