// Times as a person in a zone reads them. Formatters are kept: making one takes long.

const formatters = new Map();

export function format(at, timeZone, options) {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone }));
  return formatters.get(key).format(at);
}

export const dateOf = (ts) => new Date(Number(ts) * 1000);
export const clock = (at, zone) => format(at, zone, { timeStyle: "short" });
export const clockWithSeconds = (at, zone) => format(at, zone, { timeStyle: "medium" });
export const weekday = (at, zone) => format(at, zone, { weekday: "short" });
export const monthDay = (at, zone) => format(at, zone, { day: "numeric", month: "short" });
export const shortDay = (at, zone) => `${weekday(at, zone)} ${monthDay(at, zone)}`;
export const longDay = (at, zone) => format(at, zone, { weekday: "long", day: "numeric", month: "long" });
export const isoDay = (at, zone) => format(at, zone, { dateStyle: "short" }).split("/").reverse().join("-");
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");

// "Today", "Yesterday", or the day itself, as seen from `now`.
export function dayName(at, now, zone, otherwise = longDay) {
  const day = isoDay(at, zone);
  if (day === isoDay(now, zone)) return "Today";
  if (day === isoDay(new Date(now.getTime() - 86_400_000), zone)) return "Yesterday";
  return otherwise(at, zone);
}

// How far off a moment is: "in 40 min", "in 3 h", "in 2 days".
export function until(at, now) {
  const minutes = Math.round((at - now) / 60_000);
  if (minutes < 60) return `in ${Math.max(1, minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 36 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`;
}
