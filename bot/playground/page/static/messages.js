// A list of messages: each is drawn again only when it changed, and the list keeps its place.

import { dateOf, dayName, isoDay } from "./clock.js";
import { el, place, reachable } from "./dom.js";
import { message } from "./message.js";
import { Toolbar } from "./toolbar.js";

const TOGETHER_S = 300;
const NEAR_PX = 90;
const FETCH_PX = 900;

export class MessageList {
  // `stage` scrolls. `does` is what can be done with a message; without `reply` the list is a thread.
  constructor(stage, does) {
    this.stage = stage;
    this.does = does;
    this.list = el("ol.messages");
    this.jump = el("button.to-newest", { hidden: true, onclick: () => this.toEnd() }, "New messages ↓");
    stage.append(this.list, this.jump);
    this.toolbar = new Toolbar(this.list, { ...does, find: (ts) => this.feed?.byTs.get(ts) });
    stage.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.walk(event));
    stage.addEventListener("keydown", (event) => event.target === stage && this.walk(event));
    new ResizeObserver(() => this.sticks && this.toEnd()).observe(this.list);
    this.forget();
  }

  forget() {
    this.known = new Map();
    this.feed = null;
    this.sticks = true;
    this.newest = "";
    this.list.replaceChildren();
  }

  // `newAfter`: the last timestamp that had been read when the place was opened.
  draw(feed, context, { newAfter = null, empty = "" } = {}) {
    const moved = feed !== this.feed;
    if (moved) this.forget();
    this.feed = feed;
    this.context = context;
    this.newAfter = newAfter;
    const nodes = this.nodes(feed.list, context, newAfter);
    if (!nodes.length) nodes.push(el("li.note.empty", empty));
    this.put(nodes);
    this.tellOfNew(feed.list, moved);
    if (moved || this.sticks) this.toEnd();
  }

  nodes(messages, context, newAfter) {
    const nodes = [];
    let before = null;
    let marked = newAfter === null;
    for (const one of messages) {
      const day = isoDayOf(one, context.zone);
      const another = !before || day !== isoDayOf(before, context.zone);
      const fresh = !marked && one.ts > newAfter && one.user !== context.me && !one.ephemeral;
      if (another || fresh) nodes.push(this.line(another ? day : "new", another ? dayName(dateOf(one.ts), new Date(context.now), context.zone) : "", fresh));
      marked ||= fresh;
      const follows = !another && !fresh && !one.edited && before.user === one.user && before.ephemeral === one.ephemeral && one.ts - before.ts < TOGETHER_S;
      nodes.push(this.node(one, follows, context));
      before = one;
    }
    return nodes;
  }

  node(one, follows, context) {
    const known = this.known.get(one.ts);
    const signature = `${one.revision} ${follows} ${context.version}`;
    if (known?.signature === signature) return known.node;
    const node = message(one, follows, context, this.does);
    this.known.set(one.ts, { signature, node, instead: known?.node });
    return node;
  }

  // Between two days, and above what is new.
  line(key, words, fresh) {
    const known = this.known.get(key);
    const signature = `${words} ${fresh}`;
    if (known?.signature === signature) return known.node;
    const node = el("li", { className: `line ${fresh ? "new" : ""}` }, words && el("span", words), fresh && el("em", "New"));
    this.known.set(key, { signature, node });
    return node;
  }

  // A message drawn anew keeps its focus, and older ones above push nothing away.
  put(nodes) {
    const focused = document.activeElement;
    const holder = this.list.contains(focused) ? focused.closest(".message") : null;
    const at = holder ? reachable(holder).indexOf(focused) : -1;
    const anchor = this.firstVisible();
    const top = anchor?.getBoundingClientRect().top;
    place(this.list, nodes);
    const now = anchor && this.known.get(anchor.dataset.ts)?.node; // it may have been drawn anew
    if (now?.isConnected) this.stage.scrollTop += now.getBoundingClientRect().top - top;
    if (!holder || holder.isConnected) return;
    const instead = this.known.get(holder.dataset.ts)?.node;
    (reachable(instead || this.stage)[at] || instead || this.stage).focus({ preventScroll: true });
  }

  firstVisible() {
    const top = this.stage.getBoundingClientRect().top;
    return this.sticks ? null : [...this.list.querySelectorAll(".message")].find((node) => node.getBoundingClientRect().bottom > top);
  }

  tellOfNew(messages, moved) {
    const last = messages.at(-1);
    const isNew = !moved && last && last.ts > this.newest && last.user !== this.context.me;
    this.newest = last?.ts || "";
    if (!isNew) return;
    this.does.announce(`${this.context.names.users[last.user] || ""}: ${last.text}`);
    if (!this.sticks) this.jump.hidden = false;
  }

  toEnd() {
    this.sticks = true;
    this.jump.hidden = true;
    this.stage.scrollTop = this.stage.scrollHeight;
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.stage;
    this.sticks = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.sticks) this.jump.hidden = true;
    if (scrollTop < FETCH_PX && this.feed?.more) this.older();
  }

  async older() {
    const { feed } = this;
    if (feed.asking) return;
    await feed.older();
    if (feed === this.feed) this.draw(feed, this.context, { newAfter: this.newAfter });
  }

  // A link led here.
  point(ts) {
    const node = this.known.get(ts)?.node;
    if (!node?.isConnected) return false;
    this.sticks = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.add("pointed");
    setTimeout(() => node.classList.remove("pointed"), 3000);
    return true;
  }

  walk(event) {
    const rows = [...this.list.querySelectorAll(".message")];
    const own = event.target === this.stage || event.target.classList.contains("message");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!own || !step || !rows.length) return;
    event.preventDefault();
    const at = rows.indexOf(event.target);
    (at < 0 ? rows.at(-1) : rows[Math.max(0, Math.min(rows.length - 1, at + step))]).focus();
  }
}

// Kept with the message: a list of thousands is walked at each change.
function isoDayOf(one, zone) {
  if (one.dayZone !== zone) Object.assign(one, { day: isoDay(dateOf(one.ts), zone), dayZone: zone });
  return one.day;
}
