// The list of messages: each drawn once and drawn again only when it changed, replies under their root.

import { blocks } from "./blocks.js";
import { el } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

export class Messages {
  constructor(stage, does) {
    this.stage = stage;
    this.does = does;
    this.drawn = new Map();
    this.place = null;
  }

  draw(place, messages, context, shortcuts) {
    const atEnd = this.stage.scrollHeight - this.stage.scrollTop - this.stage.clientHeight < 80;
    const moved = place !== this.place;
    if (moved) this.forget(place);
    const replies = Map.groupBy ? Map.groupBy(messages, (one) => one.thread_ts || "") : grouped(messages);
    const roots = messages.filter((one) => !one.thread_ts || !messages.some((root) => root.ts === one.thread_ts));
    const nodes = roots.map((root) => this.node(root, replies.get(root.ts) || [], context, shortcuts));
    if (!nodes.length) nodes.push(el("p", { className: "note empty" }, "Nothing here yet."));
    place_(this.stage, nodes);
    if (moved || atEnd) this.stage.scrollTop = this.stage.scrollHeight;
  }

  forget(place) {
    this.place = place;
    this.drawn.clear();
    this.stage.replaceChildren();
  }

  node(root, replies, context, shortcuts) {
    const known = this.drawn.get(root.ts);
    const signature = JSON.stringify([root, replies]);
    if (known?.signature === signature) return known.node;
    const thread = replies.length ? el("div", { className: "thread", ariaLabel: "Thread" }, replies.map((one) => this.one(one, root, context, shortcuts))) : "";
    const node = el("article", { className: "group" }, this.one(root, root, context, shortcuts), thread);
    this.drawn.set(root.ts, { signature, node });
    return node;
  }

  one(message, root, context, shortcuts) {
    const target = { channel: message.channel, ts: message.ts };
    const wired = {
      ...context,
      values: message.state,
      press: (block, element, value) => this.does.press(target, block, element, value),
      select: (block, element, value) => this.does.select(target, block, element, value),
      search: (block, element, text) => this.does.search(target, element, text),
    };
    const body = message.blocks.length ? blocks(message.blocks, wired) : [el("p", {}, mrkdwn(message.text, context))];
    return el(
      "div",
      { className: `message ${message.ephemeral ? "private" : ""}`, id: `m${message.ts}` },
      message.ephemeral ? el("p", { className: "note only" }, "Only visible to you") : "",
      this.head(message, context),
      el("div", { className: "body" }, body),
      message.ephemeral ? "" : this.tools(message, root, shortcuts),
    );
  }

  head(message, context) {
    const name = context.names.users[message.user] || message.user;
    const at = new Date(Number(message.ts) * 1000);
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: context.zone }).format(at);
    const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: context.zone }).format(at);
    return el("p", { className: "head" },
      el("span", { className: "face", ariaHidden: "true" }, initials(name)),
      el("strong", {}, name), message.app ? el("span", { className: "badge" }, "App") : "",
      el("time", { dateTime: at.toISOString(), title: day }, `${day} ${time}`), message.edited ? el("small", {}, "(edited)") : "");
  }

  tools(message, root, shortcuts) {
    return el("div", { className: "tools" },
      el("button", { type: "button", className: "quiet", onclick: () => this.does.reply(root) }, "Reply"),
      shortcuts.map((one) => el("button", { type: "button", className: "quiet", onclick: () => this.does.shortcut(one, message) }, one.name)));
  }
}

const initials = (name) => name.split(/\s+/).map((part) => part[0] || "").join("").slice(0, 2).toUpperCase();

function grouped(messages) {
  const found = new Map();
  for (const one of messages) found.set(one.thread_ts || "", [...(found.get(one.thread_ts || "") || []), one]);
  return found;
}

// Puts the nodes in order and touches only what is not in its place, so that nothing loses its focus.
function place_(stage, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...stage.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => { if (stage.children[index] !== node) stage.insertBefore(node, stage.children[index] || null); });
}
