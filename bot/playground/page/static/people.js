// Who one acts as: everybody with their face, title and local time, and who has something waiting.

import { clock, city } from "./clock.js";
import { el, whenDifferent } from "./dom.js";
import { icon } from "./icons.js";
import { popup, walk } from "./popup.js";

const HUES = [262, 20, 155, 335, 205, 48, 180, 95];
const FILTER_FROM = 9;

export const initials = (name) => name.split(/\s+/).map((part) => part[0] || "").join("").slice(0, 2).toUpperCase();

// The square with initials beside a name; the app has a mark of its own.
export function face(id, name, app = false) {
  const hue = [...id].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 9973, 7) % HUES.length;
  return el(app ? "span.face.app" : "span.face", { ariaHidden: "true", style: `--hue: ${HUES[hue]}` }, initials(name));
}

const badge = (count) => (count && el("span.badge.count", { ariaLabel: `${count} unread` }, String(count)));

export function drawWho(button, screen, actAs) {
  const me = screen.people.find((one) => one.id === screen.me);
  const now = new Date(screen.time.now);
  const waiting = screen.people.reduce((sum, one) => sum + (one.id === me.id ? 0 : one.unseen), 0);
  whenDifferent(button, [me, waiting, clock(now, me.zone)], () => {
    button.replaceChildren(
      face(me.id, me.name),
      el("span.two-lines", el("span.unseen", "Acting as "), el("strong", me.name), el("small", `${clock(now, me.zone)} ${city(me.zone)}`)),
      icon("down"),
      waiting && el("span.dot", { title: "Others have something waiting" }),
    );
  });
  button.onclick = () => choose(button, screen, actAs);
}

function choose(button, screen, actAs) {
  const now = new Date(screen.time.now);
  const rows = screen.people.map((one) => {
    const facts = [one.title, one.guest && "Guest", one.deactivated && "Has left"].filter(Boolean).join(" · ");
    const take = () => { box.hidePopover(); actAs(one.id); };
    return el("button.person-row", { "aria-current": one.id === screen.me ? "true" : null, "data-words": `${one.name} ${facts}`.toLowerCase(), onclick: take },
      face(one.id, one.name),
      el("span.two-lines", el("strong", one.name), el("small", facts)),
      el("span.two-lines.side", el("time", clock(now, one.zone)), el("small", city(one.zone))),
      badge(one.unseen));
  });
  const shown = () => rows.filter((row) => !row.hidden);
  const narrow = (event) => rows.forEach((row) => { row.hidden = !row.dataset.words.includes(event.target.value.trim().toLowerCase()); });
  const filter = rows.length < FILTER_FROM ? "" : el("input", { type: "search", placeholder: "Find somebody", ariaLabel: "Find somebody", oninput: narrow });
  const box = popup(button, [el("h2", "Act as"), filter, el("div.rows", rows)], { label: "Act as", className: "people" });
  box.addEventListener("keydown", (event) => walk(event, shown()));
  const here = rows.find((row) => row.ariaCurrent === "true");
  here?.scrollIntoView({ block: "nearest" });
  here?.focus({ preventScroll: true });
}
