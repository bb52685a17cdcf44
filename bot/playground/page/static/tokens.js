// What stands between angle brackets: people, channels, groups, dates and links. Never read as HTML.

import { format, isoDay } from "./clock.js";
import { el, instead } from "./dom.js";
import { profile } from "./profile.js";

export const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const EVERYBODY = ["here", "channel", "everyone"];

export function token(text, context) {
  const [target, label] = splitOnce(text, "|");
  if (/^@[UW]/.test(target)) return person(target.slice(1), context, label);
  if (/^#[CG]/.test(target)) return channel(target.slice(1), context, label);
  if (target.startsWith("!subteam^")) return group(target.slice("!subteam^".length), context, label);
  if (target.startsWith("!date^")) return writtenDate(target, label, context);
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  return link(decoded(target), decoded(label || target), context);
}

function splitOnce(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

export function person(id, context, label) {
  const name = context.names.users[id] || label || id;
  return somebody(id, `@${name}`, `mention ${id === context.me ? "me" : ""}`, context);
}

// A link and not a button: names are broken over lines like other words.
function somebody(id, label, className, context) {
  const open = instead((event) => profile(id, event.currentTarget, context));
  return el("a", { className, href: `slack://user?id=${id}`, "aria-haspopup": "dialog", onclick: open }, label);
}

export function channel(id, context, label) {
  const name = context.names.channels[id] || label || id;
  return el("a.mention", { href: `#${id}`, onclick: instead(() => context.go?.(id)) }, `#${name}`);
}

export function group(id, context, label) {
  return el("span.mention", `@${(label || context.names.groups[id] || "group").replace(/^@/, "")}`);
}

export const broadcast = (name, label) =>
  el("span", { className: `mention ${EVERYBODY.includes(name) ? "me" : ""}` }, EVERYBODY.includes(name) ? `@${name}` : label || `@${name}`);

// `visit` opens what leads to a place in Slack, and says whether it was such a link.
export function link(url, label, context) {
  const member = /^slack:\/\/user\?.*\bid=([UW]\w+)/i.exec(url);
  if (member) return somebody(member[1], label, "person", context);
  if (!/^(https?:|mailto:|slack:|tel:)/i.test(url)) return document.createTextNode(label);
  const follow = (event) => context.visit?.(url) && event.preventDefault();
  return el("a", { href: url, target: "_blank", rel: "noreferrer", onclick: follow }, label);
}

// Addresses that stand in a text as they are; a full stop or a bracket behind one does not belong to it.
export function bareLinks(text, context) {
  return text
    .split(/(https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"\]])/i)
    .map((part, index) => (index % 2 ? link(part, part, context) : part))
    .filter((part) => part !== "");
}

const FORMATS = {
  date: { dateStyle: "long" },
  date_short: { dateStyle: "medium" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_slash: { dateStyle: "short" },
  time: { timeStyle: "short" },
  time_secs: { timeStyle: "medium" },
};

function writtenDate(target, fallback, context) {
  const [, stamp, format, url] = target.split("^");
  return date(stamp, format, decoded(fallback), url && decoded(url), context);
}

// {date}, {time} … in `format` become the moment in the reader's own zone; with anything else there, the fallback is shown.
export function date(stamp, format, fallback, url, context) {
  const moment = new Date(Number(stamp) * 1000);
  let known = !Number.isNaN(moment.getTime());
  const text = known && decoded(format).replace(/\{(\w+)\}/g, (_, name) => dated(name, moment, context) || (known = false));
  if (!known) return document.createTextNode(fallback);
  const shown = el("time", { dateTime: moment.toISOString(), title: fallback }, text);
  return url ? el("a", { href: url, target: "_blank", rel: "noreferrer" }, shown) : shown;
}

function dated(name, moment, { zone, now }) {
  if (name === "date_num") return isoDay(moment, zone);
  if (name === "ago") return now ? ago(new Date(now) - moment) : isoDay(moment, zone);
  const plainName = name.replace("_pretty", "");
  if (plainName !== name && now) {
    const near = ["yesterday", "today", "tomorrow"].find((_, index) => isoDay(new Date(+new Date(now) + (index - 1) * 86_400_000), zone) === isoDay(moment, zone));
    if (near) return near;
  }
  return FORMATS[plainName] && format(moment, zone, FORMATS[plainName]);
}

function ago(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  const [count, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"] : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat("en-GB").format(-count, unit);
}
