// The page: whose screen it is, what is open, and what happens when something is done.

import * as api from "./api.js";
import { blocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { Messages } from "./messages.js";
import { Modal } from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import { drawTime } from "./time.js";

const find = (id) => document.getElementById(id);
const [team, as, place] = decodeURIComponent(location.hash.slice(1)).split("/");
const where = { team, as, place };
let screen = { workspaces: [] };
let thread = null;

const does = {
  press: (target, block, element, value) => act({ act: "clicks", ...target, block_id: block.block_id, action_id: element.action_id, value }),
  select: (target, block, element, value) => act({ act: "selects", ...target, block_id: block.block_id, action_id: element.action_id, value }),
  search: (target, element, text) => act({ act: "searches", ...target, action_id: element.action_id, text }),
  fill: (view, values, typed) => act({ act: "fills", view: view.id, values, typed }),
  submit: (view, values) => act({ act: "submits", view: view.id, values }),
  close: (view, everything) => act({ act: "closes", view: view.id, everything }),
  shortcut: (one, message) => act({ act: "message_shortcut", callback_id: one.callback_id, channel: message.channel, ts: message.ts }),
  reply: (root) => { thread = root; composer.inThread(root, screen.names); },
};
const messages = new Messages(find("stage"), does);
const modal = new Modal(find("modal"), does);
const composer = new Composer(find("composer"), {
  send: (text) => act({ act: "types", channel: where.place || screen.channel.id, text, thread_ts: thread?.ts }),
  leaveThread: () => { thread = null; },
});

async function act(wanted) {
  try {
    const outcome = await api.act({ team: screen.team, as: screen.me, ...wanted });
    if (outcome.error && wanted.act !== "types") tell(outcome.error);
    await refresh();
    return outcome;
  } catch (problem) {
    tell(problem.message);
    return { error: problem.message };
  }
}

function tell(sentence) {
  const notice = find("notice");
  notice.textContent = sentence;
  notice.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { notice.hidden = true; }, 6000);
}

let asked = 0;
async function refresh() {
  const mine = ++asked;
  const fresh = await api.screen(where.team, where.as, where.place);
  if (mine !== asked) return; // somebody asked again meanwhile; their answer is newer
  screen = fresh;
  where.team = screen.team;
  where.as = screen.me;
  draw();
}

function context() {
  const me = screen.people.find((one) => one.id === screen.me);
  return { names: screen.names, people: screen.people, channels: screen.channels, zone: me?.zone || "UTC", me: screen.me, now: screen.time.now, go, visit };
}

function go(channel) {
  where.place = channel;
  thread = null;
  composer.inThread(null);
  find("sidebar").classList.remove("open");
  refresh().catch((problem) => tell(problem.message));
  if (channel === "home") act({ act: "opens_home" });
  else if (channel === screen.dm) act({ act: "opens_dm" });
}

// A link to a message here is followed here; profile links stay where they are. False: it leads elsewhere.
function visit(url) {
  const message = /^https:\/\/[\w-]+\.slack\.com\/archives\/(\w+)/.exec(url);
  if (message) go(message[1]);
  return Boolean(message) || url.startsWith("slack:");
}

function draw() {
  if (!screen.people?.length) {
    find("stage").replaceChildren(el("p", { className: "note empty" }, "Nobody is here yet."));
    return;
  }
  history.replaceState(null, "", `#${[where.team, where.as, where.place || ""].map(encodeURIComponent).join("/")}`);
  drawWho();
  drawTime(find("time"), screen, (wanted) => api.travel(wanted).then(refresh, (problem) => tell(problem.message)));
  drawSidebar(find("sidebar"), screen, where.place, { go, act });
  if (where.place === "home") drawHome();
  else drawChannel();
  modal.draw(screen.modal, context());
}

function drawWho() {
  options(find("workspace"), screen.workspaces.map((one) => [one.id, one.name]), screen.team);
  find("workspace").parentElement.hidden = screen.workspaces.length < 2;
  const label = (one) => [one.name, `${one.local_time.slice(11, 16)} ${one.zone.split("/").pop().replaceAll("_", " ")}`, one.deactivated ? "left" : one.title].filter(Boolean).join(" · ");
  options(find("who"), screen.people.map((one) => [one.id, label(one)]), screen.me);
}

function options(select, pairs, chosen) {
  const signature = JSON.stringify([pairs, chosen]);
  if (select.dataset.drawn === signature) return;
  select.dataset.drawn = signature;
  select.replaceChildren(...pairs.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
}

function drawHome() {
  title("Home", `What ${screen.app.name} shows ${screen.people.find((one) => one.id === screen.me).name}`);
  find("composer").hidden = true;
  const signature = JSON.stringify(screen.home);
  if (messages.place === "home" && drawHome.drawn === signature) return;
  drawHome.drawn = signature;
  messages.forget("home");
  const view = screen.home;
  const wired = view && { ...context(), ...modal.wiring(view), values: view.state.values };
  find("stage").replaceChildren(el("div", { className: "home" }, view ? blocks(view.blocks, wired) : el("p", { className: "note" }, "Nothing has been published here yet.")));
}

function drawChannel() {
  const channel = screen.channel;
  if (!channel) return;
  const isDm = channel.kind === "im";
  title(isDm ? screen.app.name : `#${channel.name}`, isDm ? "Direct messages with the app" : about(channel));
  find("composer").hidden = isDm ? !screen.app.messages : channel.archived || !channel.joined;
  composer.offers(screen.app.commands, isDm ? `Message ${screen.app.name}` : `Message #${channel.name}`);
  messages.draw(`${screen.me} ${channel.id}`, screen.messages, context(), screen.app.shortcuts.filter((one) => one.kind === "message"));
}

const about = (channel) =>
  [channel.archived && "Archived", channel.kind === "private" && "Private", `${channel.people} people`, channel.app_inside ? `${screen.app.name} is here` : `${screen.app.name} is not here`, channel.topic].filter(Boolean).join(" · ");

function title(name, words) {
  find("place-name").textContent = name;
  find("place-about").textContent = words;
  document.title = `${name} · Local Slack`;
}

find("workspace").addEventListener("change", (event) => { Object.assign(where, { team: event.target.value, as: "", place: "" }); refresh(); });
find("who").addEventListener("change", (event) => {
  if (where.place === screen.dm) where.place = "";
  where.as = event.target.value;
  thread = null;
  composer.inThread(null);
  refresh();
});
find("menu").addEventListener("click", () => {
  const open = find("sidebar").classList.toggle("open");
  find("menu").setAttribute("aria-expanded", String(open));
});

let due = null;
api.onChange(() => {
  clearTimeout(due);
  due = setTimeout(() => refresh().catch(() => {}), 40);
});
refresh().catch((problem) => tell(problem.message));
