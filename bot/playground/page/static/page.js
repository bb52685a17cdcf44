// The page: whose screen it is, what is open, and what follows when something is done.

import * as theme from "./theme.js";
import * as api from "./api.js";
import { Composer } from "./composer.js";
import { el, find, steady, whenDifferent } from "./dom.js";
import { Faults } from "./faults.js";
import { Feed } from "./feed.js";
import { drawHome } from "./home.js";
import { icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { MessageList } from "./messages.js";
import { Modal } from "./modal.js";
import { Panels } from "./panels.js";
import { drawWho } from "./people.js";
import { Phone } from "./phone.js";
import { drawPlace } from "./place.js";
import { menu } from "./popup.js";
import * as route from "./route.js";
import { drawSidebar } from "./sidebar.js";
import { Thread } from "./thread.js";
import { TimeMachine } from "./time.js";
import { World, failure } from "./world.js";

const TICK_MS = 20_000;
const WIDE = matchMedia("(min-width: 60rem)");
const NARROW = matchMedia("(max-width: 44rem)");

theme.apply();

let screen = null;
let where = route.read();
let at = location.hash; // the address that `where` was read from
let feed = null;
let newAfter = null;
const world = new World({ go, visit, actAs, talkTo });

const does = {
  press: (target, block, element, value) => act({ act: "clicks", ...target, block_id: block.block_id, action_id: element.action_id, value }),
  select: (target, block, element, value) => act({ act: "selects", ...target, block_id: block.block_id, action_id: element.action_id, value }),
  search: (target, element, text) => act({ act: "searches", ...target, action_id: element.action_id, text }),
  fill: (view, values, typed) => act({ act: "fills", view: view.id, values, typed }),
  submit: (view, values) => act({ act: "submits", view: view.id, values }),
  close: (view, everything) => act({ act: "closes", view: view.id, everything }),
  react: (message, emoji) => act({ act: "reacts", channel: message.channel, ts: message.ts, emoji }),
  reply: (message) => { location.hash = threadAddress(message); },
  menu: messageMenu,
  roomMenu,
  announce: (words) => find("announcer").replaceChildren(el("span", {}, words)),
  address: (one) => (typeof one === "string" ? address(one) : address(one.channel, { message: one.ts, thread: one.thread_ts })),
  threadAddress,
};

const list = new MessageList(find("stage"), does);
const modal = new Modal(find("modal"), does);
const shortcuts = el("button", { type: "button", className: "bare", ariaLabel: "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", onclick: () => menu(shortcuts, globalShortcuts(), "Shortcuts") }, icon("plus"));
const composer = new Composer(find("composer"), { send: (text) => act({ act: "types", channel: where.place, text }), extra: shortcuts });
const time = new TimeMachine(find("time"), travel);
const thread = new Thread({ ...does, send: (text, root) => act({ act: "types", channel: where.place, text, thread_ts: root }) });
const inspector = new Inspector();
const faults = new Faults({ rooms: () => screen.channels.filter((one) => one.name), archive: (channel, archived) => act({ act: archived ? "archives" : "unarchives", channel }), inspect: () => panels.show("inspector"), tell });
const phone = new Phone(find("cards"), { address: (one) => route.write({ team: screen.team, as: one.person, place: one.channel, message: one.ts, thread: one.thread_ts }), seen: (one) => one.person === screen.me && one.channel === where.place && !document.hidden });
thread.closed = () => { if (where.thread) location.hash = address(where.place); };
inspector.opened = () => inspect();
faults.opened = () => faults.update();
const panels = new Panels({ thread, phone, inspector, faults }, drawTools);

// What people do

async function act(wanted) {
  try {
    const outcome = await api.act({ team: screen.team, as: screen.me, ...wanted });
    if (outcome.error && !outcome.message && wanted.act !== "types") tell(failure(outcome.error, screen.app.name));
    await refresh();
    return outcome;
  } catch (problem) {
    tell(problem.message);
    return { error: problem.message };
  }
}

async function travel(wanted) {
  try {
    await api.travel(wanted);
    await refresh();
  } catch (problem) {
    tell(problem.message);
  }
}

function tell(sentence) {
  const notice = find("notice");
  notice.textContent = sentence;
  notice.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { notice.hidden = true; }, 8000);
}

function messageMenu(message) {
  const shortcut = (one) => ({ label: one.name, about: screen.app.name, act: () => act({ act: "message_shortcut", callback_id: one.callback_id, channel: message.channel, ts: message.ts }) });
  const offered = screen.app.shortcuts.filter((one) => one.kind === "message").map(shortcut);
  return [
    ...offered,
    ...(offered.length ? ["-"] : []),
    { label: "Copy link", act: () => copy(message.link) },
    { label: "Copy text", act: () => copy(message.text) },
    ...(message.user === screen.me ? ["-", { label: "Delete message", danger: true, act: () => act({ act: "deletes", channel: message.channel, ts: message.ts }) }] : []),
  ];
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell("Copied.");
  } catch {
    tell(`The browser did not let it be copied: ${text}`);
  }
}

