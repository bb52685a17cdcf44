// Every element that a person can fill in or choose from. Each gives its node, how to read it, and what it holds.

import { chooser } from "./chooser.js";
import { el, newId } from "./dom.js";
import { onTheWall, secondsOf } from "./moments.js";
import { mrkdwn, plain } from "./mrkdwn.js";

const words = (object) => plain(object?.text || "");
const choice = (option) => ({ value: option.value, label: option.text.text, about: option.description?.text, option });
const allOptions = (element) => element.options || (element.option_groups || []).flatMap((group) => group.options);

// `state` is what Slack holds for it; `kept` is what stood in it when the view was last drawn, and wins.
// read() gives what is sent, and what cannot be filled in has none; held() what a later drawing of the same element may be given as `kept`.
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
    case "users_select": return ids(given, "user").map((id) => ({ value: id, label: context.names.users[id] || id }));
    case "channels_select": return ids(given, "channel").map((id) => place(id, context));
    case "conversations_select": return ids(given, "conversation").map((id) => place(id, context));
    case "static_select": case "external_select": case "radio_buttons": case "checkboxes": {
      const one = given("selected_option", "initial_option");
      return (given("selected_options", "initial_options") || (one ? [one] : [])).map(choice);
    }
    default: return given("value", "initial_value");
  }
}

const ids = (given, what) => given(`selected_${what}s`, `initial_${what}s`) || [given(`selected_${what}`, `initial_${what}`)].filter(Boolean);
const place = (id, context) => ({ value: id, label: context.names.channels[id] ? `#${context.names.channels[id]}` : context.names.users[id] || id });
const plainOf = (rich) => (rich ? rich.elements.flatMap((part) => part.elements.map((one) => one.text || "")).join("") : null);

const typed = (more) => (element, held, context, labelled) => text(element, held, labelled, more);
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
  users_select: people,
  channels_select: channels,
  conversations_select: conversations,
  external_select: external,
  multi_static_select: (element, held, context, labelled) => from(element, held, labelled, () => allOptions(element).map(choice)),
  multi_users_select: people,
  multi_channels_select: channels,
  multi_conversations_select: conversations,
  multi_external_select: external,
  radio_buttons: (element, held, context, labelled) => ticks("radio", element, held, context, labelled),
  checkboxes: (element, held, context, labelled) => ticks("checkbox", element, held, context, labelled),
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
  if (most) field.addEventListener("input", count);
  if (most) count();
  const node = most ? el("div.counted", field, left) : field;
  return { node, field, read: () => field.value || null, held: () => field.value };
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

function people(element, held, context, labelled) {
  const here = () => context.people.filter((one) => !one.deactivated).map((one) => ({ value: one.id, label: one.name, about: one.title }));
  return from(element, held, labelled, here);
}

function channels(element, held, context, labelled) {
  const open = () => context.channels.filter((one) => one.kind === "public" && !one.archived).map((one) => ({ value: one.id, label: `#${one.name}` }));
  return from(element, held, labelled, open);
}

function conversations(element, held, context, labelled) {
  const wanted = element.filter?.include || ["public", "private", "im"];
  const all = () => [
    ...context.channels.filter((one) => wanted.includes(one.kind) && !one.archived).map((one) => ({ value: one.id, label: `#${one.name}`, about: one.kind === "private" ? "private" : "" })),
    ...(wanted.includes("im") ? context.people.filter((one) => !one.deactivated).map((one) => ({ value: one.id, label: one.name, about: one.title })) : []),
  ];
  return from(element, held, labelled, all);
}

function external(element, held, context, labelled) {
  const find = async (typedWords) => ((await context.search(element, typedWords)).options || []).map(choice);
  return combobox(element, held, labelled, find, element.min_query_length ?? 3);
}
