// JSON that folds: a line for each value; objects and lists open on a click.

import { el } from "./dom.js";

const LONG = 600;

export function json(value, name = "", open = true) {
  const label = name === "" ? "" : el("span.key", `${name}: `);
  if (value === null || typeof value !== "object") return el("div.leaf", label, leaf(value));
  const entries = Object.entries(value);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return el("div.leaf", label, `${left}${right}`);
  const node = el("details", { open }, el("summary", label, el("span.count", `${left} ${entries.length} ${right}`)));
  // What is folded is drawn when it is opened: a payload has thousands of values.
  const draw = () => node.childElementCount > 1 || node.append(el("div.inside", entries.map(([key, one]) => json(one, key, entries.length < 12 && size(one) < 8))));
  if (open) draw();
  else node.addEventListener("toggle", draw, { once: true });
  return node;
}

function leaf(value) {
  if (typeof value !== "string") return el("span.plain", String(value));
  return el("span.text", value.length > LONG ? `${JSON.stringify(value.slice(0, LONG))} … ${value.length} characters` : JSON.stringify(value));
}

const size = (value) => (value && typeof value === "object" ? Object.keys(value).length : 0);
