// The page's wire to the local Slack.

async function ask(url, body) {
  const options = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, options || undefined);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || `The local Slack answered ${response.status}.`);
  return answer;
}

export const screen = (team, who, channel) =>
  ask(`/page/screen?${new URLSearchParams({ team: team || "", as: who || "", channel: channel || "" })}`);
export const act = (wanted) => ask("/page/act", wanted);
export const travel = (wanted) => ask("/page/time", wanted);

export function onChange(tell) {
  const source = new EventSource("/page/changes");
  source.onmessage = (event) => tell(event.data);
  addEventListener("pagehide", () => source.close());
}
