// What fits the word at the caret: commands after /, people after @, channels after #.

const MOST = 7;

// {start, choices: [{insert, label, about}]} for text up to the caret, or null.
export function completions(text, world) {
  const command = /^\/\S*$/.exec(text);
  if (command) return offer(0, world.commands.filter((one) => one.command.startsWith(text)).map((one) => ({ insert: one.command, label: one.command, about: [one.hint, one.description].filter(Boolean).join(" · ") })));
  const word = /(?:^|[\s(])([@#])([\p{L}\w.-]*)$/u.exec(text);
  if (!word) return null;
  const [, sign, typed] = word;
  const start = text.length - typed.length - 1;
  return offer(start, sign === "@" ? people(typed.toLowerCase(), world) : channels(typed.toLowerCase(), world));
}

const offer = (start, choices) => (choices.length ? { start, choices: choices.slice(0, MOST) } : null);

function people(typed, { people: everybody, app, names }) {
  const known = [
    { handle: app.handle, name: app.name, about: "App", id: app.user },
    ...everybody.filter((one) => !one.deactivated).map((one) => ({ handle: one.handle, name: one.name, about: one.title, id: one.id })),
    ...Object.entries(names.groups).map(([id, handle]) => ({ handle, name: handle, about: "Group", id })),
  ];
  const fits = (one) => one.handle.toLowerCase().startsWith(typed) || one.name.toLowerCase().split(/\s+/).some((part) => part.startsWith(typed));
  return known.filter(fits).map((one) => ({ insert: `@${one.handle}`, label: one.name, about: one.about, face: one }));
}

function channels(typed, { channels: all }) {
  const rooms = all.filter((one) => one.name && !one.archived && one.name.includes(typed));
  rooms.sort((one, other) => Number(other.name.startsWith(typed)) - Number(one.name.startsWith(typed)));
  return rooms.map((one) => ({ insert: `#${one.name}`, label: `#${one.name}`, about: one.topic }));
}
