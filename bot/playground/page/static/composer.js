// The message box: Enter sends, Shift+Enter breaks the line; /, @ and # offer what fits.

import { completions } from "./completion.js";
import { el, newId } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./people.js";

const MOST_ROWS = 8;

export class Composer {
  // `send(text)` gives {error, message}; `extra` is a button to the left of the text.
  constructor(form, { send, extra = "" }) {
    this.form = form;
    this.send_ = send;
    this.world = null;
    this.drafts = new Map();
    const list = newId();
    this.text = el("textarea", { rows: 1, maxLength: 4000, ariaLabel: "Message", "aria-autocomplete": "list", "aria-controls": list, oninput: () => this.typed(), onkeydown: (event) => this.key(event), onblur: () => setTimeout(() => this.form.contains(document.activeElement) || this.offer(null), 100) });
    this.hints = el("ul.hints", { id: list, role: "listbox", ariaLabel: "Suggestions", hidden: true });
    this.button = el("button.send.primary", { type: "submit", ariaLabel: "Send", title: "Send" }, icon("send"));
    form.append(this.hints, el("div.box", extra, this.text, this.button));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.offer(null);
  }

  // A place has its own draft; coming back finds it again.
  at(place, placeholder, world) {
    this.world = world;
    this.text.placeholder = placeholder;
    this.text.ariaLabel = placeholder;
    if (place === this.place) return;
    this.drafts.set(this.place, this.text.value);
    this.place = place;
    this.text.value = this.drafts.get(place) || "";
    this.offer(null);
    this.grow();
  }

  focus() {
    this.text.focus();
  }

  key(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (this.offered && ["ArrowDown", "ArrowUp", "Tab", "Enter", "Escape"].includes(key) && !event.shiftKey) {
      if (key === "Enter" && this.offered.choices[this.active].insert === this.word()) return this.enter(event);
      event.preventDefault();
      if (key === "Escape") return this.offer(null);
      if (key === "Tab" || key === "Enter") return this.take(this.active);
      return this.mark(this.active + (key === "ArrowDown" ? 1 : -1));
    }
    if (key === "Enter" && !event.shiftKey) this.enter(event);
  }

  enter(event) {
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    const { place } = this;
    this.write("");
    const outcome = await this.send_(text);
    if (outcome.error && !outcome.message && place === this.place && !this.text.value) this.write(text);
  }

  write(text) {
    this.text.value = text;
    this.offer(null);
    this.grow();
  }

  typed() {
    this.grow();
    this.offer(this.world && completions(this.text.value.slice(0, this.text.selectionStart), this.world));
  }

  word() {
    return this.text.value.slice(this.offered.start, this.text.selectionStart);
  }

  grow() {
    this.text.rows = Math.min(MOST_ROWS, this.text.value.split("\n").length);
    this.button.disabled = !this.text.value.trim();
  }

  offer(offered) {
    this.offered = offered;
    this.hints.hidden = !offered;
    this.hints.replaceChildren(...(offered?.choices || []).map((one, index) =>
      el("li", { id: `${this.hints.id}-${index}`, role: "option", onmousedown: (event) => { event.preventDefault(); this.take(index); } },
        one.face && face(one.face.id, one.face.name, one.about === "App"), el("strong", one.label), el("small", one.about))));
    if (offered) this.mark(0);
    else this.text.removeAttribute("aria-activedescendant");
  }

  mark(index) {
    const rows = [...this.hints.children];
    this.active = (index + rows.length) % rows.length;
    rows.forEach((row, at) => { row.ariaSelected = String(at === this.active); });
    this.text.setAttribute("aria-activedescendant", rows[this.active].id);
  }

  take(index) {
    const { start, choices } = this.offered;
    const end = this.text.selectionStart;
    const before = `${this.text.value.slice(0, start)}${choices[index].insert} `;
    this.write(before + this.text.value.slice(end).replace(/^ /, ""));
    this.text.setSelectionRange(before.length, before.length);
    this.text.focus();
  }
}
