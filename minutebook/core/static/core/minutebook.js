// Entry of the pages' script: each module adds one comfort to what already works without script.
import { startCalendars } from "./calendar.js";
import { startGuards } from "./guard.js";
import { startHides } from "./hides.js";
import { startKeys } from "./keys.js";
import { startOnce } from "./once.js";
import { startQuiet } from "./quiet.js";
import { startRows } from "./rows.js";
import { startStay } from "./stay.js";
import { startTypeaheads } from "./typeahead.js";

startKeys();
startRows();
startOnce();
startQuiet();
startStay();

function enhance(root) {
  startCalendars(root);
  startGuards(root);
  startHides(root);
  startTypeaheads(root);
  root.querySelector("[data-focus]")?.focus();
}

enhance(document);
document.body.addEventListener("htmx:load", (event) => enhance(event.detail.elt));

// The server leads back to where a person was, a field or a part of the page; a browser alone only scrolls there.
const place = document.getElementById(window.location.hash.slice(1));
if (place) {
  if (!place.matches("input, select, textarea, button, summary, a[href]")) place.tabIndex = -1;
  place.focus();
}
