// Between a moment and what a clock on the wall of a zone shows.

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

// "2026-11-23T08:30", as an input of type datetime-local takes it; `seconds` since 1970.
export function onTheWall(seconds, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone }).formatToParts(seconds * 1000).map((one) => [one.type, one.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

// The other way round. A time that a change of clocks leaves out becomes the one an hour later.
export function secondsOf(wall, timeZone) {
  const guess = Date.parse(`${wall}Z`) / 1000;
  const off = (seconds) => Date.parse(`${onTheWall(seconds, timeZone)}Z`) / 1000 - seconds;
  return guess - off(guess - off(guess));
}
