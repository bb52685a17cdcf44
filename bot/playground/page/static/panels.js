// The panel at the right: one at a time, closed by Escape.

import { el, find } from "./dom.js";
import { icon } from "./icons.js";

export class Panels {
  // `parts`: name → {title, node, opened(), closed()}.
  constructor(parts, changed) {
    this.parts = parts;
    this.changed = changed;
    this.node = find("panel");
    this.title = el("h2", { id: "panel-title", tabIndex: -1 });
    this.body = el("div.panel-body");
    const close = el("button.bare", { ariaLabel: "Close", onclick: () => this.close() }, icon("close"));
    this.node.append(el("header", this.title, close), this.body);
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    this.open = null;
  }

  show(name, { focus = true } = {}) {
    if (this.open !== name) {
      if (!this.node.contains(document.activeElement)) this.before = document.activeElement;
      if (this.open) this.parts[this.open].closed?.();
      this.open = name;
      this.body.replaceChildren(this.parts[name].node);
    }
    this.title.textContent = this.parts[name].title;
    this.node.hidden = false;
    this.node.dataset.panel = name;
    this.parts[name].opened?.();
    if (focus) this.title.focus();
    this.changed(name);
  }

  close() {
    const name = this.open;
    if (!name) return;
    this.open = null;
    this.node.hidden = true;
    this.parts[name].closed?.();
    this.changed(null, name);
    if (this.before?.isConnected) this.before.focus();
  }

  toggle(name) {
    if (this.open === name) this.close();
    else this.show(name);
  }
}
