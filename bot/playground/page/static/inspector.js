// The inspector: everything that went over the wire, newest first, with what was sent and answered.

import * as api from "./api.js";
import { clockWithSeconds } from "./clock.js";
import { el, place } from "./dom.js";
import { json } from "./json.js";

const MOST = 300;
const ACK_MS = 3000;
const FILTERS = [["all", "Everything"], ["delivery", "To the app"], ["call", "From the app"], ["trouble", "Trouble"]];

export class Inspector {
  constructor() {
    this.title = "Inspector";
    this.known = new Map();
    this.revision = 0;
    this.filter = "all";
    this.hiddenUpTo = 0;
    this.list = el("ol.wire", { ariaLabel: "What went over the wire, newest first" });
    this.none = el("p.note", "Nothing yet. Type a command or press a button.");
    const filter = el("select", { ariaLabel: "Show", onchange: () => { this.filter = filter.value; this.draw(); } }, FILTERS.map(([value, label]) => el("option", { value }, label)));
    const clear = el("button", { onclick: () => { this.hiddenUpTo = Math.max(0, ...this.known.keys()); this.draw(); } }, "Clear");
    this.node = el("div.inspector",
      el("p.note", "→ what the local Slack handed to the app and how soon it was acknowledged; ← what the app asked of Slack. An acknowledgement after 3 seconds is too late."),
      el("div.controls", filter, clear), this.none, this.list);
  }

  // `world`: {names, zone}; drawn only while the panel is open.
  async update(world) {
    this.world = world;
    const { revision, entries } = await api.journal(this.revision);
    if (revision < this.revision) this.known.clear();
    this.revision = revision;
    for (const one of entries) this.known.set(one.serial, { ...one, node: null, unfolded: this.known.get(one.serial)?.unfolded });
    const serials = [...this.known.keys()].sort((one, other) => other - one);
    for (const old of serials.slice(MOST)) this.known.delete(old);
    this.draw();
  }

  draw() {
    const shown = [...this.known.values()].filter((one) => one.serial > this.hiddenUpTo && this.fits(one)).sort((one, other) => other.serial - one.serial);
    this.none.hidden = shown.length > 0;
    place(this.list, shown.map((one) => (one.node ??= this.row(one))));
  }

  fits(one) {
    if (this.filter === "trouble") return troubled(one) || one.what === "note" || one.attempt > 0;
    return this.filter === "all" || one.what === this.filter;
  }

  row(one) {
    const [sign, said] = { call: ["←", "From the app"], delivery: ["→", "To the app"], note: ["•", "Inside the app"] }[one.what];
    const line = [
      el("time", { dateTime: one.at }, clockWithSeconds(new Date(one.at), this.world.zone)),
      el("span.sign", { title: said, role: "img", ariaLabel: said }, sign),
      el("strong", one.what === "delivery" && one.kind !== one.name && one.kind !== "command" ? `${one.kind} ${one.name}` : one.name),
      el("span.about", this.about(one)),
      el(`span.outcome${tone(one)}`, outcome(one)),
    ];
    const why = [one.fault && `fault, ${one.fault.replaceAll("_", " ")}`, one.error, one.why].filter(Boolean).join(": ");
    const reason = why && el(one.ok ? "span.why" : "span.why.bad", why);
    const bad = troubled(one) ? ".bad" : "";
    if (one.what === "note") return el(`li.entry.note-entry${bad}`, el("p", line, reason));
    const fold = el("details", { open: one.unfolded }, el("summary", line, reason));
    fold.addEventListener("toggle", () => { one.unfolded = fold.open; if (fold.open) this.unfold(one, fold); });
    if (one.unfolded) this.unfold(one, fold);
    return el(`li.entry${bad}`, fold);
  }

  about(one) {
    const { users, channels } = this.world.names;
    return users[one.about] || (channels[one.about] && `#${channels[one.about]}`) || (one.about?.startsWith("D") ? "a DM" : one.about) || "";
  }

  async unfold(one, fold) {
    if (fold.childElementCount > 1) return;
    const inside = el("div.json", el("p.note", "…"));
    fold.append(inside);
    try {
      const { sent, answer } = await api.journalEntry(one.serial);
      inside.replaceChildren(el("h3", one.what === "call" ? "Asked" : "Sent"), json(sent), el("h3", one.what === "call" ? "Answered" : "Acknowledged with"), json(answer));
    } catch (problem) {
      inside.replaceChildren(el("p.note", problem.message));
    }
  }
}

const late = (one) => one.what === "delivery" && (one.outcome === "late" || one.ms > ACK_MS);
const troubled = (one) => !pending(one) && (!one.ok || Boolean(one.fault) || late(one));
const pending = (one) => (one.what === "call" ? one.ms === null && !one.fault : one.outcome === "pending");
const tone = (one) => (pending(one) ? "" : troubled(one) ? ".bad" : ".good");
const milliseconds = (ms) => (ms === null || ms === undefined ? "" : ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function outcome(one) {
  if (one.what === "note") return "";
  if (pending(one)) return "…";
  const again = one.attempt ? `attempt ${one.attempt + 1}` : "";
  if (one.what === "delivery") return [again, late(one) ? "late" : one.outcome, milliseconds(one.ms)].filter(Boolean).join(" · ");
  return [one.status === 200 ? (one.ok ? "ok" : "refused") : one.status || "cut", milliseconds(one.ms)].filter(Boolean).join(" · ");
}
