// What stands around the messages.

import { el, find, whenDifferent } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./popup.js";
import { themeMenu } from "./theme.js";

export const WIDE = matchMedia("(min-width: 60rem)");
export const NARROW = matchMedia("(max-width: 44rem)");

export function drawTools(screen, panels) {
  const unseen = screen.people.find((one) => one.id === screen.me).unseen;
  whenDifferent(find("tools"), [unseen, screen.faults, panels.open, NARROW.matches], () => {
    const tool = (name, drawn, label, count, kind = "") =>
      el(`button.tool${kind}`, { "aria-pressed": String(panels.open === name), title: label, onclick: () => panels.toggle(name) },
        icon(drawn), el("span.label", label), count && el("span.badge.count", String(count)));
    const entry = (label, name) => ({ label, act: () => panels.toggle(name) });
    const rest = NARROW.matches
      ? [opens("More", "more", () => [entry("Inspector", "inspector"), entry("Faults", "faults"), "-", ...themeMenu()])]
      : [tool("inspector", "wire", "Inspector", 0), tool("faults", "fault", "Faults", screen.faults, screen.faults ? ".alarm" : ""), opens("Light or dark", "theme", themeMenu)];
    find("tools").replaceChildren(tool("phone", "phone", "Phone", unseen), ...rest);
  });
}

const opens = (label, drawn, entries) => menuButton("button.tool", label, entries, icon(drawn));

export function drawWorkspace(screen) {
  const several = screen.workspaces.length > 1;
  find("workspace-name").textContent = screen.workspaces.find((one) => one.id === screen.team).name;
  find("workspace-name").hidden = several;
  find("workspaces").hidden = !several;
  const select = find("workspaces").querySelector("select");
  whenDifferent(select, [screen.workspaces, screen.team], () =>
    select.replaceChildren(...screen.workspaces.map((one) => el("option", { value: one.id, selected: one.id === screen.team }, one.name))));
}

// Why there is no message box here, and what can be done about it.
export function drawClosed(channel, app, join) {
  const button = () => el("button.primary", { onclick: join }, "Join");
  whenDifferent(find("closed"), [channel.id, channel.archived, channel.joined], () => {
    const said = channel.archived ? ["This channel is archived. It can be read, and nobody can write here."] : channel.joined ? [`${app.name} takes no messages.`] : [`You are looking at #${channel.name}. `, button()];
    find("closed").replaceChildren(...said);
  });
}
