// Who somebody is: a small card beside their name, closed by Escape, a click elsewhere or leaving it.

import { el } from "./dom.js";

export function profile(id, beside, context) {
  document.querySelector(".profile")?.remove();
  const one = context.people?.find((person) => person.id === id);
  const name = one?.name || context.names?.users[id] || "Somebody";
  const card = el(
    "div",
    { className: "profile", popover: "auto", role: "dialog", ariaLabel: name },
    el("strong", {}, name),
    one?.title ? el("span", {}, one.title) : "",
    one ? el("span", { className: "note" }, `${one.local_time.slice(11, 16)} local time · ${one.zone.replaceAll("_", " ")}`) : "",
    one?.deactivated ? el("span", { className: "note" }, "No longer here") : "",
    context.talkTo && one ? el("button", { type: "button", onclick: () => context.talkTo(id) }, "Message") : "",
  );
  card.addEventListener("toggle", (event) => event.newState === "closed" && card.remove());
  beside.after(card);
  const place = beside.getBoundingClientRect();
  card.showPopover();
  card.style.left = `${Math.max(8, Math.min(place.left, innerWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${place.bottom + card.offsetHeight + 12 > innerHeight ? place.top - card.offsetHeight - 6 : place.bottom + 6}px`;
}
