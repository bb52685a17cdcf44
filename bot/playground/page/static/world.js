// What everything that is drawn knows. The same objects stay, so that what was drawn long ago knows what is true now.

export class World {
  constructor(ways) {
    this.names = { users: {}, channels: {}, groups: {} };
    this.people = [];
    this.channels = [];
    this.context = { names: this.names, people: this.people, channels: this.channels, zone: "UTC", version: 0, ...ways };
  }

  take(screen) {
    for (const [kind, known] of Object.entries(screen.names || {})) Object.assign(this.names[kind], known);
    this.people.splice(0, Infinity, ...(screen.people || []));
    this.channels.splice(0, Infinity, ...(screen.channels || []).filter((one) => one.name));
    const zone = this.people.find((one) => one.id === screen.me)?.zone || "UTC";
    Object.assign(this.context, { me: screen.me, app: screen.app?.user, now: screen.time?.now, zone });
    const facts = JSON.stringify([screen.names, zone, screen.me]);
    if (facts !== this.facts) this.context.version += 1; // every message has to be drawn anew
    this.facts = facts;
  }

  // What the message box completes.
  completing(screen) {
    return { commands: screen.app.commands, people: screen.people, app: screen.app, names: screen.names, channels: screen.channels };
  }
}

const FAILURES = {
  operation_timeout: (app) => `${app} did not answer within three seconds.`,
  dispatch_failed: (app) => `${app} could not be reached.`,
};

// What Slack would show only as a warning sign, in words.
export function failure(code, app) {
  return FAILURES[code]?.(app) || code;
}
