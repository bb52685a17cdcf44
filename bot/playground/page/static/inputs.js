// Every element that a person can fill in or choose from.

import { chooser } from "./chooser.js";
import { el, newId } from "./dom.js";
import { onTheWall, secondsOf } from "./moments.js";
import { mrkdwn, plain } from "./mrkdwn.js";

const words = (object) => plain(object?.text || "");
const choice = (option) => ({ value: option.value, label: option.text.text, about: option.description?.text, option });
const allOptions = (element) => element.options || (element.option_groups || []).flatMap((group) => group.options);

// `state` is what Slack holds for it; `kept` is what held() gave when the view was last drawn, and wins.
// read() gives what is sent; what cannot be filled in has none.
export function input(element, state, context, labelled, kept) {
  const draw = DRAWERS[element.type];
  if (!draw) return { node: el("p.unknown", `unknown element type ${element.type}`), held: () => undefined };
  return draw(element, kept ?? holding(element, state, context), context, labelled);
}

// What an element holds: a text or number, or a list of choices.
function holding(element, state, context) {
  const given = (key, first) => (state ? state[key] : element[first]) ?? null;
  switch (element.type.replace(/^multi_/, "")) {
    case "datepicker": return given("selected_date", "initial_date");
    case "timepicker": return given("selected_time", "initial_time");
    case "datetimepicker": return given("selected_date_time", "initial_date_time");
    case "rich_text_input": return plainOf(given("rich_text_value", "initial_value"));
    case "users_select": case "channels_select": case "conversations_select": return ids(given, /user|channel|conversation/.exec(element.type)).map((id) => named(id, context.names));
    case "static_select": case "external_select": case "radio_buttons": case "checkboxes": {
      const one = given("selected_option", "initial_option");
      return (given("selected_options", "initial_options") || (one ? [one] : [])).map(choice);
    }
    default: return given("value", "initial_value");
  }
}

const ids = (given, what) => given(`selected_${what}s`, `initial_${what}s`) || [given(`selected_${what}`, `initial_${what}`)].filter(Boolean);
const named = (id, { users, channels }) => ({ value: id, label: channels[id] ? `#${channels[id]}` : users[id] || id });
const plainOf = (rich) => (rich ? rich.elements.flatMap((part) => part.elements.map((one) => one.text || "")).join("") : null);

const people = (context) => context.people.filter((one) => !one.deactivated).map((one) => ({ value: one.id, label: one.name, about: one.title }));
const rooms = (context, kinds) => context.channels.filter((one) => kinds.includes(one.kind) && !one.archived).map((one) => ({ value: one.id, label: `#${one.name}`, about: one.kind === "private" && "private" }));
const channels = (context) => rooms(context, ["public"]);

function conversations(context, element) {
  const wanted = element.filter?.include || ["public", "private", "im"];
  return [...rooms(context, wanted), ...(wanted.includes("im") ? people(context) : [])];
}

const typed = (more) => (element, held, context, labelled) => text(element, held, labelled, more);
const ticked = (type) => (element, held, context, labelled) => ticks(type, element, held, context, labelled);
const among = (all) => (element, held, context, labelled) => from(element, held, labelled, () => all(context, element));
const picker = (type) => (element, held, context, labelled) => {
  const node = el("input", { ...labelled, type, value: held || "" });
  return { node, read: () => node.value || null, held: () => node.value };
};

const DRAWERS = {
  plain_text_input: typed({}),
  rich_text_input: typed({ long: true }),
  number_input: typed({ inputMode: "decimal" }),
  email_text_input: typed({ type: "email" }),
  url_text_input: typed({ type: "url" }),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: moment,
  static_select: menu,
  users_select: among(people),
  channels_select: among(channels),
  conversations_select: among(conversations),
  external_select: external,
  multi_static_select: among((context, element) => allOptions(element).map(choice)),
  multi_users_select: among(people),
  multi_channels_select: among(channels),
  multi_conversations_select: among(conversations),
  multi_external_select: external,
  radio_buttons: ticked("radio"),
  checkboxes: ticked("checkbox"),
  file_input: (element, held, context, labelled) => ({
    node: el("div", el("input", { ...labelled, type: "file", disabled: true }), el("p.note", "The local Slack takes no files.")),
    held: () => undefined,
  }),
};

