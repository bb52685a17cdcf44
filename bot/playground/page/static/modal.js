// The modal on top of a person's screen. What is typed stays when the app changes or refuses the view.

import { blocks, text } from "./blocks.js";
import { el, instead } from "./dom.js";
import { busy } from "./elements.js";

const FIELDS = "input, select, textarea";

export class Modal {
  constructor(dialog, does) {
    this.dialog = dialog;
    this.does = does;
    this.view = null;
    this.inputs = new Map();
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      this.does.close(this.view, false);
    });
  }

  draw(view, context) {
    const drawn = view && `${view.id} ${view.hash} ${JSON.stringify(view.errors)}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const same = view && this.view?.id === view.id;
    const before = same ? this.inputs : new Map();
    const focused = same && this.focused();
    this.view = view;
    this.inputs = new Map();
    if (!view) return this.dialog.close();
    this.fill(view, { ...context, ...this.wiring(view), values: view.state.values, errors: view.errors || {}, inputs: this.inputs, kept: (block) => kept(block, before) });
    if (!this.dialog.open) this.dialog.showModal();
    this.focus(focused);
  }

  wiring(view) {
    return {
      press: (...pressed) => this.told(this.does.press(this.target(view), ...pressed)),
      select: (...chosen) => this.told(this.does.select(this.target(view), ...chosen)),
      search: (...sought) => this.does.search({ view: view.id }, ...sought),
      fill: (block, value) => this.told(this.does.fill(view, { [block.block_id]: value }, this.values())),
    };
  }

  // What went wrong is said in the modal: nothing behind it can be read.
  async told(answer) {
    const outcome = await answer;
    const trouble = this.dialog.querySelector(".trouble");
    if (trouble) trouble.textContent = outcome?.error || "";
    return outcome;
  }

  fill(view, context) {
    this.dialog.replaceChildren(form(view, context, {
      submit: () => this.told(this.does.submit(view, this.values())),
      close: (everything) => this.does.close(view, everything),
    }));
  }

  // As in Slack, the app is told with every press what stands in the other fields.
  target(view) {
    return view.type === "modal" ? { view: view.id, typed: this.values() } : { view: view.id };
  }

  values() {
    return Object.fromEntries([...this.inputs].filter(([, one]) => one.read).map(([name, one]) => [name, one.read()]));
  }

  // Where the person is typing: the block, which field in it, and where the caret stands.
  focused() {
    const field = document.activeElement;
    const block = field?.closest?.(".input[data-block]");
    if (!block || !this.dialog.contains(block)) return null;
    const at = [...block.querySelectorAll(FIELDS)].indexOf(field);
    return { block: block.dataset.block, at, selection: [field.selectionStart, field.selectionEnd] };
  }

  // The first field that is wrong, else where the person was, else what asks for it, else the first field.
  focus(before) {
    const fields = (within) => this.dialog.querySelectorAll(`${within} :is(${FIELDS})`);
    const inBlock = (id) => fields(`.input[data-block="${CSS.escape(id)}"]`);
    const wanted = this.view.blocks.find((block) => block.element?.focus_on_load)?.block_id;
    const again = before && inBlock(before.block)[before.at];
    const field = fields(".wrong")[0] || again || (wanted && inBlock(wanted)[0]) || fields(".body")[0];
    (field || this.dialog.querySelector("footer button:last-child"))?.focus();
    // What holds no text, like a date, has no caret: its selection is null.
    if (field && field === again && typeof before.selection[0] === "number") field.setSelectionRange(...before.selection);
  }
}

// A view of type modal, drawn.
export function form(view, context, does) {
  const submit = view.submit && el("button.primary", { type: "submit" }, text(view.submit, context));
  const send = instead(() => submit && !submit.disabled && busy(submit, does.submit()));
  const back = view.previous_view_id && el("button.quiet", { ariaLabel: "Back", onclick: () => does.close(false) }, "←");
  const all = el("button.quiet", { ariaLabel: "Close everything", onclick: () => does.close(true) }, "✕");
  return el(
    "form",
    { noValidate: true, onsubmit: send },
    el("header", back || "", el("h2", { id: "modal-title" }, text(view.title, context)), all),
    el("div.body", blocks(view.blocks, context)),
    el("p.error.trouble", { role: "alert" }),
    el("footer", el("button", { onclick: () => does.close(false) }, view.close ? text(view.close, context) : submit ? "Cancel" : "Close"), submit || ""),
  );
}

// What stood in this block before, when it is still the same kind of question.
function kept(block, before) {
  const known = before.get(block.block_id);
  const same = ["type", "action_id"].every((key) => known?.block.element[key] === block.element[key]);
  return same ? known?.held() : undefined;
}
