// The page: whose screen it is, what is open, and when it is drawn anew.

import * as theme from "./theme.js";
import * as api from "./api.js";
import { Acting } from "./acting.js";
import { Composer } from "./composer.js";
import { el, find, steady } from "./dom.js";
import { Faults } from "./faults.js";
import { Feed } from "./feed.js";
import { NARROW, WIDE, drawClosed, drawTools, drawWorkspace } from "./frame.js";
import { drawHome } from "./home.js";
import { icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { MessageList } from "./messages.js";
import { Modal } from "./modal.js";
import { Panels } from "./panels.js";
import { drawWho } from "./people.js";
import { Phone } from "./phone.js";
import { drawPlace } from "./place.js";
import { menuButton } from "./popup.js";
import * as route from "./route.js";
import { drawSidebar } from "./sidebar.js";
import { Thread } from "./thread.js";
import { TimeMachine } from "./time.js";
import { World } from "./world.js";

const TICK_MS = 20_000;

theme.apply();

// `at` is the address that `where` was read from.
const page = { screen: null, where: route.read(), at: location.hash, feed: null, newAfter: null, refresh, tell };
const acting = new Acting(page);
const act = (wanted) => acting.act(wanted);
const world = new World({ go, visit, actAs, talkTo });
const does = {
  ...acting.does(),
  reply: (message) => { location.hash = threadAddress(message); },
  announce: (words) => find("announcer").replaceChildren(el("span", words)),
  address: (one) => (typeof one === "string" ? address(one) : address(one.channel, { message: one.ts, thread: one.thread_ts })),
  threadAddress,
};

const list = new MessageList(find("stage"), does);
const modal = new Modal(find("modal"), does);
const shortcuts = menuButton("button.bare", "Shortcuts", () => acting.globalMenu(), icon("plus"));
const composer = new Composer(find("composer"), { send: (text) => act({ act: "types", channel: page.where.place, text }), extra: shortcuts });
const time = new TimeMachine(find("time"), (wanted) => telling(api.travel(wanted).then(refresh)));
const thread = new Thread({ ...does, send: (text, root) => act({ act: "types", channel: page.where.place, text, thread_ts: root }) });
const inspector = new Inspector();
const faults = new Faults({ rooms: () => page.screen.channels.filter((one) => one.name), archive: (channel, archived) => act({ act: archived ? "archives" : "unarchives", channel }), inspect: () => panels.show("inspector"), tell });
const phone = new Phone(find("cards"), { address: (one) => route.write({ team: page.screen.team, as: one.person, place: one.channel, message: one.ts, thread: one.thread_ts }), seen: (one) => one.person === page.screen.me && one.channel === page.where.place && !document.hidden });
thread.closed = () => { if (page.where.thread) go(page.where.place); };
inspector.opened = () => inspect();
faults.opened = () => inspect();
const panels = new Panels({ thread, phone, inspector, faults }, () => page.screen && drawTools(page.screen, panels));

const telling = (work) => work.catch((problem) => tell(problem.message));

function tell(sentence) {
  const notice = find("notice");
  notice.textContent = sentence;
  notice.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { notice.hidden = true; }, 8000);
}

// Where one is

function address(place, more = {}) {
  return route.write({ team: page.where.team, as: page.where.as, place, ...more });
}

function threadAddress(message) {
  return address(message.channel, { thread: message.thread_ts || message.ts });
}

function go(place) {
  location.hash = address(place);
}

function actAs(person) {
  const { screen, where } = page;
  const kept = where.place === "home" || screen.channels.some((one) => one.id === where.place && one.name) ? where.place : "";
  location.hash = route.write({ team: screen.team, as: person, place: where.place === screen.dm ? "app" : kept });
}

async function talkTo(person) {
  if (person === page.screen.app.user) return go("app");
  const outcome = await act({ act: "talks_to", person });
  const talk = page.screen.channels.find((one) => one.kind === "dm" && one.with === person);
  if (!outcome.error && talk) go(talk.id);
}

// What leads to a place of this Slack is opened here. False: it leads elsewhere.
function visit(url) {
  const { domain } = page.screen.workspaces.find((one) => one.id === page.screen.team);
  const to = route.fromSlack(url, domain);
  if (to?.person) talkTo(to.person);
  else if (to) location.hash = address(to.place, to);
  return Boolean(to);
}

addEventListener("hashchange", () => {
  const before = page.where;
  page.where = route.read();
  page.at = location.hash;
  showSidebar(false);
  telling(arrive(before));
});

async function arrive(before) {
  await refresh();
  const { where, screen } = page;
  const moved = before.place !== where.place || before.as !== where.as;
  if (moved && where.place === "home") act({ act: "opens_home" });
  if (moved && where.place === screen.dm) act({ act: "opens_dm" });
  if (where.message && !where.thread) await point(where.message);
  if (moved && WIDE.matches && !where.message && !document.querySelector(".popup, dialog[open]")) composer.focus();
}

async function point(ts) {
  if (list.point(ts)) return;
  await page.feed.open(ts);
  drawMessages();
  if (!list.point(ts)) tell("That message is gone.");
}

// What is shown

let asked = 0;
let newest = null;

// Until what is shown is new: an answer to an older question is dropped.
async function refresh() {
  let waitedFor;
  newest = load(++asked);
  do {
    waitedFor = newest;
    await waitedFor;
  } while (waitedFor !== newest);
}

