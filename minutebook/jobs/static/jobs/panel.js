// Live totals of Review Costs, in whole cents as the server counts them, and "Not confirmed" after an edit.
document.documentElement.classList.add("has-script");
const costs = document.querySelector("[data-costs]");
document.querySelector("select[name=template]")?.addEventListener("change", (event) => {
  for (const brought of document.querySelectorAll("[data-template]")) brought.hidden = brought.dataset.template !== event.target.value;
});
if (costs) {
  costs.addEventListener("input", (event) => {
    if (!event.target.closest("[data-line]")) return;
    unconfirm();
    total();
  });
  // The server counts what was last stored: beside values that it could not read, count what stands there.
  if (costs.querySelector("[data-line] .is-invalid")) total();
}

function total() {
  let cost = 0n;
  let price = 0n;
  let lines = 0;
  for (const row of costs.querySelectorAll("[data-line]")) {
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    const quantity = scaled(part("quantity").value, 4);
    const amount = cents(quantity, scaled(part("unit_price").value, 2));
    row.querySelector("[data-amount]").textContent = amount === null ? "" : money(amount);
    forgetExample(row, part("unit_price").value);
    if (!part("included").checked) continue;
    lines += 1;
    cost += cents(quantity, scaled(part("unit_cost").value || "0", 2)) ?? 0n;
    if (part("billable").checked) price += amount ?? 0n;
  }
  show("cost", cost);
  show("price", price);
  show("margin", price - cost);
  for (const count of document.querySelectorAll("[data-count-lines]")) count.textContent = lines;
  for (const ending of document.querySelectorAll("[data-plural]")) ending.textContent = lines === 1 ? "" : "s";
}

// A decimal as a whole number of its smallest parts, or null where it cannot be read; floating point would lose cents.
function scaled(text, places) {
  const match = /^(?=\.?\d)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(text.replaceAll(/[$\s]/g, ""));
  if (!match || (match[2] || "").length > places) return null;
  return BigInt((match[1].replaceAll(",", "") || "0") + (match[2] || "").padEnd(places, "0"));
}

function cents(quantity, unit) {
  return quantity === null || unit === null ? null : (quantity * unit + 5000n) / 10000n;
}

function money(amount) {
  const size = amount < 0n ? -amount : amount;
  const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0n ? "-" : ""}$${whole}.${(size % 100n).toString().padStart(2, "0")}`;
}

function show(name, amount) {
  costs.querySelector(`[data-total=${name}]`).textContent = money(amount);
}

function forgetExample(row, typed) {
  const mark = row.querySelector("[data-example]");
  const example = row.querySelector("input[name$=example_price]");
  if (mark && example) mark.hidden = scaled(typed, 2) !== scaled(example.value, 2);
}

function unconfirm() {
  const mark = document.createElement("span");
  mark.className = "pin pin-warning";
  mark.textContent = "Not confirmed yet";
  costs.querySelector("[data-confirmed]").replaceChildren(mark);
}
