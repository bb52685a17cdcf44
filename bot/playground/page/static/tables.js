// table and data_table, drawn: the second has pages and is sorted by a press on a column's head.

import { el, wide } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { richText } from "./rich.js";

const USUAL_PAGE = 5;

export function table(block, context) {
  const [head, ...rows] = block.rows;
  const set = (node, index) => {
    const { align, is_wrapped: wrapped } = block.column_settings?.[index] || {};
    if (align) node.style.textAlign = align;
    if (!wrapped) node.style.whiteSpace = "nowrap";
    return node;
  };
  return wide("Table", el("table",
    el("thead", el("tr", head.map((one, index) => set(el("th", { scope: "col" }, cell(one, context)), index)))),
    el("tbody", rows.map((row) => el("tr", row.map((one, index) => set(el("td", cell(one, context)), index)))))));
}

export function dataTable(block, context) {
  const [head, ...rows] = block.rows;
  const size = block.page_size || USUAL_PAGE;
  const named = block.row_header_column_index ?? 0;
  const state = { page: 0, column: null, down: false };
  const body = el("tbody");
  const pager = el("div.pager");
  const heads = head.map((one, index) => el("th", { scope: "col" }, el("button.quiet", { onclick: () => sort(index) }, cell(one, context))));

  function sort(column) {
    state.down = state.column === column && !state.down;
    Object.assign(state, { column, page: 0 });
    heads.forEach((one, index) => { one.ariaSort = index === column ? (state.down ? "descending" : "ascending") : null; });
    draw();
  }

  function draw() {
    const sorted = state.column === null ? rows : [...rows].sort((one, other) => compare(one[state.column], other[state.column]) * (state.down ? -1 : 1));
    const from = state.page * size;
    body.replaceChildren(...sorted.slice(from, from + size).map((row) => el("tr", row.map((one, index) =>
      el(index === named ? "th" : "td", { scope: index === named && "row", className: one.type === "raw_number" ? "number" : "" }, cell(one, context))))));
    const turn = (label, step, off) => el("button", { disabled: off, onclick: () => { state.page += step; draw(); } }, label);
    const last = Math.min(from + size, rows.length);
    pager.replaceChildren(...(rows.length > size
      ? [turn("Previous", -1, from === 0), el("span", { role: "status" }, `${from + 1}–${last} of ${rows.length}`), turn("Next", 1, last === rows.length)]
      : []));
  }

  draw();
  return el("div.block", wide(block.caption, el("table", el("caption", plain(block.caption)), el("thead", el("tr", heads)), body)), pager);
}

function cell(one, context) {
  if (one.type === "rich_text") return richText(one, context);
  if (one.type === "mrkdwn") return mrkdwn(one.text, context);
  if (one.type === "raw_number") return [String(one.text ?? one.value)];
  return [plain(one.text)];
}

const words = (one) => (one.type === "rich_text" ? JSON.stringify(one.elements.flatMap((part) => part.elements.map((inner) => inner.text || ""))) : String(one.text ?? one.value));
const compare = (one, other) =>
  one.type === "raw_number" && other.type === "raw_number" ? one.value - other.value : words(one).localeCompare(words(other), "en", { numeric: true });
