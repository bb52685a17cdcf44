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
      press: (block, element, value) => this.does.press(this.target(view), block, element, value),
      select: (block, element, value) => this.does.select(this.target(view), block, element, value),
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

  // As in Slack, the app is told with every press what stands in the other fields.
  target(view) {
    return view.type === "modal" ? { view: view.id, typed: this.values() } : { view: view.id };
  }

  values() {
    return Object.fromEntries([...this.inputs].map(([name, one]) => [name, one.read()]));
  }

  // What stands in the fields, by block and place in it: a view that the app changes meanwhile takes nothing away.
  typed() {
    return new Map(this.fields().map((one) => [one.key, one.field]));
  }

  restore(typed) {
    for (const { key, field } of this.fields()) {
      const before = typed.get(key);
      if (!before || before.type !== field.type) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = before.checked;
      else if (before.value) field.value = before.value;
    }
  }

  fields() {
    return [...this.dialog.querySelectorAll(".input[data-block]")].flatMap((block) =>
      [...block.querySelectorAll("input:not([type=search]), textarea, select")].map((field, index) => ({ key: `${block.dataset.block} ${index}`, field })));
  }
}
