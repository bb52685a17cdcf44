// The phone: its lock screen, and cards that appear when something rings.

import { clock, dateOf, dayName, shortDay } from "./clock.js";
import { el, place } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { face } from "./people.js";

const SHOWN_MS = 8000;
const MOST_CARDS = 3;
const LINES = 178;

export class Phone {
  // `address(one)` leads to a notification's message, `cards` is where new ones appear.
  constructor(cards, does) {
    this.title = "Phone";
    this.cards = cards;
    this.does = does;
    this.list = el("ol.lock-screen");
    this.node = el("div.phone", this.list);
    this.heard = null;
  }

  draw(screen, context) {
    const me = screen.people.find((one) => one.id === screen.me);
    this.title = `${me.name.split(" ")[0]}’s phone`;
    const rows = screen.phone.map((one) => el("li", this.card(one, screen, context)));
    if (!rows.length) rows.push(el("li.note", `${me.name} has not been notified of anything yet.`));
    place(this.list, rows);
    this.ring(screen, context);
  }

  // What somebody has gone to look at rings no longer.
  hush(href) {
    for (const card of [...this.cards.children]) if (card.dataset.leads.split("?")[0] === href.split("?")[0]) card.remove();
  }

  // Cards for what is new since the last time; nothing for what stands on the screen already.
  ring(screen, context) {
    const latest = screen.rings.at(-1)?.serial || 0;
    const known = this.heard?.team === screen.team && this.heard.serial <= latest ? this.heard.serial : latest;
    this.heard = { team: screen.team, serial: latest };
    const fresh = screen.rings.filter((one) => one.serial > known && !this.does.seen(one));
    for (const one of fresh.slice(-MOST_CARDS)) this.show(this.card(one, screen, context, screen.people.find((person) => person.id === one.person)));
  }

  show(card) {
    const node = el("div.ring", { "data-leads": card.getAttribute("href") }, card, el("button.bare", { ariaLabel: "Dismiss", onclick: () => node.remove() }, "✕"));
    let timer = null;
    const wait = () => { timer = setTimeout(() => node.remove(), SHOWN_MS); };
    for (const kind of ["pointerenter", "focusin"]) node.addEventListener(kind, () => clearTimeout(timer));
    for (const kind of ["pointerleave", "focusout"]) node.addEventListener(kind, wait);
    this.cards.append(node);
    while (this.cards.childElementCount > MOST_CARDS) this.cards.firstChild.remove();
    wait();
  }

  card(one, screen, context, owner = null) {
    const from = context.names.users[one.from] || one.from;
    const at = dateOf(one.ts);
    const room = context.names.channels[one.channel];
    const when = owner ? `${owner.name.split(" ")[0]}’s phone · ${clock(at, owner.zone)}` : `${dayName(at, new Date(context.now), context.zone, shortDay)} ${clock(at, context.zone)}`;
    return el("a.notification", { href: this.does.address(one) },
      face(one.from, from, one.from === context.app),
      el("span.two-lines", el("small", when), el("strong", room ? `${from} in #${room}` : from), el("span", this.text(one.text, context))));
  }

  // A phone shows no formatting, and the beginning only.
  text(text, context) {
    const words = text ? el("span", mrkdwn(text, context)).textContent.replace(/\s+/g, " ") : "This content can’t be displayed.";
    return words.length > LINES ? `${words.slice(0, LINES)}…` : words;
  }
}
