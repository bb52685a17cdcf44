// Block Kit, drawn. `context` knows names, people and what to do when something is pressed.

import { el, newId } from "./dom.js";
import { input } from "./inputs.js";
import { mrkdwn, plain } from "./mrkdwn.js";

export const text = (object, context) => (object.type === "mrkdwn" ? mrkdwn(object.text, context) : [plain(object.text)]);

export function blocks(list, context) {
  return list.map((block) => (DRAWERS[block.type] || unknown)(block, context));
}

const DRAWERS = {
  header: (block) => el("h3", { className: "block header" }, plain(block.text.text)),
  divider: () => el("hr"),
  section,
  context: (block, context) =>
    el("p", { className: "block context" }, block.elements.flatMap((one, index) => [index ? " " : "", el("span", {}, one.type === "image" ? `[${one.alt_text}]` : text(one, context))])),
  actions: (block, context) => el("div", { className: "block actions" }, block.elements.map((one) => element(block, one, context))),
  image: (block) => el("figure", { className: "block" }, el("div", { className: "picture", role: "img", ariaLabel: block.alt_text }, block.alt_text), block.title ? el("figcaption", {}, plain(block.title.text)) : ""),
  input: inputBlock,
  markdown: (block, context) => el("div", { className: "block" }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#+ (.+)$/gm, "*$1*"), context)),
  rich_text: (block, context) => el("div", { className: "block" }, block.elements.map((part) => rich(part, context))),
  table: (block, context) => table(block.rows, null, context),
  data_table: (block, context) => table(block.rows, block.caption?.text || block.caption, context),
  alert: (block, context) => el("p", { className: `block alert ${block.level || "default"}`, role: "note" }, text(block.text, context)),
};

function section(block, context) {
  const body = el("div", { className: "words" });
  if (block.text) body.append(el("p", {}, text(block.text, context)));
  if (block.fields) body.append(el("div", { className: "fields" }, block.fields.map((one) => el("p", {}, text(one, context)))));
  const accessory = block.accessory && element(block, block.accessory, context);
  return el("div", { className: "block section" }, body, accessory ? el("div", { className: "accessory" }, accessory) : "");
}

function element(block, one, context) {
  if (one.type === "button") return button(block, one, context);
  if (one.type === "overflow") return overflow(block, one, context);
  if (one.type === "image") return el("span", { className: "picture", role: "img", ariaLabel: one.alt_text }, one.alt_text);
  const state = context.values?.[block.block_id]?.[one.action_id];
  const label = plain(one.placeholder?.text || "Choose");
  const drawn = input(one, state, { ...context, search: (which, typed) => context.search(block, which, typed) }, { ariaLabel: label });
  drawn.node.addEventListener("change", (event) => event.target.type !== "search" && context.select(block, one, drawn.read()));
  return drawn.node;
}

function button(block, one, context) {
  const press = () => {
    if (one.confirm && !window.confirm(`${one.confirm.title.text}\n\n${one.confirm.text.text}`)) return;
    if (one.url && !context.visit?.(one.url)) window.open(one.url, "_blank", "noreferrer");
    context.press(block, one, one.value);
  };
  const properties = { type: "button", className: one.style || "", onclick: press, ariaLabel: one.accessibility_label || null };
  return el("button", properties, plain(one.text.text));
}

function overflow(block, one, context) {
  const menu = el("details", { className: "overflow" }, el("summary", { ariaLabel: "More actions" }, "⋯"));
  const choose = (option) => { menu.open = false; context.press(block, one, option.value); };
  menu.append(el("div", { className: "overflow-menu" }, one.options.map((option) => el("button", { type: "button", onclick: () => choose(option) }, plain(option.text.text)))));
  return menu;
}

function inputBlock(block, context) {
  const id = newId();
  const error = context.errors?.[block.block_id];
  const state = context.values?.[block.block_id]?.[block.element.action_id];
  const about = [block.hint && `${id}h`, error && `${id}e`].filter(Boolean).join(" ");
  const labelled = { id, "aria-describedby": about || null, "aria-invalid": error ? "true" : null, "aria-labelledby": `${id}l` };
  const drawn = input(block.element, state, { ...context, search: (which, typed) => context.search(block, which, typed) }, labelled);
  context.inputs?.set(block.block_id, { block, read: drawn.read });
  if (block.dispatch_action) drawn.node.addEventListener("change", () => context.fill?.(block, drawn.read()));
  return el(
    "div",
    { className: `block input ${error ? "wrong" : ""}`, "data-block": block.block_id },
    el("label", { htmlFor: id, id: `${id}l` }, plain(block.label.text), block.optional ? el("small", {}, " (optional)") : ""),
    drawn.node,
    error ? el("p", { className: "error", id: `${id}e` }, error) : "",
    block.hint ? el("p", { className: "note", id: `${id}h` }, plain(block.hint.text)) : "",
  );
}

function rich(part, context) {
  if (part.type === "rich_text_list") {
    return el(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((one) => el("li", {}, rich(one, context))));
  }
  const name = { rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[part.type] || "p";
  return el(name, {}, part.elements.flatMap((one) => richInline(one, context)));
}

function richInline(one, context) {
  if (one.type === "user") return mrkdwn(`<@${one.user_id}>`, context);
  if (one.type === "channel") return mrkdwn(`<#${one.channel_id}>`, context);
  if (one.type === "link") return mrkdwn(`<${one.url}|${one.text || one.url}>`, context);
  if (one.type === "emoji") return [plain(`:${one.name}:`)];
  let node = one.text || "";
  const style = one.style || {};
  for (const [key, name] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]]) if (style[key]) node = el(name, {}, node);
  return [node];
}

function table(rows, caption, context) {
  const cell = (one) => (one.elements ? one.elements.flatMap((part) => rich(part, context)) : [String(one.text ?? one.value ?? "")]);
  const [head, ...rest] = rows;
  return el("div", { className: "block wide" }, el(
    "table", {}, caption ? el("caption", {}, caption) : "",
    el("thead", {}, el("tr", {}, head.map((one) => el("th", { scope: "col" }, cell(one))))),
    el("tbody", {}, rest.map((row) => el("tr", {}, row.map((one) => el("td", {}, cell(one)))))),
  ));
}

function unknown(block) {
  return el("details", { className: "block unknown" }, el("summary", {}, `A ${block.type} block`), el("pre", {}, JSON.stringify(block, null, 1)));
}
