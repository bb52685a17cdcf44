// What is pressed or chosen outside of a form.

import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { input } from "./inputs.js";
import { plain } from "./mrkdwn.js";
import { menuButton } from "./popup.js";

export function action(block, one, context) {
  if (one.type === "button") return button(block, one, context);
  if (one.type === "overflow") return overflow(block, one, context);
  if (one.type === "icon_button") return icon(block, one, context);
  if (one.type === "feedback_buttons") return feedback(block, one, context);
  return choice(block, one, context);
}

// Asks first where the app wants it, opens what is linked, and tells the app; `chosen` is the button or the option.
async function pressed(node, chosen, block, one, context) {
  if (!(await confirmed(one.confirm, context))) return;
  if (chosen.url && !context.visit?.(chosen.url)) window.open(chosen.url, "_blank", "noreferrer");
  await busy(node, context.press(block, one, chosen.value));
}

function button(block, one, context) {
  const press = () => pressed(node, one, block, one, context);
  const node = el("button", { className: one.style || "", ariaLabel: one.accessibility_label, onclick: press }, plain(one.text.text));
  return node;
}

// While the app has not answered, the button says so and takes no second press.
export async function busy(node, answer) {
  node.ariaBusy = "true";
  node.disabled = true;
  await answer;
  node.ariaBusy = null;
  node.disabled = false;
}

function overflow(block, one, context) {
  const choose = (option) => pressed(node, option, block, one, context);
  const entries = one.options.map((option) => ({ label: plain(option.text.text), about: option.description && plain(option.description.text), act: () => choose(option) }));
  const node = menuButton("button", "More actions", () => entries, "⋯");
  return node;
}

function icon(block, one, context) {
  const press = () => pressed(node, one, block, one, context);
  const node = el("button.quiet", { title: plain(one.text.text), ariaLabel: one.accessibility_label || one.text.text, onclick: press }, "🗑️");
  return node;
}

function feedback(block, one, context) {
  const press = (which, sign) =>
    el("button.quiet", { ariaLabel: which.accessibility_label || which.text.text, title: which.text.text, onclick: () => context.press(block, one, which.value) }, sign);
  return el("span", press(one.positive_button, "👍"), press(one.negative_button, "👎"));
}

function choice(block, one, context) {
  const state = context.values?.[block.block_id]?.[one.action_id];
  const labelled = { ariaLabel: plain(one.placeholder?.text || LABELS[one.type] || "Choose") };
  const drawn = input(one, state, { ...context, search: (which, typed) => context.search(block, which, typed) }, labelled);
  drawn.node.addEventListener("change", async () => {
    if (await confirmed(one.confirm, context)) context.select(block, one, drawn.read());
    else drawn.node.replaceWith(choice(block, one, context));
  });
  return drawn.node;
}

const LABELS = { datepicker: "A date", timepicker: "A time", datetimepicker: "A date and a time", checkboxes: "Choose any", radio_buttons: "Choose one" };