function roomMenu(channel) {
  const app = screen.app.name;
  const entry = (label, name) => ({ label, act: () => act({ act: name, channel: channel.id }) });
  if (channel.archived) return [entry("Unarchive", "unarchives")];
  if (!channel.joined) return [entry(`Join #${channel.name}`, "joins")];
  return [
    channel.app_inside ? entry(`Remove ${app} from #${channel.name}`, "removes_bot") : entry(`Add ${app} to #${channel.name}`, "invites_bot"),
    entry(`Leave #${channel.name}`, "leaves"),
    "-",
    { ...entry("Archive this channel", "archives"), danger: true },
  ];
}

const globalShortcuts = () => screen.app.shortcuts.filter((one) => one.kind === "global").map((one) => ({ label: one.name, about: screen.app.name, act: () => act({ act: "global_shortcut", callback_id: one.callback_id }) }));

// Where one is

const address = (place, more = {}) => route.write({ team: where.team, as: where.as, place, ...more });

function threadAddress(message) {
  return address(message.channel, { thread: message.thread_ts || message.ts });
}

function go(place) {
  location.hash = address(place);
}

function actAs(person) {
  const kept = screen.channels.some((one) => one.id === where.place && one.name) || where.place === "home" ? where.place : "";
  location.hash = route.write({ team: screen.team, as: person, place: where.place === screen.dm ? "app" : kept });
}

async function talkTo(person) {
  if (person === screen.app.user) return go("app");
  const outcome = await act({ act: "talks_to", person });
  const talk = screen.channels.find((one) => one.kind === "dm" && one.with === person);
  if (!outcome.error && talk) go(talk.id);
}

// What leads to a place of this Slack is opened here. False: it leads elsewhere.
function visit(url) {
  const { domain } = screen.workspaces.find((one) => one.id === screen.team);
  const to = route.fromSlack(url, domain);
  if (to?.person) talkTo(to.person);
  else if (to) location.hash = address(to.place, to);
  return Boolean(to);
}

addEventListener("hashchange", () => {
  const before = where;
  where = route.read();
  at = location.hash;
  find("sidebar").classList.remove("open");
  find("menu").setAttribute("aria-expanded", "false");
  arrive(before).catch((problem) => tell(problem.message));
});

async function arrive(before) {
  await refresh();
  const moved = before.place !== where.place || before.as !== where.as;
  if (moved && where.place === "home") act({ act: "opens_home" });
  if (moved && where.place === screen.dm) act({ act: "opens_dm" });
  if (where.message && !where.thread) await point(where.message);
  if (moved && WIDE.matches && !where.message && !document.querySelector(".popup, dialog[open]")) composer.focus();
}

async function point(ts) {
  if (list.point(ts)) return;
  await feed.open(ts);
  drawMessages();
  if (!list.point(ts)) tell("That message is gone.");
}

// What is shown

let asked = 0;
async function refresh() {
  const mine = ++asked;
  const fresh = await api.screen(where.team, where.as);
  if (mine !== asked || at !== location.hash) return; // somebody asked again or left meanwhile; their answer is newer
  screen = fresh;
  world.take(screen);
  if (!screen.people?.length) {
    find("stage").replaceChildren(el("p", { className: "note empty" }, "Nobody is here yet."));
    return;
  }
  settle();
  await loadMessages(mine);
  if (mine === asked) await draw();
}

// The address says all of where one is, also when it was left out or names what is not there.
function settle() {
  where.team = screen.team;
  where.as = screen.me;
  const known = screen.channels.some((one) => one.id === where.place) || (where.place === "home" && screen.app.home);
  if (where.place === "app") where.place = screen.dm || "";
  else if (!known) where.place = firstPlace();
  const said = route.write(where);
  if (location.hash !== said) history.replaceState(null, "", said);
  at = location.hash;
}

// Somewhere one belongs: general, as in Slack, else the first channel, else the app.
function firstPlace() {
  const mine = screen.channels.filter((one) => one.joined && one.name && !one.archived);
  return (mine.find((one) => one.name === "general") || mine[0])?.id || screen.dm || "home";
}

const here = () => screen.channels.find((one) => one.id === where.place);

async function loadMessages(mine) {
  const channel = here();
  if (!channel) return;
  const wanted = { team: screen.team, as: screen.me, channel: channel.id };
  if (feed && JSON.stringify(feed.where) === JSON.stringify(wanted)) return feed.update();
  const opened = new Feed(wanted);
  await opened.open(where.thread ? null : where.message);
  if (mine !== asked) return;
  feed = opened;
  newAfter = channel.unread ? channel.read_until : null;
}

async function draw() {
  drawWho(find("who"), screen, actAs);
  time.draw(screen);
  drawWorkspace();
  drawSidebar(find("places"), screen, { place: where.place, address, roomMenu });
  drawTools();
  drawPlace(find("place"), screen, here(), where.place, { address, roomMenu });
  const atHome = where.place === "home";
  find("stage").hidden = atHome;
  find("home").hidden = !atHome;
  if (atHome) drawHome(find("home"), screen, world.context, (view) => modal.wiring(view));
  else drawMessages();
  drawComposer();
  modal.draw(screen.modal, world.context);
  phone.hush(location.hash);
  phone.draw(screen, world.context);
  if (panels.open === "faults") faults.update();
  await drawThread();
  document.title = `${here()?.name || screen.app.name} · Local Slack`;
  document.documentElement.dataset.ready = "true";
}

