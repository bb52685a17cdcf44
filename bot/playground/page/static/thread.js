// A thread in the panel: its root, the replies, and a message box of its own.

import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { Feed } from "./feed.js";
import { MessageList } from "./messages.js";

export class Thread {
  constructor(does) {
    this.title = "Thread";
    this.does = does;
    this.stage = el("div.stage", { tabIndex: 0, role: "region", ariaLabel: "Thread" });
    const form = el("form.composer", { autocomplete: "off" });
    this.node = el("div.thread", this.stage, form);
    this.list = new MessageList(this.stage, { ...does, reply: null, threadAddress: null });
    this.composer = new Composer(form, { send: (text) => does.send(text, this.root) });
    this.form = form;
    this.feed = null;
  }

  // `where`: {team, as, channel, thread}.
  async show(where, context, world, canWrite) {
    const key = JSON.stringify(where);
    if (key !== this.key) {
      this.key = key;
      this.root = where.thread;
      this.feed = new Feed(where);
      this.composer.at(`thread ${key}`, "Reply…", world);
      await this.feed.open();
    } else {
      await this.feed.update();
    }
    this.form.hidden = !canWrite;
    this.list.draw(this.feed, context, { empty: "This message is gone." });
  }
}
