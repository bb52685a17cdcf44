// Menus and small panels beside a button. Escape or a click elsewhere closes them.

import { el } from "./dom.js";

// Opens `content` beside `button`; the focus goes in, and back to the button when it closes.
export function popup(button, content, { role = "dialog", label, className = "" } = {}) {
  const box = el("div", { className: `popup ${className}`, popover: "auto", role, ariaLabel: label }, content);
  document.body.append(box);
  box.addEventListener("toggle", (event) => {
    if (event.newState === "open") return;
    const inside = box.contains(document.activeElement) || document.activeElement === document.body;
    button.setAttribute("aria-expanded", "false");
    box.remove();
    if (inside && button.isConnected) button.focus();
  });
  button.setAttribute("aria-expanded", "true");
  box.showPopover();
  putBeside(box, button);
  box.querySelector("[autofocus], button, input, a[href]")?.focus();
  return box;
}

// A button that opens a menu; `entries()` gives what stands in it at that moment.
export function menuButton(selector, label, entries, content) {
  const button = el(selector, { ariaLabel: label, title: label, "aria-haspopup": "menu", onclick: () => menu(button, entries(), label) }, content);
  return button;
}

// A menu of {label, about, act, checked}; an entry "-" is a line.
export function menu(button, entries, label) {
  const rows = entries.map((one) => {
    if (one === "-") return el("hr", { role: "separator" });
    const choose = () => { box.hidePopover(); one.act(); };
    const role = one.checked === undefined ? "menuitem" : "menuitemradio";
    return el("button", { role, "aria-checked": one.checked === undefined ? null : String(one.checked), tabIndex: -1, className: one.danger ? "danger" : "", onclick: choose },
      el("span", one.label), one.about && el("small", one.about));
  });
  const box = popup(button, rows, { role: "menu", label, className: "menu" });
  box.addEventListener("keydown", (event) => walk(event, rows.filter((row) => row.tagName === "BUTTON")));
  return box;
}

// Moves the focus along `rows` with the arrow keys, Home and End.
export function walk(event, rows) {
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  rows[(to + rows.length) % rows.length]?.focus();
}

// Below `node` where there is room, else above it, and never past the edge of the screen.
export function putBeside(box, node) {
  const beside = node.getBoundingClientRect();
  const left = Math.min(beside.left, innerWidth - box.offsetWidth - 8);
  const below = beside.bottom + 4;
  const above = beside.top - box.offsetHeight - 4;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${below + box.offsetHeight > innerHeight - 8 && above > 8 ? above : Math.max(8, Math.min(below, innerHeight - box.offsetHeight - 8))}px`;
}
