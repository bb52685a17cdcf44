// Every view of the gallery, four times: on a phone and on a desktop, light and dark. Nothing that is pressed does anything.

import { blocks } from "./blocks.js";
import { el } from "./dom.js";
import { message } from "./message.js";
import { form } from "./modal.js";

const { views, names } = JSON.parse(document.getElementById("views").textContent);
const APP = "U0ROLECALL";
const MORNING = "1795424400.000000";
names.users[APP] = "Rolecall";

const people = Object.entries(names.users).filter(([id]) => id !== APP).map(([id, name]) => ({ id, name, title: "", zone: "Europe/London", local_time: "2026-11-23T09:00" }));
const channels = Object.entries(names.channels).map(([id, name]) => ({ id, name, kind: "public" }));
const nothing = async () => ({ options: [] });
const context = { names, people, channels, zone: "Europe/London", now: "2026-11-23T09:00:00Z", app: APP, version: 1, press: nothing, select: nothing, search: nothing, fill: nothing, visit: () => true };

const drawn = {
  message: (payload) => {
    const one = { ts: MORNING, channel: "C0", user: APP, app: true, text: payload.text, blocks: payload.blocks, state: {}, reactions: [], ephemeral: false };
    return el("ol", { className: "messages" }, message(one, false, context, { address: () => "#", press: nothing, select: nothing, search: nothing }));
  },
  modal: (payload) => el("dialog", { open: true }, form(payload, context, { submit: nothing, close: nothing })),
  home: (payload) => el("div", { className: "home" }, blocks(payload.blocks, context)),
};

// A view that cannot be drawn says why in its place.
function panel(view, width, scheme) {
  let inside;
  try {
    inside = drawn[view.surface](view.payload);
  } catch (problem) {
    inside = el("p", { className: "unknown" }, `This view cannot be drawn: ${problem.message}`);
  }
  return el("div", { className: `panel ${width} ${scheme}` }, inside);
}

const shown = views.map((view, index) => el(
  "article",
  { className: "view", id: `view-${index + 1}`, "data-name": `${view.name} ${view.payload.text || ""}`.toLowerCase() },
  el("h3", {}, view.name, " ", el("small", {}, view.surface)),
  el("p", { className: "said" }, view.surface === "message" ? view.payload.text : view.payload.title?.text || ""),
  el("div", { className: "panels" }, ["phone", "desktop"].flatMap((width) => ["light", "dark"].map((scheme) => panel(view, width, scheme)))),
));

const features = [...new Set(views.map((view) => view.name.split(":")[0]))];
const tick = (name, label) => el("label", {}, el("input", { type: "checkbox", id: `show-${name}`, checked: true }), ` ${label}`);
const search = el("input", { type: "search", placeholder: `Find among ${views.length} views`, ariaLabel: "Find a view", oninput: find });

function find() {
  const words = search.value.toLowerCase();
  for (const one of shown) one.hidden = !one.dataset.name.includes(words);
  for (const one of document.querySelectorAll("section")) one.hidden = !one.querySelector("article:not([hidden])");
}

document.body.append(
  el("header", {},
    el("h1", {}, "Rolecall: every view"), search,
    el("fieldset", { ariaLabel: "Show" }, tick("phone", "Phone"), tick("desktop", "Desktop"), tick("light", "Light"), tick("dark", "Dark"))),
  ...features.map((feature) => el("section", {}, el("h2", {}, feature), shown.filter((_, index) => views[index].name.split(":")[0] === feature))),
);
