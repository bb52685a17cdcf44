// One set of buttons, which goes to the message that is pointed at or has the focus.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { menu, popup } from "./popup.js";

const OFFERED = ["+1", "white_check_mark", "eyes", "tada", "heart", "pray", "raised_hand", "rocket", "thinking_face", "smile", "bulb", "x"];

export class Toolbar {
  // `does` gives react, reply and menu(message), the entries behind the three dots.
  constructor(list, does) {
    this.does = does;
    this.message = null;
    const tool = (name, label, act, more = {}) => el("button", { title: label, ariaLabel: label, onclick: (event) => act(event.currentTarget), ...more }, icon(name));
    this.reply = tool("reply", "Reply in thread", () => does.reply(this.message));
    this.node = el("div.tools", { role: "toolbar", ariaLabel: "Message" },
      tool("smile", "React", (button) => this.pick(button), { "aria-haspopup": "dialog" }),
      this.reply,
      tool("more", "Message actions", (button) => menu(button, does.menu(this.message), "Message"), { "aria-haspopup": "menu" }));
    list.addEventListener("pointerover", (event) => this.goTo(event.target.closest?.(".message")));
    list.addEventListener("focusin", (event) => this.goTo(event.target.closest(".message")));
    list.addEventListener("pointerleave", () => this.node.contains(document.activeElement) || this.goTo(null));
  }

  goTo(node) {
    if (document.querySelector(".popup") || node === this.node.parentElement) return;
    this.message = node ? this.does.find(node.dataset.ts) : null;
    this.node.remove();
    if (!this.message || this.message.ephemeral) return;
    this.reply.hidden = !this.does.reply;
    node.append(this.node);
  }

  pick(button) {
    const { message } = this;
    const choose = (name) => { box.hidePopover(); this.does.react(message, name); };
    const box = popup(button, OFFERED.map((name) => el("button", { ariaLabel: name.replaceAll("_", " "), onclick: () => choose(name) }, emoji(name))), { label: "React with", className: "emojis" });
  }
}
