// The head of a place: its name, what it is, and the app's tabs.

import { clock, city } from "./clock.js";
import { el, whenDifferent } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./people.js";
import { menuButton } from "./popup.js";

export function drawPlace(node, screen, channel, place, does) {
  const now = clock(new Date(screen.time.now), "UTC");
  whenDifferent(node, [channel && { ...channel, unread: 0, concerning: 0, read_until: "" }, place, screen.app, screen.me, channel?.kind === "dm" && now], () => {
    node.replaceChildren(...(place === "home" || place === screen.dm ? appHead(screen, place, does) : channel.kind === "dm" ? talkHead(screen, channel) : roomHead(screen, channel, does)));
  });
}

function appHead(screen, place, { address }) {
  const tab = (to, label) => el("a", { href: address(to), "aria-current": place === to ? "page" : null }, label);
  const tabs = el("nav.tabs", { ariaLabel: screen.app.name }, screen.app.home ? tab("home", "Home") : "", screen.dm ? tab(screen.dm, "Messages") : "");
  return [el("h1", face(screen.app.user, screen.app.name, true), screen.app.name, el("span.badge", "App")), tabs];
}

function talkHead(screen, channel) {
  const other = screen.people.find((one) => one.id === channel.with);
  if (!other) return [el("h1", "Direct messages")];
  const facts = [other.title, `${clock(new Date(screen.time.now), other.zone)} in ${city(other.zone)}`].filter(Boolean).join(" · ");
  return [el("h1", face(other.id, other.name), other.name), el("p.about", facts)];
}

function roomHead(screen, channel, does) {
  const more = menuButton("button.bare", `More about #${channel.name}`, () => does.roomMenu(channel), icon("more"));
  const people = channel.people - Number(channel.app_inside);
  const facts = [channel.archived && "Archived", channel.kind === "private" && "Private", people === 1 ? "1 person" : `${people} people`, channel.app_inside ? `${screen.app.name} is here` : `${screen.app.name} is not here`, channel.topic];
  return [el("h1", channel.kind === "private" ? icon("lock") : el("span.sign", "#"), channel.name), el("p.about", facts.filter(Boolean).join(" · ")), more];
}
