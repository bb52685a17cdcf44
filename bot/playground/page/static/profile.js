// Who somebody is: a small card beside their name.

import { city } from "./clock.js";
import { el } from "./dom.js";
import { popup } from "./popup.js";

export function profile(id, button, context) {
  const one = context.people.find((person) => person.id === id);
  const name = one?.name || context.names.users[id] || "Somebody";
  const talk = () => {
    box.hidePopover();
    context.talkTo(id);
  };
  const box = popup(button, [
    el("strong", name),
    one?.title && el("span", one.title),
    one && el("span.note", `${one.local_time.slice(11, 16)} in ${city(one.zone)}`),
    one?.deactivated && el("span.note", "No longer here"),
    context.talkTo && one && id !== context.me && el("button", { onclick: talk }, "Message"),
  ], { label: name, className: "profile" });
}
