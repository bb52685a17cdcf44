// The time machine's bar: what time it is, and where one can go.

import { el } from "./dom.js";

export function drawTime(bar, screen, travel) {
  const { now, stops } = screen.time;
  const me = screen.people.find((one) => one.id === screen.me);
  const format = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: me.zone };
  const shown = new Intl.DateTimeFormat("en-GB", format).format(new Date(now));
  const signature = JSON.stringify([shown, stops]);
  if (bar.dataset.drawn === signature) return;
  bar.dataset.drawn = signature;
  bar.replaceChildren(el("time", { dateTime: now }, shown));
  if (!stops.length) return;
  const local = (at) => new Intl.DateTimeFormat("en-GB", format).format(new Date(at));
  const button = (label, wanted, title) => el("button", { type: "button", title, onclick: () => travel(wanted) }, label);
  const date = el("input", { type: "datetime-local", ariaLabel: "A date and time, in UTC", value: now.slice(0, 16) });
  const go = () => date.value && travel({ to: `${date.value}:00+00:00` });
  bar.append(
    ...stops.map((one) => button(one.label, { to: one.at }, local(one.at))),
    button("+1 hour", { hours: 1 }),
    el("details", { className: "overflow" }, el("summary", {}, "Another time"), el("div", { className: "overflow-menu" }, date, el("button", { type: "button", onclick: go }, "Go (UTC)"))),
  );
}
