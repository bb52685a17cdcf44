// The sidebar: channels, the app's direct messages and Home, global shortcuts.

import { el } from "./dom.js";

export function drawSidebar(nav, screen, place, does) {
  const signature = JSON.stringify([screen.channels, screen.dm, screen.app, screen.channel?.id, place]);
  if (nav.dataset.drawn === signature) return;
  nav.dataset.drawn = signature;
  const open = place === "home" ? "home" : screen.channel?.id;
  const item = (id, label, more = "") =>
    el("li", {}, el("button", { type: "button", className: id === open ? "here" : "", ariaCurrent: id === open ? "page" : null, onclick: () => does.go(id) }, label), more);
  const join = (one) => (one.joined || one.archived ? "" : el("button", { type: "button", className: "quiet small", onclick: () => does.act({ act: "joins", channel: one.id }) }, "Join"));
  const name = (one) => `${one.kind === "private" ? "🔒" : "#"} ${one.name}${one.archived ? " (archived)" : ""}`;
  const global = screen.app.shortcuts.filter((one) => one.kind === "global");
  nav.replaceChildren(
    el("h2", {}, screen.app.name),
    el("ul", {}, screen.app.home ? item("home", "Home") : "", screen.dm ? item(screen.dm, "Messages") : ""),
    el("h2", {}, "Channels"),
    el("ul", {}, screen.channels.map((one) => item(one.id, name(one), join(one)))),
    global.length ? el("h2", {}, "Shortcuts") : "",
    el("ul", {}, global.map((one) => el("li", {}, el("button", { type: "button", onclick: () => does.act({ act: "global_shortcut", callback_id: one.callback_id }) }, one.name)))),
  );
}
