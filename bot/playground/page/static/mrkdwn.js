// Slack's mrkdwn, drawn: bold, italic, strike, code, quotes, lists as typed, links, mentions, emoji, dates.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";

const PARTS = new RegExp(
  [
    "```([\\s\\S]+?)```",
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    ":([a-z0-9_+'-]+):",
    "(?<![\\w*])\\*(?![\\s*])([^*\\n]*?[^\\s*])\\*(?![\\w*])",
    "(?<![\\w_])_(?![\\s_])([^\\n]*?[^\\s_])_(?![\\w_])",
    "(?<![\\w~])~(?![\\s~])([^~\\n]*?[^\\s~])~(?![\\w~])",
  ].join("|"),
  "g",
);

const plainly = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function plain(text) {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name) || whole);
}

export function mrkdwn(text, context) {
  const lines = text.split("\n");
  const nodes = [];
  let quote = null;
  lines.forEach((line, index) => {
    const quoted = /^(&gt;|>) ?(?!>)/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = el("blockquote")));
      else quote.append(el("br"));
      quote.append(...inline(line.slice(quoted[0].length), context));
      return;
    }
    if (index && !quote) nodes.push("\n");
    quote = null;
    nodes.push(line);
  });
  return joined(nodes).flatMap((node) => (typeof node === "string" ? inline(node, context) : [node]));
}

// Code fences reach over lines, so neighbouring lines are put together again before they are drawn.
function joined(nodes) {
  const found = [];
  for (const node of nodes) {
    const last = found.length - 1;
    if (typeof node === "string" && typeof found[last] === "string") found[last] += node;
    else found.push(node);
  }
  return found;
}

function inline(text, context) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, fence, code, token, short, bold, italic, strike] = found;
    const symbol = short && emoji(short);
    if (short && !symbol) continue;
    nodes.push(...broken(text.slice(last, found.index)));
    last = found.index + whole.length;
    if (fence) nodes.push(el("pre", {}, el("code", {}, plainly(fence.replace(/^\n|\n$/g, "")))));
    else if (code) nodes.push(el("code", {}, plainly(code)));
    else if (token) nodes.push(linked(token, context));
    else if (symbol) nodes.push(el("span", { className: "emoji", title: `:${short}:` }, symbol));
    else if (bold) nodes.push(el("strong", {}, inline(bold, context)));
    else if (italic) nodes.push(el("em", {}, inline(italic, context)));
    else nodes.push(el("s", {}, inline(strike, context)));
  }
  return [...nodes, ...broken(text.slice(last))];
}

function broken(text) {
  const lines = plainly(text).split("\n");
  return lines.flatMap((line, index) => (index ? [el("br"), line] : [line])).filter((part) => part !== "");
}

function linked(token, context) {
  const [target, label] = splitOnce(token, "|");
  if (target.startsWith("@")) return mention(`@${context.names.users[target.slice(1)] || label || target.slice(1)}`);
  if (target.startsWith("#")) return channelLink(target.slice(1), label, context);
  if (target.startsWith("!subteam^")) return mention(`@${(label || context.names.groups[target.slice(9)] || "group").replace(/^@/, "")}`);
  if (target.startsWith("!date^")) return date(target, label, context);
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  return link(target, label || target, context);
}

const mention = (text) => el("span", { className: "mention" }, text);

function channelLink(id, label, context) {
  const name = context.names.channels[id] || label || id;
  return el("a", { className: "mention", href: `#${id}`, onclick: (event) => { event.preventDefault(); context.go?.(id); } }, `#${name}`);
}

// What leads to a place in Slack (a message, a person) is opened on this page: `visit` says whether it was such a link.
function link(url, label, context) {
  const href = plainly(url);
  if (!/^(https?:|mailto:|slack:)/i.test(href)) return plainly(label);
  const follow = (event) => context.visit?.(href) && event.preventDefault();
  return el("a", { href, target: "_blank", rel: "noreferrer", onclick: follow }, plainly(label));
}

function splitOnce(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function date(target, fallback, context) {
  const [, stamp, format, url] = target.split("^");
  const moment = new Date(Number(stamp) * 1000);
  if (Number.isNaN(moment.getTime())) return fallback;
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => dated(name, moment, context.zone) || whole);
  const shown = el("time", { dateTime: moment.toISOString(), title: fallback }, text);
  return url ? el("a", { href: url, target: "_blank", rel: "noreferrer" }, shown) : shown;
}

const FORMATS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

function dated(name, moment, timeZone) {
  const format = FORMATS[name.replace("_pretty", "")];
  return format && new Intl.DateTimeFormat("en-GB", { ...format, timeZone }).format(moment);
}
