// The messages of a channel or of one thread, as far as they have been asked for.

import * as api from "./api.js";

const FIRST = 60;
const MORE = 200;

export class Feed {
  // `where`: {team, as, channel}, and `thread`, the root's timestamp, for a thread.
  constructor(where) {
    this.where = where;
    this.byTs = new Map();
    this.list = [];
    this.revision = 0;
    this.more = false;
  }

  // The newest messages; or everything from a little before `message` on.
  async open(message) {
    const { thread, ...place } = this.where;
    const wanted = thread ? { thread } : message ? { around: message } : { most: FIRST };
    const answer = await api.messages({ ...place, ...wanted });
    this.byTs.clear();
    this.take(answer);
    this.more = answer.more;
    this.opened = true;
  }

  async update() {
    const { thread, ...place } = this.where;
    const answer = await api.messages({ ...place, since: this.revision });
    if (!answer.whole) return this.open();
    const oldest = this.more ? this.list[0]?.ts || "" : "";
    const mine = (one) => (thread ? one.ts === thread || one.thread_ts === thread : !one.thread_ts && one.ts >= oldest);
    for (const ts of answer.gone) this.byTs.delete(ts);
    this.take({ ...answer, messages: answer.messages.filter(mine) });
  }

  async older() {
    if (!this.more || this.asking) return;
    this.asking = true;
    try {
      const { revision } = this;
      const answer = await api.messages({ ...this.where, most: MORE, before: this.list[0].ts });
      this.take({ ...answer, revision });
      this.more = answer.more;
    } finally {
      this.asking = false;
    }
  }

  take({ messages, revision }) {
    for (const one of messages) this.byTs.set(one.ts, one);
    this.list = [...this.byTs.values()].sort((one, other) => (one.ts < other.ts ? -1 : 1));
    this.revision = revision;
  }
}
