// The faults: what a real Slack and a real network do on a bad day, each behind a switch.

import * as api from "./api.js";
import { el, newId, place } from "./dom.js";

const SHARES = [["1", "every time"], ["0.5", "every second time"], ["0.1", "one in ten"]];
const SECONDS = { unit: "seconds", choices: [1, 2, 4, 10, 30, 60] };
const KINDS = [
  { kind: "rate_limited", label: "Too many requests", about: "Slack answers 429. The app has to wait and try again.", value: { ...SECONDS, preset: 10 } },
  { kind: "server_error", label: "Slack has trouble", about: "Slack answers 503, and nothing is done." },
  { kind: "slow", label: "Slow answers", about: "Slack's answers take longer.", value: { ...SECONDS, preset: 2 } },
  { kind: "cut_before", label: "Calls are cut off", about: "The connection breaks before Slack has done anything." },
  { kind: "cut_after", label: "Answers are cut off", about: "Slack does what it is asked, but the app never hears of it. Nothing may be posted twice." },
  { kind: "lost", label: "Deliveries get lost", about: "What people do never reaches the app. Slack sends events again." },
  { kind: "doubled", label: "Deliveries come twice", about: "The app gets the same thing two times and must do it once." },
  { kind: "slow_delivery", label: "Deliveries are late", about: "What people do reaches the app later.", value: { ...SECONDS, preset: 2 } },
];

export class Faults {
  // `does`: {rooms(), archive(channel, archived), inspect(), tell(sentence)}.
  constructor(does) {
    this.title = "Faults";
    this.does = does;
    this.turn = 0;
    this.rows = KINDS.map((one) => this.row(one));
    this.sockets = el("span.note");
    this.archive = el("ul.archive");
    this.node = el("div.faults",
      el("p.note", "A bad day, on purpose. What the app does about it stands in the ", el("button.link", { onclick: () => does.inspect() }, "inspector"), "."),
      el("ul.switches", this.rows.map((row) => row.node)),
      el("h3", "Connections"),
      el("p.controls", el("button", { onclick: () => this.send({ cut_sockets: true }) }, "Cut the sockets now"), this.sockets),
      el("h3", "Archived channels"), this.archive,
      el("p.controls", el("button", { onclick: () => this.send({ clear: true }) }, "Everything back to normal")));
  }

  row(one) {
    const id = newId();
    const share = el("select", { ariaLabel: `${one.label}: how often` }, SHARES.map(([value, label]) => el("option", { value }, label)));
    const value = one.value && el("select", { ariaLabel: `${one.label}: ${one.value.unit}` }, one.value.choices.map((number) => el("option", { value: number, selected: number === one.value.preset }, `${number} ${one.value.unit}`)));
    const struck = el("span.note", { role: "status" });
    const wanted = () => ({ kind: one.kind, share: Number(share.value), ...(value ? { value: Number(value.value) } : {}) });
    const toggle = el("input", { type: "checkbox", role: "switch", id, "aria-describedby": `${id}a`, onchange: () => this.send(toggle.checked ? wanted() : { off: one.kind }) });
    for (const setting of [share, value].filter(Boolean)) setting.addEventListener("change", () => toggle.checked && this.send(wanted()));
    const node = el("li", toggle, el("label", { htmlFor: id }, one.label), struck, el("p.note", { id: `${id}a` }, one.about), el("span.settings", share, value || ""));
    return { kind: one.kind, node, toggle, struck, share, value };
  }

  send(wanted) {
    return this.update(wanted).catch((problem) => this.does.tell(problem.message));
  }

  async update(wanted) {
    const turn = ++this.turn;
    const state = await api.faults(wanted);
    if (turn === this.turn) this.show(state); // an older answer would turn a switch back
  }

  show({ on, sockets }) {
    for (const row of this.rows) {
      const fault = on.find((one) => one.kind === row.kind);
      row.toggle.checked = Boolean(fault);
      row.node.classList.toggle("on", Boolean(fault));
      row.struck.textContent = fault ? (fault.struck === 1 ? "struck once" : `struck ${fault.struck} times`) : "";
    }
    this.sockets.textContent = sockets === 1 ? "1 open" : `${sockets} open`;
    place(this.archive, this.does.rooms().map((room) => this.room(room)));
  }

  room(room) {
    const known = this.archive.querySelector(`[data-room="${room.id}"]`);
    if (known && known.dataset.archived === String(room.archived)) return known;
    const id = newId();
    return el("li", { "data-room": room.id, "data-archived": String(room.archived) },
      el("input", { type: "checkbox", role: "switch", id, checked: room.archived, onchange: (event) => this.does.archive(room.id, event.target.checked) }), el("label", { htmlFor: id }, `#${room.name}`));
  }
}
