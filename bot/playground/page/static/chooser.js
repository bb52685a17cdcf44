// Choosing by typing, one or several: a combobox as screen readers know it.

import { el, newId } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { putBeside } from "./popup.js";

const PATIENCE_MS = 150;

// `find(words)` gives the choices {value, label, about} that fit; `most` is how many may be chosen.
// Tells of every change with a "change" event on its node.
export function chooser({ chosen, find, most, placeholder, labelled, least = 0 }) {
  const list = newId();
  let held = [...chosen];
  let offered = [];
  let active = -1;
  let asked = 0;
  let timer = null;

  const chips = el("div.chips");
  const field = el("input", {
    ...labelled, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list,
    onfocus: () => look(),
    oninput: () => { clearTimeout(timer); timer = setTimeout(look, PATIENCE_MS); },
    onchange: (event) => event.stopPropagation(),
    onkeydown: key,
    onblur: () => setTimeout(() => node.contains(document.activeElement) || shut(), 100),
  });
  const options = el("ul.choices", { id: list, role: "listbox", popover: "manual" });
  const node = el("div.chooser", chips, field, options);

  async function look() {
    clearTimeout(timer);
    timer = null;
    const mine = ++asked;
    const words = field.value.trim();
    const found = words.length < least ? [] : await find(words);
    if (mine !== asked || document.activeElement !== field) return; // a later answer is on its way, or the person left
    offered = found.filter((one) => most === 1 || !held.some((known) => known.value === one.value));
    active = words && offered.length ? 0 : -1;
    draw(words.length < least ? `Type ${least} letters or more` : "Nothing found");
  }

  function draw(otherwise) {
    const rows = offered.map((one, index) =>
      el("li", { id: `${list}-${index}`, role: "option", ariaSelected: String(index === active), onmousedown: (event) => { event.preventDefault(); take(one); } },
        plain(one.label), one.about && el("small", ` ${plain(one.about)}`)));
    options.replaceChildren(...(rows.length ? rows : [el("li.note", otherwise)]));
    field.ariaExpanded = "true";
    options.togglePopover(true);
    follow();
    mark();
  }

  // When what is behind the list is scrolled, it stays with its field.
  function follow() {
    options.style.width = `${field.offsetWidth}px`;
    putBeside(options, field);
  }

  const scrolled = (event) => event.target !== options && follow();
  options.addEventListener("toggle", (event) => {
    const change = event.newState === "open" ? addEventListener : removeEventListener;
    change("scroll", scrolled, true);
  });

  function mark() {
    [...options.children].forEach((row, index) => { row.ariaSelected = String(index === active); });
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${list}-${active}`);
    options.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function shut() {
    asked += 1;
    if (options.isConnected) options.togglePopover(false); // the view may have been drawn anew meanwhile
    field.ariaExpanded = "false";
    field.removeAttribute("aria-activedescendant");
    field.value = "";
  }

  function take(one) {
    held = most === 1 ? [one] : [...held, one].slice(0, most);
    shut();
    changed();
  }

  // Who types and presses Enter at once means what was typed, not what was offered before.
  async function takeFirst() {
    if (timer) await look();
    if (offered[active]) take(offered[active]);
  }

  function changed() {
    drawChips();
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function drawChips() {
    chips.replaceChildren(...held.map((one) => el("span.chip", plain(one.label),
      el("button", { ariaLabel: `Remove ${one.label}`, onclick: () => { held = held.filter((other) => other !== one); changed(); field.focus(); } }, "×"))));
    field.placeholder = held.length ? (most === 1 ? "Choose another" : "") : placeholder;
    field.hidden = most > 1 && held.length >= most;
  }

  function key(event) {
    const open = options.matches(":popover-open");
    if (event.key === "Backspace" && !field.value && held.length) { held = held.slice(0, -1); changed(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void look();
      active = Math.max(0, Math.min(offered.length - 1, active + (event.key === "ArrowDown" ? 1 : -1)));
      mark();
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      takeFirst();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      shut();
    }
  }

  drawChips();
  return { node, held: () => held };
}
