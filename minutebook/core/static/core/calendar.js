// A calendar button beside each date field. The field itself stays free text: 22 Nov 2026, 22/11/26.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function startCalendars(root) {
  if (!("showPicker" in HTMLInputElement.prototype)) return;
  for (const field of root.querySelectorAll("input[data-date]")) {
    if (!field.closest(".with-button")) addCalendar(field);
  }
}

function addCalendar(field) {
  const box = document.createElement("div");
  box.className = "with-button calendar";
  field.before(box);
  const picker = document.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.className = "calendar-picker";
  picker.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary calendar-button";
  button.setAttribute("aria-label", `Calendar for ${labelOf(field)}`);
  button.disabled = field.disabled;
  box.append(field, picker, button);
  button.addEventListener("click", () => {
    picker.value = isoDate(field.value);
    picker.showPicker();
  });
  picker.addEventListener("change", () => fill(field, picker.value));
}

function fill(field, iso) {
  if (!iso) return;
  const [year, month, day] = iso.split("-").map(Number);
  field.value = `${day} ${MONTHS[month - 1]} ${year}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
}

function labelOf(field) {
  return field.labels?.[0]?.firstChild?.textContent.trim() || "this date";
}

// What the field shows as the picker's start; a spelling that the browser does not know opens at today.
function isoDate(text) {
  const match = text.trim().match(/^(\d{1,2})[ /.-]([A-Za-z]{3}|\d{1,2})[a-z]*[ /.-](\d{4})$/);
  if (!match) return "";
  const named = MONTHS.findIndex((name) => name.toLowerCase() === match[2].toLowerCase()) + 1;
  const month = String(named || Number(match[2])).padStart(2, "0");
  return `${match[3]}-${month}-${match[1].padStart(2, "0")}`;
}
