// rich_text, drawn.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { symbolOf } from "./mrkdwn.js";
import { broadcast, channel, date, group, link, person } from "./tokens.js";

export const richText = (block, context) => block.elements.flatMap((part) => richPart(part, context));

const kindOf = (part) => (part.border ? ".rich.bordered" : ".rich");

const NAMES = { rich_text_section: "p", rich_text_quote: "blockquote", rich_text_preformatted: "pre" };
const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

function richPart(part, context) {
  if (part.type === "rich_text_list") return [list(part, context)];
  const name = NAMES[part.type];
  if (!name) return [el("p.unknown", `unknown rich text ${part.type}`)];
  return [el(name + kindOf(part), inside(part, context))];
}

function list(part, context) {
  const ordered = part.style === "ordered";
  const depth = part.indent || 0;
  const items = part.elements.map((one) => el("li", inside(one, context)));
  const node = el((ordered ? "ol" : "ul") + kindOf(part), { start: ordered && (part.offset || 0) + 1 }, items);
  node.style.marginInlineStart = `${depth * 1.5}rem`;
  node.style.listStyleType = (ordered ? NUMBERS : BULLETS)[depth % 3];
  return node;
}

const inside = (part, context) => part.elements.flatMap((one) => styled(one, inline(one, context)));

function inline(one, context) {
  switch (one.type) {
    case "text": return one.text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
    case "user": return [person(one.user_id, context)];
    case "usergroup": return [group(one.usergroup_id, context)];
    case "channel": return [channel(one.channel_id, context)];
    case "broadcast": return [broadcast(one.range)];
    case "link": return [link(one.url, one.text || one.url, context)];
    case "date": return [date(one.timestamp, one.format, one.fallback || "", one.url, context)];
    case "emoji": return [symbolOf(one.name, emoji(one.name, one.skin_tone) || `:${one.name}:`)];
    case "color": return [swatch(one.value), el("code", one.value)];
    default: return [el("span.unknown", `unknown ${one.type}`)];
  }
}

function swatch(value) {
  const node = el("span.swatch", { ariaHidden: "true" });
  node.style.backgroundColor = value;
  return node;
}

function styled(one, nodes) {
  const style = one.style || {};
  for (const [key, name] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]]) {
    if (style[key]) nodes = [el(name, nodes)];
  }
  return nodes;
}
