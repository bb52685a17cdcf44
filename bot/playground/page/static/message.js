// One message: who, when, what, its reactions and its thread.

import { blocks } from "./blocks.js";
import { clock, dateOf, dayName, longDay, shortDay } from "./clock.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { face } from "./people.js";

// `follows`: the same person said something just before; name and face are left out.
export function message(one, follows, context, does) {
  const name = context.names.users[one.user] || one.user;
  const said = one.blocks.length ? blocks(one.blocks, wired(one, context, does)) : el("p", mrkdwn(one.text, context));
  return el(
    "li",
    { className: `message ${one.ephemeral ? "private" : ""} ${follows ? "follows" : ""}`, tabIndex: -1, "data-ts": one.ts },
    follows ? time(one, context, does) : face(one.user, name, one.app),
    el("div.said",
      one.ephemeral && el("p.note.only", "Only visible to you"),
      follows ? el("span.unseen", `${name}: `) : head(one, name, context, does),
      el("div.body", said),
      one.reactions.length ? reactions(one, context, does) : "",
      one.thread && does.threadAddress ? threadLink(one, context, does) : ""),
  );
}

function wired(one, context, does) {
  const target = { channel: one.channel, ts: one.ts };
  return {
    ...context,
    values: one.state,
    press: (...pressed) => does.press(target, ...pressed),
    select: (...chosen) => does.select(target, ...chosen),
    search: (...sought) => does.search(target, ...sought),
  };
}

function head(one, name, context, does) {
  return el("p.head", el("strong", name), one.app && el("span.badge", "App"), time(one, context, does), one.edited && el("small", "edited"));
}

function time(one, context, does) {
  const at = dateOf(one.ts);
  const said = clock(at, context.zone);
  const exact = `${longDay(at, context.zone)} at ${said}`;
  const shown = el("time", { dateTime: at.toISOString() }, said);
  return one.ephemeral ? el("span.time", { title: exact }, shown) : el("a.time", { href: does.address(one), title: exact }, shown);
}

function reactions(one, context, does) {
  return el("ul.reactions", { ariaLabel: "Reactions" }, one.reactions.map(({ name, users }) => {
    const who = users.map((id) => context.names.users[id] || id).join(", ");
    const mine = users.includes(context.me);
    return el("li", el("button", { "aria-pressed": String(mine), title: `${who} reacted with :${name}:`, onclick: () => does.react(one, name) },
      el("span", emoji(name) || `:${name}:`), ` ${users.length}`));
  }));
}

function threadLink(one, context, does) {
  const { count, users, latest } = one.thread;
  const at = dateOf(latest);
  return el("a.thread-link", { href: does.threadAddress(one) },
    users.map((id) => face(id, context.names.users[id] || id, id === context.app)),
    el("strong", count === 1 ? "1 reply" : `${count} replies`),
    el("small", `${dayName(at, new Date(context.now), context.zone, shortDay)} at ${clock(at, context.zone)}`));
}
