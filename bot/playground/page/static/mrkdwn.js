// Slack's mrkdwn, drawn.

import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { bareLinks, decoded, token } from "./tokens.js";

const SHORTCODE = ":([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:";
const PARTS = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    SHORTCODE,
    "(?<![\\w*])\\*(?![\\s*])([^*\\n]*?[^\\s*])\\*(?![\\w*])",
    "(?<![\\w_])_(?![\\s_])([^\\n]*?[^\\s_])_(?![\\w_])",
    "(?<![\\w~])~(?![\\s~])([^~\\n]*?[^\\s~])~(?![\\w~])",
  ].join("|"),
  "g",
);

export const plain = withEmoji;

// `verbatim` texts keep bare addresses as they are; in others they become links, as in Slack.
export function mrkdwn(text, context, verbatim = false) {
  const said = { ...context, verbatim };
  return text.split(/```([\s\S]+?)```/).flatMap((part, index) => (index % 2 ? [fence(part)] : lines(part, said)));
}

const fence = (text) => el("pre", el("code", decoded(text.replace(/^\n|\n$/g, ""))));

// Lines that begin with > are a quote together; >>> quotes all that follows.
function lines(text, context) {
  const runs = [];
  let rest = false;
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const sign = rest ? "" : /^(?:(?:&gt;|>){3}|&gt;|>) ?/.exec(line)?.[0];
    rest ||= /^(?:&gt;|>){3}/.test(sign || "");
    const quoted = rest || Boolean(sign);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1).lines.push(line.slice(sign?.length || 0));
  }
  return runs.flatMap((run) => {
    const nodes = run.lines.flatMap((line, index) => [...(index ? [el("br")] : []), ...inline(line, context)]);
    return run.quoted ? [el("blockquote", nodes)] : nodes;
  });
}

export function inline(text, context) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, code, pointed, short, tone, bold, italic, strike] = found;
    const symbol = short && emoji(short, tone);
    if (short && !symbol) continue;
    nodes.push(...words(text.slice(last, found.index), context));
    last = found.index + whole.length;
    if (code) nodes.push(el("code", decoded(code)));
    else if (pointed) nodes.push(token(pointed, context));
    else if (symbol) nodes.push(symbolOf(short, symbol));
    else if (bold) nodes.push(el("strong", inline(bold, context)));
    else if (italic) nodes.push(el("em", inline(italic, context)));
    else nodes.push(el("s", inline(strike, context)));
  }
  return [...nodes, ...words(text.slice(last), context)];
}

export const symbolOf = (name, symbol) =>
  el("span.emoji", { role: "img", ariaLabel: name.replaceAll("_", " "), title: `:${name}:` }, symbol);

const words = (text, context) => (text === "" ? [] : context.verbatim ? [decoded(text)] : bareLinks(decoded(text), context));
