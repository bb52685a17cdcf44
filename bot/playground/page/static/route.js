// Where one is, as the address says it: #/team/person/place?thread=…&message=…

export function read(hash = location.hash) {
  const [path, search] = hash.replace(/^#\/?/, "").split("?");
  const [team, as, place] = path.split("/").map(decodeURIComponent);
  const more = new URLSearchParams(search || "");
  return { team: team || "", as: as || "", place: place || "", thread: more.get("thread"), message: more.get("message") };
}

export function write({ team, as, place, thread, message }) {
  const more = new URLSearchParams();
  if (thread) more.set("thread", thread);
  if (message) more.set("message", message);
  const search = more.size ? `?${more}` : "";
  return `#/${[team, as, place || ""].map(encodeURIComponent).join("/")}${search}`;
}

// What a link of Slack's points at: {place, message, thread} or {person}; null for every other link.
export function fromSlack(url, domain) {
  const person = /^slack:\/\/user\?.*\bid=([UW]\w+)/i.exec(url) || new RegExp(`^https://${domain}\\.slack\\.com/team/([UW]\\w+)`).exec(url);
  if (person) return { person: person[1] };
  const channel = /^slack:\/\/channel\?.*\bid=(\w+)/i.exec(url);
  if (channel) return { place: channel[1] };
  if (/^slack:\/\/app\?/i.test(url)) return { place: /\btab=home\b/.test(url) ? "home" : "app" };
  const found = new RegExp(`^https://${domain}\\.slack\\.com/archives/(\\w+)(?:/p(\\d{10})(\\d{6}))?(?:\\?(.*))?$`).exec(url);
  if (!found) return null;
  const [, place, seconds, micros, search] = found;
  return { place, message: seconds ? `${seconds}.${micros}` : null, thread: new URLSearchParams(search || "").get("thread_ts") };
}