function drawMessages() {
  const channel = here();
  list.draw(feed, world.context, { newAfter, empty: `This is the very beginning of ${channel?.name ? `#${channel.name}` : "your direct messages"}.` });
  if (channel?.unread && !document.hidden) api.act({ team: screen.team, as: screen.me, act: "reads", channel: channel.id }).catch(() => {});
}

async function drawThread() {
  if (!where.thread) {
    if (panels.open === "thread") panels.close();
    return;
  }
  const place = { team: screen.team, as: screen.me, channel: where.place, thread: where.thread };
  const wasOpen = panels.open === "thread";
  await thread.show(place, world.context, world.completing(screen), canWrite());
  if (wasOpen || panels.open === "thread") return;
  panels.show("thread", { focus: false });
  if (where.message) thread.list.point(where.message);
  else if (WIDE.matches) thread.composer.focus();
}

const canWrite = () => Boolean(here()?.joined && !here().archived && (where.place !== screen.dm || screen.app.messages));

function drawComposer() {
  const channel = here();
  const app = screen.app.name;
  find("composer").hidden = !canWrite();
  find("closed").hidden = canWrite() || !channel;
  if (!channel) return;
  shortcuts.hidden = !globalShortcuts().length;
  const name = channel.kind === "dm" ? screen.names.users[channel.with] : where.place === screen.dm ? app : `#${channel.name}`;
  composer.at(`${screen.me} ${channel.id}`, `Message ${name}`, world.completing(screen));
  whenDifferent(find("closed"), [channel.id, channel.archived, channel.joined], () => {
    const join = el("button", { type: "button", className: "primary", onclick: () => act({ act: "joins", channel: channel.id }) }, "Join");
    find("closed").replaceChildren(...(channel.archived ? ["This channel is archived. It can be read, and nobody can write here."] : channel.joined ? [`${app} takes no messages.`] : [`You are looking at #${channel.name}. `, join]));
  });
}

function drawWorkspace() {
  const several = screen.workspaces.length > 1;
  find("workspace-name").textContent = screen.workspaces.find((one) => one.id === screen.team).name;
  find("workspace-name").hidden = several;
  find("workspaces").hidden = !several;
  const select = find("workspaces").querySelector("select");
  whenDifferent(select, [screen.workspaces, screen.team], () => select.replaceChildren(...screen.workspaces.map((one) => el("option", { value: one.id, selected: one.id === screen.team }, one.name))));
}

function drawTools() {
  if (!screen?.people?.length) return;
  const unseen = screen.people.find((one) => one.id === screen.me).unseen;
  whenDifferent(find("tools"), [unseen, screen.faults, panels.open, NARROW.matches], () => {
    const tool = (name, drawn, label, count, kind = "") =>
      el("button", { type: "button", className: `tool ${kind}`, "aria-pressed": String(panels.open === name), title: label, onclick: () => panels.toggle(name) }, icon(drawn), el("span", { className: "label" }, label), count ? el("span", { className: "badge count" }, String(count)) : "");
    const opens = (label, drawn, entries) => {
      const button = el("button", { type: "button", className: "tool", ariaLabel: label, title: label, "aria-haspopup": "menu", onclick: () => menu(button, entries(), label) }, icon(drawn));
      return button;
    };
    const entry = (label, name) => ({ label, act: () => panels.toggle(name) });
    find("tools").replaceChildren(tool("phone", "phone", "Phone", unseen), ...(NARROW.matches
      ? [opens("More", "more", () => [entry("Inspector", "inspector"), entry("Faults", "faults"), "-", ...theme.themeMenu()])]
      : [tool("inspector", "wire", "Inspector", 0), tool("faults", "fault", "Faults", screen.faults, screen.faults ? "alarm" : ""), opens("Light or dark", "theme", theme.themeMenu)]));
  });
}

const inspect = steady(() => inspector.update({ names: screen.names, zone: world.context.zone }).catch((problem) => tell(problem.message)), 60);
const look = steady(() => refresh().catch((problem) => tell(problem.message)), 40);

find("menu").append(icon("menu"));
find("menu").addEventListener("click", () => {
  const open = find("sidebar").classList.toggle("open");
  find("menu").setAttribute("aria-expanded", String(open));
});
find("workspaces").addEventListener("change", (event) => { location.hash = route.write({ team: event.target.value, as: "", place: "" }); });

api.onChange((word) => {
  if (word === "hello" || word === "wire") { if (panels.open === "inspector") inspect(); }
  if (word !== "wire") look();
});
NARROW.addEventListener("change", drawTools);
setInterval(() => document.hidden || look(), TICK_MS);
await arrive({}).catch((problem) => tell(problem.message));
