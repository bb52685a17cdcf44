// What a person does on the page: what the local Slack is told, and what the menus offer.

import * as api from "./api.js";
import { failure } from "./world.js";

export class Acting {
  // `page`: {screen, refresh(), tell(sentence)}.
  constructor(page) {
    this.page = page;
  }

  get app() {
    return this.page.screen.app;
  }

  async act(wanted) {
    const { page } = this;
    try {
      const outcome = await api.act({ team: page.screen.team, as: page.screen.me, ...wanted });
      if (outcome.error && !outcome.message && wanted.act !== "types") page.tell(failure(outcome.error, this.app.name));
      await page.refresh();
      return outcome;
    } catch (problem) {
      page.tell(problem.message);
      return { error: problem.message };
    }
  }

  // What blocks, modals and messages call; bound, because it is handed around.
  does() {
    const on = (act) => (target, block, element, value) => this.act({ act, ...target, block_id: block.block_id, action_id: element.action_id, value });
    return {
      press: on("clicks"),
      select: on("selects"),
      search: (target, block, element, text) => this.act({ act: "searches", ...target, action_id: element.action_id, text }),
      fill: (view, values, typed) => this.act({ act: "fills", view: view.id, values, typed }),
      submit: (view, values) => this.act({ act: "submits", view: view.id, values }),
      close: (view, everything) => this.act({ act: "closes", view: view.id, everything }),
      react: (message, emoji) => this.act({ act: "reacts", ...place(message), emoji }),
      menu: (message) => this.messageMenu(message),
      roomMenu: (channel) => this.roomMenu(channel),
    };
  }

  messageMenu(message) {
    const offered = this.shortcuts("message", (one) => ({ act: "message_shortcut", callback_id: one.callback_id, ...place(message) }));
    const own = message.user === this.page.screen.me;
    return [
      ...offered,
      ...(offered.length ? ["-"] : []),
      { label: "Copy link", act: () => this.copy(message.link) },
      { label: "Copy text", act: () => this.copy(message.text) },
      ...(own ? ["-", { label: "Delete message", danger: true, act: () => this.act({ act: "deletes", ...place(message) }) }] : []),
    ];
  }

  roomMenu(channel) {
    const entry = (label, name) => ({ label, act: () => this.act({ act: name, channel: channel.id }) });
    if (channel.archived) return [entry("Unarchive", "unarchives")];
    if (!channel.joined) return [entry(`Join #${channel.name}`, "joins")];
    const app = channel.app_inside ? entry(`Remove ${this.app.name} from #${channel.name}`, "removes_bot") : entry(`Add ${this.app.name} to #${channel.name}`, "invites_bot");
    return [app, entry(`Leave #${channel.name}`, "leaves"), "-", { ...entry("Archive this channel", "archives"), danger: true }];
  }

  globalMenu() {
    return this.shortcuts("global", (one) => ({ act: "global_shortcut", callback_id: one.callback_id }));
  }

  shortcuts(kind, wanted) {
    return this.app.shortcuts.filter((one) => one.kind === kind).map((one) => ({ label: one.name, about: this.app.name, act: () => this.act(wanted(one)) }));
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.page.tell("Copied.");
    } catch {
      this.page.tell(`The browser did not let it be copied: ${text}`);
    }
  }
}

const place = (message) => ({ channel: message.channel, ts: message.ts });
