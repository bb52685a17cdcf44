// Block Kit, drawn. `context` knows names, people and what to do when something is pressed.

import { chart } from "./charts.js";
import { el, newId } from "./dom.js";
import { action } from "./elements.js";
import { input } from "./inputs.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { richText } from "./rich.js";
import { dataTable, table } from "./tables.js";

// A section longer than this is folded behind "See more", unless it says `expand`.
const FOLDED_CHARACTERS = 700;
const FOLDED_LINES = 12;
const ALERTS = { default: "📌", info: "ℹ️", warning: "⚠️", error: "🛑", success: "✅" };

export const text = (object, context) => (object.type === "mrkdwn" ? mrkdwn(object.text, context, object.verbatim) : [object.emoji === false ? object.text : plain(object.text)]);

export const blocks = (list, context) => list.map((block) => (DRAWERS[block.type] || unknown)(block, context));

const DRAWERS = {
  header: (block, context) => el(`h${(block.level || 1) + 2}`, { className: "block header" }, text(block.text, context)),
  divider: () => el("hr"),
  section,
  context: (block, context) => el("div.block.context", block.elements.map((one) => (one.type === "image" ? picture(one) : el("span", text(one, context))))),
  actions: (block, context) => el("div.block.actions", block.elements.map((one) => action(block, one, context))),
  context_actions: (block, context) => el("div.block.actions", block.elements.map((one) => action(block, one, context))),
  image: (block) => el("figure.block", block.title && el("figcaption", plain(block.title.text)), picture(block)),
  video,
  input: inputBlock,
  markdown: (block, context) => el("div.block", markdown(block.text, context)),
  rich_text: (block, context) => el("div.block", richText(block, context)),
  table: (block, context) => el("div.block", table(block, context)),
  data_table: dataTable,
  data_visualization: chart,
  alert: (block, context) => el("div", { className: `block alert is-${block.level || "default"}`, role: "note" }, el("span", { ariaHidden: "true" }, ALERTS[block.level || "default"]), el("p", text(block.text, context))),
};

function section(block, context) {
  const body = el("div.words");
  if (block.text) body.append(...foldable(block, text(block.text, context)));
  if (block.fields) body.append(el("div.fields", block.fields.map((one) => el("div", text(one, context)))));
  const beside = block.accessory && (block.accessory.type === "image" ? picture(block.accessory) : action(block, block.accessory, context));
  return el("div.block.section", body, beside && el("div.accessory", beside));
}

function foldable(block, nodes) {
  const words = el("div", nodes);
  const long = block.text.text.length > FOLDED_CHARACTERS || block.text.text.split("\n").length > FOLDED_LINES;
  if (block.expand || !long) return [words];
  words.className = "folded";
  const more = el("button.more", { ariaExpanded: "false" }, "See more");
  more.addEventListener("click", () => {
    const folded = words.classList.toggle("folded");
    more.ariaExpanded = String(!folded);
    more.textContent = folded ? "See more" : "See less";
  });
  return [words, more];
}

// Pictures are not fetched: this page asks nobody but the local Slack. Their text stands for them.
const picture = (one) => el("span.picture", { role: "img", ariaLabel: one.alt_text }, one.alt_text);

function video(block) {
  const title = plain(block.title.text);
  return el("figure.block.video",
    el("figcaption", block.title_url ? el("a", { href: block.title_url, target: "_blank", rel: "noreferrer" }, title) : title),
    block.description && el("p", plain(block.description.text)),
    el("span.picture", { role: "img", ariaLabel: block.alt_text }, `▶ ${block.alt_text}`),
    el("p.note", [block.author_name, block.provider_name].filter(Boolean).join(" · ")));
}

function inputBlock(block, context) {
  const { element } = block;
  const id = newId();
  const error = context.errors?.[block.block_id];
  const about = [error && `${id}e`, block.hint && `${id}h`].filter(Boolean).join(" ");
  const labelled = { id, "aria-describedby": about || null, "aria-invalid": error ? "true" : null, "aria-labelledby": `${id}l`, "aria-required": block.optional ? null : "true" };
  const state = context.values?.[block.block_id]?.[element.action_id];
  const drawn = input(element, state, { ...context, search: (which, typed) => context.search(block, which, typed) }, labelled, context.kept?.(block));
  context.inputs?.set(block.block_id, { block, ...drawn });
  if (block.dispatch_action) dispatches(block, drawn, context);
  const row = el(
    "div",
    { className: `block input ${error ? "wrong" : ""}`, "data-block": block.block_id },
    el("label", { htmlFor: id, id: `${id}l` }, text(block.label, context), block.optional && el("small", " (optional)")),
    drawn.node,
    error && el("p.error", { id: `${id}e` }, error),
    block.hint && el("p.note", { id: `${id}h` }, text(block.hint, context)),
  );
  return row;
}

// When the app is told of an input: what is typed, as the element says; what is chosen, at once.
const TYPING_MS = 300;

function dispatches(block, drawn, context) {
  const tell = () => context.fill?.(block, drawn.read());
  if (!drawn.field) {
    drawn.node.addEventListener("change", tell);
    return;
  }
  const on = block.element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  let timer = null;
  if (on.includes("on_character_entered")) {
    drawn.field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(tell, TYPING_MS); });
  }
  if (on.includes("on_enter_pressed")) {
    drawn.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      clearTimeout(timer);
      tell();
    });
  }
}

// What this page does not know is never left out.
function unknown(block) {
  return el("details.block.unknown", el("summary", `unknown block type ${block.type}`), el("pre", JSON.stringify(block, null, 1)));
}
