// The message box: Enter sends, Shift+Enter breaks the line, / offers the app's commands.

import { el } from "./dom.js";

export class Composer {
  constructor(form, does) {
    this.form = form;
    this.text = form.querySelector("textarea");
    this.hints = form.querySelector(".hints");
    this.note = form.querySelector(".note");
    this.does = does;
    this.commands = [];
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
  }

  offers(commands, placeholder) {
    this.commands = commands;
    this.text.placeholder = placeholder;
  }

  inThread(root) {
    this.note.hidden = !root;
    this.note.replaceChildren();
    if (!root) return;
    const leave = () => { this.does.leaveThread(); this.inThread(null); };
    this.note.append("Replying in a thread ", el("button", { type: "button", className: "quiet", onclick: leave }, "Leave the thread"));
    this.text.focus();
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.typed();
    const outcome = await this.does.send(text);
    if (outcome.error && !outcome.message && !this.text.value) this.text.value = text;
  }

  typed() {
    this.text.rows = Math.min(6, this.text.value.split("\n").length);
    const start = /^\/\S*$/.exec(this.text.value)?.[0];
    const fitting = start ? this.commands.filter((one) => one.command.startsWith(start)) : [];
    this.hints.hidden = !fitting.length;
    this.hints.replaceChildren(...fitting.map((one) => el("li", {}, el("button", { type: "button", className: "quiet", onclick: () => this.take(one) }, el("strong", {}, one.command), ` ${one.hint} `, el("small", {}, one.description)))));
  }

  take(command) {
    this.text.value = `${command.command} `;
    this.typed();
    this.text.focus();
  }
}
