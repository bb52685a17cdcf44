// The time machine: what time it is here and elsewhere, and where one can go from now.

import { city, clock, isoDay, monthDay, shortDay, until, weekday } from "./clock.js";
import { el, whenDifferent } from "./dom.js";
import { icon } from "./icons.js";
import { popup } from "./popup.js";

export class TimeMachine {
  constructor(bar, go) {
    this.bar = bar;
    this.go = go;
    this.under = null;
    this.box = null;
  }

  draw(screen) {
    this.screen = screen;
    this.now = new Date(screen.time.now);
    this.zone = screen.people.find((one) => one.id === screen.me)?.zone || "UTC";
    whenDifferent(this.bar, [this.said(this.now), screen.time.stops, this.zone, this.under], () => this.redraw());
  }

  redraw() {
    const stops = this.screen.time.stops;
    const open = el("button.now", { "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open(open) },
      icon("clock"), el("span.unseen", "The time is "),
      el("time", { dateTime: this.screen.time.now }, weekday(this.now, this.zone), el("span.date", ` ${monthDay(this.now, this.zone)}`), ` ${clock(this.now, this.zone)}`), icon("down"));
    const jumps = [...stops.map((one) => [one.label, { to: one.at }, clock(new Date(one.at), this.zone)]), ...(stops.length ? [["+1 hour", { hours: 1 }, ""]] : [])];
    const chips = jumps.map(([label, wanted, at]) =>
      el("button.jump", { disabled: this.under !== null, onclick: () => this.travel(label, wanted) }, label, at && el("small", at)));
    this.bar.classList.toggle("passes", this.under !== null);
    this.bar.replaceChildren(open, el("div.jumps", chips), el("span.under-way.unseen", { role: "status" }, this.under === null ? "" : "Time passes…"));
  }

  said(at) {
    return `${shortDay(at, this.zone)} ${clock(at, this.zone)}`;
  }

  when(at) {
    const today = isoDay(at, this.zone) === isoDay(this.now, this.zone);
    return `${today ? clock(at, this.zone) : this.said(at)} · ${until(at, this.now)}`;
  }

  async travel(label, wanted) {
    this.under = label;
    this.box?.hidePopover();
    this.draw(this.screen);
    await this.go(wanted);
    this.under = null;
    this.draw(this.screen);
  }

  open(button) {
    const tomorrow = isoDay(new Date(this.now.getTime() + 86_400_000), this.zone);
    const stops = this.screen.time.stops.map((one) => this.row(one.label, { to: one.at }, this.when(new Date(one.at))));
    const rows = [...stops, this.row("+1 hour", { hours: 1 }, ""), this.row("Tomorrow 9:00", { to: `${tomorrow}T09:00`, zone: this.zone }, "")];
    this.box = popup(button, [el("h2", "Let time pass"), el("div.rows", rows), this.chooser(), this.clocks()], { label: "Time", className: "times" });
  }

  row(label, wanted, about) {
    return el("button.row", { disabled: this.under !== null, onclick: () => this.travel(label, wanted) }, el("span", label), el("small", about));
  }

  chooser() {
    const value = `${isoDay(this.now, this.zone)}T${clock(this.now, this.zone)}`;
    const at = el("input", { type: "datetime-local", value, min: value, ariaLabel: `A date and time in ${city(this.zone)}` });
    const go = (event) => { event.preventDefault(); if (at.value) this.travel("", { to: at.value, zone: this.zone }); };
    return el("form.go", { onsubmit: go }, at, el("button", { type: "submit" }, "Go"));
  }

  // Everybody's clock, one line for each zone.
  clocks() {
    const zones = Map.groupBy(this.screen.people.filter((one) => !one.deactivated), (one) => one.zone);
    const rows = [...zones].sort(([one], [other]) => this.sortKey(one).localeCompare(this.sortKey(other)));
    return el("dl.clocks", { ariaLabel: "Local times" }, rows.flatMap(([zone, people]) => [
      el("dt", clock(this.now, zone)),
      el("dd", `${city(zone)} · ${people.map((one) => one.name.split(" ")[0]).slice(0, 4).join(", ")}${people.length > 4 ? " …" : ""}`),
    ]));
  }

  sortKey(zone) {
    return `${isoDay(this.now, zone)} ${clock(this.now, zone)}`;
  }
}
