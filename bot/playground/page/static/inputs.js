// Every element that a person can fill in or choose from. Each gives its node and how to read it.

import { el, newId } from "./dom.js";
import { plain } from "./mrkdwn.js";

const words = (object) => plain(object?.text || "");
const allOptions = (element) => element.options || (element.option_groups || []).flatMap((group) => group.options);

export function input(element, state, context, labelled) {
  const kind = element.type.replace(/^multi_/, "");
  const many = element.type.startsWith("multi_");
  const draw = many ? several : DRAWERS[kind];
  return draw ? draw(element, state || {}, context, labelled) : { node: el("p", { className: "note" }, `(${element.type})`), read: () => null };
}

const DRAWERS = {
  plain_text_input: (element, state, context, labelled) =>
    typed(element.multiline ? "textarea" : "input", element, state, labelled, { rows: 4, maxLength: element.max_length || 3000 }),
  number_input: (element, state, context, labelled) => typed("input", element, state, labelled, { inputMode: "decimal" }),
  email_text_input: (element, state, context, labelled) => typed("input", element, state, labelled, { type: "email" }),
  url_text_input: (element, state, context, labelled) => typed("input", element, state, labelled, { type: "url" }),
  datepicker: (element, state, context, labelled) => picker("date", state.selected_date, labelled),
  timepicker: (element, state, context, labelled) => picker("time", state.selected_time, labelled),
  datetimepicker: (element, state, context, labelled) => moment(state, labelled),
  static_select: (element, state, context, labelled) => menu(element, groupsOf(element), state.selected_option?.value, labelled),
  users_select: (element, state, context, labelled) => menu(element, [peopleOf(context)], state.selected_user, labelled),
  channels_select: (element, state, context, labelled) => menu(element, [channelsOf(context)], state.selected_channel, labelled),
  conversations_select: (element, state, context, labelled) => menu(element, [channelsOf(context)], state.selected_conversation, labelled),
  external_select: searched,
  radio_buttons: (element, state, context, labelled) => ticks("radio", choices(element), [state.selected_option?.value], labelled),
  checkboxes: (element, state, context, labelled) => ticks("checkbox", choices(element), valuesOf(state), labelled),
};

const valuesOf = (state) =>
  state.selected_users || state.selected_channels || state.selected_conversations || (state.selected_options || []).map((one) => one.value);
const choices = (element) =>
  allOptions(element).map((one) => ({ value: one.value, label: words(one.text), about: words(one.description) }));
const peopleOf = (context) => ({ choices: context.people.map((one) => ({ value: one.id, label: one.name, about: one.title })) });
const channelsOf = (context) => ({ choices: context.channels.map((one) => ({ value: one.id, label: `#${one.name}` })) });
const groupsOf = (element) =>
  element.option_groups
    ? element.option_groups.map((group) => ({ label: words(group.label), choices: choices(group) }))
    : [{ choices: choices(element) }];

function typed(name, element, state, labelled, more) {
  const node = el(name, { ...labelled, ...more, value: state.value || "", placeholder: words(element.placeholder) });
  return { node, read: () => node.value || null };
}

function picker(type, value, labelled) {
  const node = el("input", { ...labelled, type, value: value || "" });
  return { node, read: () => node.value || null };
}

function moment(state, labelled) {
  const shown = state.selected_date_time ? new Date(state.selected_date_time * 1000).toISOString().slice(0, 16) : "";
  const node = el("input", { ...labelled, type: "datetime-local", value: shown });
  return { node, read: () => (node.value ? Math.floor(new Date(`${node.value}Z`).getTime() / 1000) : null) };
}

function menu(element, groups, chosen, labelled) {
  const options = (group) => group.choices.map((one) => el("option", { value: one.value, selected: one.value === chosen }, one.label));
  const node = el(
    "select",
    { ...labelled },
    el("option", { value: "" }, words(element.placeholder) || "Choose"),
    groups.flatMap((group) => (group.label ? [el("optgroup", { label: group.label }, options(group))] : options(group))),
  );
  return { node, read: () => node.value || null };
}

function ticks(type, offered, chosen, labelled) {
  const name = newId();
  const boxes = offered.map((one) => el("input", { type, name, value: one.value, checked: chosen.includes(one.value) }));
  const rows = offered.map((one, index) =>
    el("label", { className: "tick" }, boxes[index], el("span", {}, one.label, one.about ? el("small", {}, ` ${one.about}`) : "")),
  );
  const node = el("div", { role: type === "radio" ? "radiogroup" : "group", className: "ticks", ...labelled }, rows);
  const read = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return { node, read: () => (type === "radio" ? read()[0] || null : read()) };
}

function several(element, state, context, labelled) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "external_select") return searched(element, state, context, labelled);
  const offered = kind === "users_select" ? peopleOf(context).choices : kind === "static_select" ? choices(element) : channelsOf(context).choices;
  return ticks("checkbox", offered, valuesOf(state), labelled);
}

function searched(element, state, context, labelled) {
  const many = element.type.startsWith("multi_");
  const chosen = many ? state.selected_options || [] : state.selected_option ? [state.selected_option] : [];
  const option = (one) => el("option", { value: one.value, selected: chosen.some((known) => known.value === one.value) }, words(one.text));
  const list = el("select", { ...labelled, multiple: many }, many ? [] : el("option", { value: "" }, "Choose"), chosen.map(option));
  const search = el("input", {
    type: "search",
    placeholder: words(element.placeholder) || "Search",
    "aria-label": "Search",
    oninput: async () => {
      const answer = await context.search(element, search.value);
      list.replaceChildren(...(many ? [] : [el("option", { value: "" }, "Choose")]), ...(answer.options || []).map(option));
    },
  });
  const read = () => [...list.selectedOptions].map((one) => one.value).filter(Boolean);
  return { node: el("div", { className: "searched" }, search, list), read: () => (many ? read() : read()[0] || null) };
}
