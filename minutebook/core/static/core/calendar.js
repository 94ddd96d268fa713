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

// Where the picker opens: the typed day as the server reads it (core/dates.py); what is no day opens at today.
function isoDate(text) {
  const plain = text.trim().replace(/\s+/g, " ");
  const iso = plain.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  if (iso) return joined(iso[1], iso[2], iso[3]);
  const numbers = plain.match(/^(\d{1,2})[/. -](\d{1,2})[/. -](\d{2}|\d{4})$/);
  if (numbers) return joined(numbers[3], numbers[2], numbers[1]);
  const words = plain.match(/^(\d{1,2})[ -]?([A-Za-z]{3})[a-z]*\.?[ ,-]*(\d{2}|\d{4})$/);
  const month = words ? MONTHS.findIndex((name) => name.toLowerCase() === words[2].toLowerCase()) + 1 : 0;
  return month ? joined(words[3], month, words[1]) : "";
}

// Two digits of a year mean this century up to 49.
function joined(year, month, day) {
  const whole = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return `${whole}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
