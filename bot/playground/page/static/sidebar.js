// The sidebar: the app, channels and direct messages, with what is unread.

import { el, whenDifferent } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./people.js";
import { menuButton } from "./popup.js";

export function drawSidebar(nav, screen, does) {
  const { place, address } = does;
  whenDifferent(nav, [screen.channels, screen.dm, screen.app, screen.names.users, screen.me, place], () => {
    const rooms = screen.channels.filter((one) => one.name);
    const talks = screen.channels.filter((one) => one.kind === "dm");
    const app = screen.channels.find((one) => one.id === screen.dm);
    const parts = [
      section("Channels", rooms.map((one) => room(one, place === one.id, does))),
      talks.length ? section("Direct messages", talks.map((one) => talk(one, place === one.id, screen.names, address))) : "",
      section("Apps", [appItem(app, screen, place, address)]),
    ];
    nav.replaceChildren(...parts.filter(Boolean));
  });
}

const section = (title, items) => el("section", el("h2", title), el("ul", items));

function item(href, here, unread, mark, words, count, more = "") {
  const said = [unread ? `${unread} unread` : "", count && count !== unread ? `${count} for you` : ""].filter(Boolean).join(", ");
  return el("li", { className: unread ? "fresh" : "" },
    el("a", { href, "aria-current": here ? "page" : null }, mark, el("span.label", words), said && el("span.unseen", `, ${said}`), count && el("span.badge.count", { ariaHidden: "true" }, String(count))),
    more);
}

function room(one, here, does) {
  const sign = one.kind === "private" ? icon("lock") : el("span.sign", { ariaHidden: "true" }, "#");
  const words = [one.name, one.archived && el("small", " archived"), one.joined ? "" : el("small", " not joined")];
  const more = menuButton("button.bare", `More about #${one.name}`, () => does.roomMenu(one), icon("more"));
  return item(does.address(one.id), here, one.unread, sign, words, one.concerning, more);
}

function talk(one, here, names, address) {
  const name = names.users[one.with] || "Somebody";
  return item(address(one.id), here, one.unread, face(one.with, name), name, one.concerning);
}

function appItem(app, screen, place, address) {
  const here = place === screen.dm || place === "home";
  return item(address(screen.dm || "home"), here, app?.unread || 0, face(screen.app.user, screen.app.name, true), screen.app.name, app?.concerning || 0);
}