async function load(mine) {
  const fresh = await api.screen(page.where.team, page.where.as);
  if (mine !== asked || page.at !== location.hash) return; // somebody asked again or left meanwhile; their answer is newer
  page.screen = fresh;
  world.take(fresh);
  if (!fresh.people?.length) {
    find("stage").replaceChildren(el("p.note.empty", "Nobody is here yet."));
    return;
  }
  settle();
  await loadMessages(mine);
  if (mine === asked) await draw();
}

// The address says all of where one is, also when it was left out or names what is not there.
function settle() {
  const { screen, where } = page;
  where.team = screen.team;
  where.as = screen.me;
  const known = screen.channels.some((one) => one.id === where.place) || (where.place === "home" && screen.app.home);
  if (where.place === "app") where.place = screen.dm || "";
  else if (!known) where.place = firstPlace();
  const said = route.write(where);
  if (location.hash !== said) history.replaceState(null, "", said);
  page.at = location.hash;
}

// Somewhere one belongs: general, as in Slack, else the first channel, else the app.
function firstPlace() {
  const mine = page.screen.channels.filter((one) => one.joined && one.name && !one.archived);
  return (mine.find((one) => one.name === "general") || mine[0])?.id || page.screen.dm || "home";
}

const here = () => page.screen.channels.find((one) => one.id === page.where.place);

async function loadMessages(mine) {
  const channel = here();
  if (!channel) return;
  const wanted = { team: page.screen.team, as: page.screen.me, channel: channel.id };
  if (page.feed && JSON.stringify(page.feed.where) === JSON.stringify(wanted)) return page.feed.update();
  const opened = new Feed(wanted);
  await opened.open(page.where.thread ? null : page.where.message);
  if (mine !== asked) return;
  page.feed = opened;
  page.newAfter = channel.unread ? channel.read_until : null;
}

async function draw() {
  const { screen, where } = page;
  drawWho(find("who"), screen, actAs);
  time.draw(screen);
  drawWorkspace(screen);
  drawSidebar(find("places"), screen, { place: where.place, address, roomMenu: does.roomMenu });
  drawTools(screen, panels);
  drawPlace(find("place"), screen, here(), where.place, { address, roomMenu: does.roomMenu });
  const atHome = where.place === "home";
  find("stage").hidden = atHome;
  find("home").hidden = !atHome;
  if (atHome) drawHome(find("home"), screen, world.context, (view) => modal.wiring(view));
  else drawMessages();
  drawComposer();
  modal.draw(screen.modal, world.context);
  phone.hush(location.hash);
  phone.draw(screen, world.context);
  await drawThread();
  document.title = `${here()?.name || screen.app.name} · Local Slack`;
  document.documentElement.dataset.ready = "true";
}

function drawMessages() {
  const channel = here();
  list.draw(page.feed, world.context, { newAfter: page.newAfter, empty: `This is the very beginning of ${channel?.name ? `#${channel.name}` : "your direct messages"}.` });
  if (channel?.unread && !document.hidden) telling(api.act({ team: page.screen.team, as: page.screen.me, act: "reads", channel: channel.id }));
}

async function drawThread() {
  const { screen, where } = page;
  if (!where.thread) {
    if (panels.open === "thread") panels.close();
    return;
  }
  await thread.show({ team: screen.team, as: screen.me, channel: where.place, thread: where.thread }, world.context, world.completing(screen), canWrite());
  if (panels.open === "thread") return;
  panels.show("thread", { focus: false });
  if (where.message) thread.list.point(where.message);
  else if (WIDE.matches) thread.composer.focus();
}

const canWrite = () => Boolean(here()?.joined && !here().archived && (page.where.place !== page.screen.dm || page.screen.app.messages));

function drawComposer() {
  const { screen, where } = page;
  const channel = here();
  find("composer").hidden = !canWrite();
  find("closed").hidden = canWrite() || !channel;
  if (!channel) return;
  shortcuts.hidden = !acting.globalMenu().length;
  const name = channel.kind === "dm" ? screen.names.users[channel.with] : where.place === screen.dm ? screen.app.name : `#${channel.name}`;
  composer.at(`${screen.me} ${channel.id}`, `Message ${name}`, world.completing(screen));
  drawClosed(channel, screen.app, () => act({ act: "joins", channel: channel.id }));
}

async function updatePanel() {
  if (panels.open === "inspector") await inspector.update(world.context);
  if (panels.open === "faults") await faults.update();
}
const inspect = steady(() => telling(updatePanel()), 60);
const look = steady(() => telling(refresh()), 40);

find("menu").append(icon("menu"));
// On a phone the sidebar lies over the messages until somebody chooses, if only the place where they are.
function showSidebar(open) {
  find("sidebar").classList.toggle("open", open);
  find("menu").setAttribute("aria-expanded", String(open));
}
find("menu").addEventListener("click", () => showSidebar(!find("sidebar").classList.contains("open")));
find("sidebar").addEventListener("click", (event) => event.target.closest("a") && showSidebar(false));
find("workspaces").addEventListener("change", (event) => { location.hash = route.write({ team: event.target.value, as: "", place: "" }); });
NARROW.addEventListener("change", () => drawTools(page.screen, panels));
setInterval(() => document.hidden || look(), TICK_MS);

api.onChange((word) => {
  inspect();
  if (word !== "wire") look();
});
await telling(arrive({}));