function text(element, held, labelled, { long, ...more }) {
  const lines = element.multiline || long;
  const field = el(lines ? "textarea" : "input", { ...labelled, ...more, ...(lines ? { rows: 4 } : {}), value: held || "", placeholder: words(element.placeholder) });
  const most = element.max_length;
  const left = el("small.left", { role: "status" });
  // As in Slack, one can type past the end and sees by how much.
  const count = () => {
    const free = most - field.value.length;
    left.textContent = free <= Math.max(20, most / 5) ? String(free) : "";
    left.classList.toggle("error", free < 0);
  };
  const drawn = { node: field, field, read: () => field.value || null, held: () => field.value };
  if (!most) return drawn;
  field.addEventListener("input", count);
  count();
  return { ...drawn, node: el("div.counted", field, left) };
}

function moment(element, held, context, labelled) {
  const zone = context.zone || "UTC";
  const node = el("input", { ...labelled, type: "datetime-local", value: held ? onTheWall(held, zone) : "" });
  const read = () => (node.value ? secondsOf(node.value, zone) : null);
  return { node, read, held: read };
}

function menu(element, held, context, labelled) {
  const chosen = held[0]?.value;
  const options = (list) => list.map((one) => el("option", { value: one.value, selected: one.value === chosen }, words(one.text)));
  const groups = element.option_groups?.map((group) => el("optgroup", { label: words(group.label) }, options(group.options)));
  const node = el("select", { ...labelled }, el("option", { value: "" }, words(element.placeholder) || "Choose an option"), groups || options(element.options));
  return { node, read: () => node.value || null, held: () => allOptions(element).filter((one) => one.value === node.value).map(choice) };
}

function ticks(type, element, held, context, labelled) {
  const name = newId();
  const said = (object) => (object?.type === "mrkdwn" ? mrkdwn(object.text, context) : words(object));
  const chosen = held.map((one) => one.value);
  const boxes = element.options.map((one) => el("input", { type, name, value: one.value, checked: chosen.includes(one.value) }));
  const rows = element.options.map((one, index) =>
    el("label.tick", boxes[index], el("span", said(one.text), one.description && el("small", said(one.description)))));
  const node = el("div.ticks", { role: type === "radio" ? "radiogroup" : "group", ...labelled }, rows);
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return { node, read: () => (type === "radio" ? read()[0] || null : read()), held: () => element.options.filter((one) => read().includes(one.value)).map(choice) };
}

// One or several of what `all` gives, by typing a part of it; names that begin so come first.
function from(element, held, labelled, all) {
  const begins = (one, typedWords) => one.label.toLowerCase().split(/[\s#]+/).some((word) => word.startsWith(typedWords));
  return combobox(element, held, labelled, async (words) => {
    const typedWords = words.toLowerCase();
    const fitting = all().filter((one) => `${one.label} ${one.about || ""}`.toLowerCase().includes(typedWords));
    return [...fitting.filter((one) => begins(one, typedWords)), ...fitting.filter((one) => !begins(one, typedWords))];
  });
}

function combobox(element, held, labelled, find, least = 0) {
  const many = element.type.startsWith("multi_");
  const most = many ? element.max_selected_items || 100 : 1;
  const made = chooser({ chosen: held, find, most, least, labelled, placeholder: words(element.placeholder) || INVITES[element.type.replace(/^multi_|_select$/g, "")] || "Choose" });
  const read = () => made.held().map((one) => one.value);
  return { node: made.node, read: () => (many ? read() : read()[0] || null), held: made.held };
}

const INVITES = { users: "Choose a person", channels: "Choose a channel", conversations: "Choose a conversation", external: "Type to search" };

function external(element, held, context, labelled) {
  const find = async (typedWords) => ((await context.search(element, typedWords)).options || []).map(choice);
  return combobox(element, held, labelled, find, element.min_query_length ?? 3);
}
