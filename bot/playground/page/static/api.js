// The page's wire to the local Slack.

async function ask(url, body) {
  const options = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, options || undefined).catch(() => {
    throw new Error("The local Slack does not answer. Is it still running?");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || `The local Slack answered ${response.status}.`);
  return answer;
}

const query = (facts) => new URLSearchParams(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));

export const screen = (team, who) => ask(`/page/screen?${query({ team, as: who })}`);
export const messages = (facts) => ask(`/page/messages?${query(facts)}`);
export const act = (wanted) => ask("/page/act", wanted);
export const travel = (wanted) => ask("/page/time", wanted);
export const faults = (wanted) => ask("/page/faults", wanted);
export const journal = (since) => ask(`/page/journal?${query({ since })}`);
export const journalEntry = (serial) => ask(`/page/journal/${serial}`);

// Tells of each kind of change. A hidden tab lets go of its connection: a browser has six for all of them.
export function onChange(tell) {
  let source = null;
  const listen = () => {
    if (document.hidden || source) return;
    source = new EventSource("/page/changes");
    source.onmessage = (event) => tell(event.data);
  };
  const leave = () => {
    source?.close();
    source = null;
  };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  listen();
}
