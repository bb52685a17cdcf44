// The markdown block: standard Markdown, drawn.

import { el, wide } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./tokens.js";

const INLINE = /`([^`\n]+)`|!?\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|\*([^*\s][^*]*?)\*|(?<!\w)_([^_\s][^_]*?)_(?!\w)|~~(.+?)~~|<(https?:[^>\s]+)>/g;

export function markdown(text, context) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(...next(lines, context));
  return nodes;
}

// Takes one block of lines from the front.
function next(lines, context) {
  const line = lines.shift();
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return [el(`h${Math.min(6, heading[1].length + 2)}.rich`, inline(heading[2], context))];
  if (/^\s*(```|~~~)/.test(line)) {
    const code = takeUntil(lines, (one) => /^\s*(```|~~~)\s*$/.test(one));
    lines.shift();
    return [el("pre", el("code", code.join("\n")))];
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [el("hr")];
  if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[0] || "")) return [table(line, lines, context)];
  if (/^\s*>/.test(line)) return [quote([line, ...takeWhile(lines, /^\s*>/)], context)];
  if (ITEM.test(line)) return [list([line, ...takeWhile(lines, ITEM)], context)];
  if (!line.trim()) return [];
  const words = [line, ...takeWhile(lines, /^(?!\s*$|#{1,6}\s|\s*>|\s*```|\s*(?:[-*+]|\d+[.)])\s)/)];
  return [el("p.rich", words.flatMap((one, index) => [...(index ? [el("br")] : []), ...inline(one, context)]))];
}

const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;

function takeUntil(lines, ends) {
  const end = lines.findIndex(ends);
  return lines.splice(0, end < 0 ? lines.length : end);
}

const takeWhile = (lines, pattern) => takeUntil(lines, (line) => !pattern.test(line));

const quote = (lines, context) => el("blockquote", markdown(lines.map((line) => line.replace(/^\s*> ?/, "")).join("\n"), context));

function list(lines, context) {
  const [, , number] = ITEM.exec(lines[0]);
  const node = el(number ? "ol.rich" : "ul.rich", { start: number && Number(number) });
  const depth = (line) => ITEM.exec(line)[1].length;
  const first = depth(lines[0]);
  while (lines.length) {
    const [, , , tick, words] = ITEM.exec(lines.shift());
    const box = tick === undefined ? "" : `${tick === " " ? "☐" : "☑"} `;
    const item = el("li", box, inline(words, context));
    const inner = takeUntil(lines, (line) => depth(line) <= first);
    if (inner.length) item.append(list(inner, context));
    node.append(item);
  }
  return node;
}

function table(head, lines, context) {
  lines.shift();
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => inline(cell.trim(), context));
  const rows = takeWhile(lines, /\|/);
  return wide("Table", el("table",
    el("thead", el("tr", cells(head).map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", rows.map((row) => el("tr", cells(row).map((cell) => el("td", cell)))))));
}

function inline(text, context) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, label, url, bold, strong, em, italic, strike, bare] = found;
    nodes.push(withEmoji(text.slice(last, found.index)));
    last = found.index + whole.length;
    if (code) nodes.push(el("code", code));
    else if (url) nodes.push(link(url, label, context));
    else if (bare) nodes.push(link(bare, bare, context));
    else if (bold || strong) nodes.push(el("strong", inline(bold || strong, context)));
    else if (em || italic) nodes.push(el("em", inline(em || italic, context)));
    else nodes.push(el("s", inline(strike, context)));
  }
  return [...nodes, withEmoji(text.slice(last))];
}
