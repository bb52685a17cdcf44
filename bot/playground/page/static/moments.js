// Between a moment and what a clock on the wall of a zone shows.

import { clock, dateOf, isoDay } from "./clock.js";

// "2026-11-23T08:30", as an input of type datetime-local takes it; `seconds` since 1970.
export const onTheWall = (seconds, zone) => `${isoDay(dateOf(seconds), zone)}T${clock(dateOf(seconds), zone)}`;

// The other way round. A time that a change of clocks leaves out becomes the one an hour later.
export function secondsOf(wall, zone) {
  const guess = Date.parse(`${wall}Z`) / 1000;
  const off = (seconds) => Date.parse(`${onTheWall(seconds, zone)}Z`) / 1000 - seconds;
  return guess - off(guess - off(guess));
}
