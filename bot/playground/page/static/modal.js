// The modal on top of a person's screen. What is typed stays when the app changes or refuses the view.

import { blocks } from "./blocks.js";
import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";

export class Modal {
  constructor(dialog, does) {
    this.dialog = dialog;
    this.does = does;
    this.view = null;
    this.inputs = new Map();
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.does.close(this.view, false); });
  }

  draw(view, context) {
    const drawn = view && `${view.id} ${view.hash} ${JSON.stringify(view.errors)}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    if (!view) {
      this.view = null;
      this.dialog.close();
      return;
    }
    const typed = this.view?.id === view.id ? this.typed() : new Map();
    this.view = view;
    this.inputs = new Map();
    this.fill(view, { ...context, ...this.wiring(view), values: view.state.values, errors: view.errors, inputs: this.inputs });
    this.restore(typed);
    if (!this.dialog.open) this.dialog.showModal();
    const first = (within) => this.dialog.querySelector(`${within} input, ${within} select, ${within} textarea`);
    (first(".wrong") || first(".body"))?.focus();
  }

  wiring(view) {
    return {
      press: (block, element, value) => this.does.press({ view: view.id }, block, element, value),
      select: (block, element, value) => this.does.select({ view: view.id }, block, element, value),
      search: (block, element, text) => this.does.search({ view: view.id }, element, text),
      fill: (block, value) => this.does.fill(view, { [block.block_id]: value }),
    };
  }

  fill(view, context) {
    const submit = (event) => { event.preventDefault(); this.does.submit(view, this.values()); };
    const form = el(
      "form",
      { noValidate: true, onsubmit: submit },
      el("header", {}, el("h2", { id: "modal-title" }, plain(view.title.text)), el("button", { type: "button", className: "quiet", ariaLabel: "Close everything", onclick: () => this.does.close(view, true) }, "✕")),
      el("div", { className: "body" }, blocks(view.blocks, context)),
      el("footer", {},
        el("button", { type: "button", onclick: () => this.does.close(view, false) }, plain(view.close?.text || "Cancel")),
        view.submit ? el("button", { type: "submit", className: "primary" }, plain(view.submit.text)) : ""),
    );
    this.dialog.replaceChildren(form);
  }

  values() {
    return Object.fromEntries([...this.inputs].map(([name, one]) => [name, one.read()]));
  }

  typed() {
    const fields = [...this.dialog.querySelectorAll(".input input:not([type=search]), .input textarea, .input select")];
    return new Map(fields.map((field, index) => [index, { kind: field.type, name: field.value, field }]));
  }

  // Fields that are still there, in the same place and of the same kind, keep what was in them.
  restore(typed) {
    const fields = [...this.dialog.querySelectorAll(".input input:not([type=search]), .input textarea, .input select")];
    if (fields.length !== typed.size) return;
    fields.forEach((field, index) => {
      const before = typed.get(index);
      if (before.kind !== field.type) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = before.field.checked;
      else if (before.field.value) field.value = before.field.value;
    });
  }
}
