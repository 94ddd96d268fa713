// An ARIA combobox over a plain text field: arrow keys, highlights, "nothing found".
//
// <div class="typeahead" data-typeahead="/contacts/options/">
//   <input type="text" ...>                      what people see and type
//   <input type="hidden" name="contact" ...>     the chosen id, emptied while typing (optional)
// </div>
// The address answers `?q=` with {"options": [{"id", "label", "note", "pin", "level"}], "add": {"label", "url"} | null}.
// Choosing fills both fields and sends a "typeahead:chosen" event with the option. Without script the field is a
// plain search text which the server resolves.
const WAIT_MS = 180;
let counter = 0;

export function startTypeaheads(root) {
  for (const box of root.querySelectorAll("[data-typeahead]")) {
    if (!box.dataset.started) new Typeahead(box);
  }
}

class Typeahead {
  constructor(box) {
    box.dataset.started = "1";
    this.box = box;
    this.input = box.querySelector("input:not([type=hidden])");
    this.hidden = box.querySelector("input[type=hidden]");
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.makeList();
    this.listen();
  }

  makeList() {
    this.list = document.createElement("ul");
    this.list.id = `typeahead-${++counter}`;
    this.list.className = "typeahead-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.status = document.createElement("div");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.box.append(this.list, this.status);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, "data-quiet": "" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => {
      if (document.activeElement !== this.input) this.close();
    }, 120));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(Number(row.dataset.index));
    });
  }

  typed() {
    if (this.hidden) this.hidden.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    const number = ++this.asked;
    if (!text) return this.close();
    const address = new URL(this.box.dataset.typeahead, window.location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    // A slow answer to an older text must not replace a newer one.
    if (number !== this.asked || !answer?.ok) return;
    const found = await answer.json();
    if (number !== this.asked) return;
    this.show(found.options, found.add, text);
  }

  show(options, add, text) {
    this.options = add ? [...options, { ...add, isAdd: true }] : options;
    this.list.replaceChildren(...this.options.map((option, index) => this.row(option, index, text)));
    if (!options.length) this.list.prepend(this.nothing(text));
    this.status.textContent = options.length ? `${options.length} found, arrow keys to choose` : "Nothing found";
    this.open();
    this.mark(options.length ? 0 : -1);
  }

  nothing(text) {
    const row = document.createElement("li");
    row.className = "typeahead-empty";
    row.setAttribute("role", "presentation");
    row.textContent = `Nothing found for “${text}”`;
    return row;
  }

  row(option, index, text) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${index}`;
    row.dataset.index = index;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.append(...highlighted(option.label, text));
    if (option.note) label.append(" ", small(option.note));
    row.append(label);
    if (option.pin) row.append(pin(option));
    return row;
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) return void this.ask();
      const count = this.options.length;
      if (count) this.mark((this.active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  mark(index) {
    this.active = index;
    for (const row of this.list.querySelectorAll("[role=option]")) {
      const isActive = Number(row.dataset.index) === index;
      row.setAttribute("aria-selected", String(isActive));
      if (isActive) {
        this.input.setAttribute("aria-activedescendant", row.id);
        row.scrollIntoView({ block: "nearest" });
      }
    }
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    const option = this.options[index];
    if (option.isAdd) return this.add(option);
    this.input.value = option.label;
    if (this.hidden) {
      this.hidden.value = option.id;
      this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.close();
    this.box.dispatchEvent(new CustomEvent("typeahead:chosen", { bubbles: true, detail: option }));
  }

  // A form that keeps what is typed has a button for it; from any other the new contact is added in a window of its own.
  add(option) {
    const form = this.box.closest("form");
    const button = form?.querySelector(`button[value="${CSS.escape(`add person:${this.hidden?.name}`)}"]`);
    this.close();
    if (button) return form.requestSubmit(button);
    if (form?.matches("[data-guard]")) return window.open(option.url, "_blank", "noopener");
    window.location.assign(option.url);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.mark(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

function small(text) {
  const note = document.createElement("span");
  note.className = "typeahead-note";
  note.textContent = text;
  return note;
}

function pin(option) {
  const mark = document.createElement("span");
  mark.className = `pin pin-${option.level || "off"}`;
  mark.textContent = option.pin;
  return mark;
}

// Bold where a word of the text begins a part of the label; marks over letters are ignored, as the search does.
function highlighted(label, text) {
  const plain = [...label].map((letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()[0] || letter);
  const wanted = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const at = plain.join("").indexOf(wanted);
  const letters = [...label];
  if (!wanted || at < 0) return [label];
  const strong = document.createElement("mark");
  strong.textContent = letters.slice(at, at + wanted.length).join("");
  return [letters.slice(0, at).join(""), strong, letters.slice(at + wanted.length).join("")];
}
