// data_visualization, drawn as SVG, with its numbers as a table for everybody.

import { el, svg, wide } from "./dom.js";
import { plain } from "./mrkdwn.js";

const WIDTH = 360;
const HEIGHT = 200;
const LEFT = 40;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 24;

export function chart(block) {
  const { chart: drawn, title } = block;
  const draw = { pie, bar, area: lines, line: lines }[drawn.type];
  if (!draw) return el("p.block.unknown", `unknown chart type ${drawn.type}`);
  const { segments, series } = drawn;
  const names = segments ? segments.map((one) => one.label) : series.map((one) => one.name);
  const heads = ["", ...(segments ? ["Value", "Share"] : names)];
  const rows = segments ? shares(segments) : drawn.axis_config.categories.map((name, index) => [name, ...series.map((one) => valueAt(one, name, index))]);
  return el(
    "figure.block.chart",
    el("figcaption", plain(title)),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": spoken(title, drawn.type, heads, rows) }, ...draw(drawn)),
    el("ul.legend", { ariaHidden: "true" }, (segments || names.length > 1) && names.map((name, index) => el(`li.series${index % 6}`, name))),
    el("details", el("summary", "As a table"), numbers(title, heads, rows)),
  );
}

const label = (x, y, words, more = {}) => svg("text", { x, y, "text-anchor": "middle", ...more }, words);
const tip = (words, value) => svg("title", {}, `${words}: ${shown(value)}`);
const valueAt = (series, name, index) => (series.data.find((one) => one.label === name) || series.data[index])?.value ?? 0;
const shown = (value) => (typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 2 }) : value);

function spoken(title, kind, heads, rows) {
  const named = kind !== "pie" && heads.length > 2;
  const row = ([name, ...values]) => `${name}: ${values.map((value, index) => (named ? `${heads[index + 1]} ${shown(value)}` : shown(value))).join(", ")}`;
  return `${title}, a ${kind} chart. ${rows.map(row).join("; ")}.`;
}

function numbers(title, heads, rows) {
  return wide(`${title}, as a table`, el("table",
    el("thead", el("tr", heads.map((one) => el("th", { scope: "col" }, one)))),
    el("tbody", rows.map(([name, ...values]) => el("tr", el("th", { scope: "row" }, name), values.map((one) => el("td.number", shown(one))))))));
}

function shares(segments) {
  const all = segments.reduce((sum, one) => sum + one.value, 0);
  return segments.map((one) => [one.label, one.value, `${Math.round((one.value / all) * 100)} %`]);
}

function pie({ segments }) {
  const all = segments.reduce((sum, one) => sum + one.value, 0);
  const [x, y, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 10];
  const at = (share, far = radius) => [x + far * Math.sin(2 * Math.PI * share), y - far * Math.cos(2 * Math.PI * share)];
  let before = 0;
  return segments.flatMap((one, index) => {
    const [from, to] = [before, before + one.value / all];
    before = to;
    const hue = { class: `series${index % 6} filled` };
    if (to - from > 0.999) return [svg("circle", { cx: x, cy: y, r: radius, ...hue }, tip(one.label, one.value))];
    const path = `M${x} ${y} L${at(from).join(" ")} A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to).join(" ")} Z`;
    const [labelX, labelY] = at((from + to) / 2, radius * 0.65);
    const share = to - from > 0.06 ? [label(labelX, labelY + 4, `${Math.round((to - from) * 100)} %`, { class: "share" })] : [];
    return [svg("path", { d: path, ...hue }, tip(one.label, one.value)), ...share];
  });
}

// Round numbers for the axis: at most five steps, zero among them.
function steps(series, categories) {
  const values = series.flatMap((one) => categories.map((name, index) => valueAt(one, name, index)));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const first = Math.floor(low / step) * step;
  return Array.from({ length: Math.round((Math.ceil(high / step) * step - first) / step) + 1 || 2 }, (_, index) => first + index * step);
}

function frame({ series, axis_config: axis }) {
  const ticks = steps(series, axis.categories);
  const bottom = HEIGHT - BOTTOM - (axis.x_label ? 14 : 0);
  const left = LEFT + (axis.y_label ? 14 : 0);
  const [low, high] = [ticks[0], ticks.at(-1)];
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - TOP);
  const slot = (WIDTH - left - RIGHT) / axis.categories.length;
  const every = Math.ceil((Math.max(...axis.categories.map((one) => one.length)) * 6 + 6) / slot);
  const grid = ticks.flatMap((tick) => [
    svg("line", { x1: left, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick), class: tick === 0 ? "zero" : "grid" }),
    label(left - 5, y(tick) + 4, shown(tick), { "text-anchor": "end" }),
  ]);
  const names = axis.categories.flatMap((name, index) => (index % every ? [] : [label(left + slot * (index + 0.5), bottom + 15, name)]));
  const about = [
    ...(axis.x_label ? [label((left + WIDTH - RIGHT) / 2, HEIGHT - 6, axis.x_label)] : []),
    ...(axis.y_label ? [label(0, 0, axis.y_label, { transform: `translate(11 ${(TOP + bottom) / 2}) rotate(-90)` })] : []),
  ];
  return { y, slot, left, drawn: [...grid, ...names, ...about] };
}

function bar(drawn) {
  const { y, slot, left, drawn: axes } = frame(drawn);
  const width = (slot * 0.75) / drawn.series.length;
  const bars = drawn.series.flatMap((one, place) => drawn.axis_config.categories.map((name, index) => {
    const value = valueAt(one, name, index);
    const x = left + slot * (index + 0.125) + width * place;
    const box = { x, width: Math.max(1, width - 1), y: Math.min(y(value), y(0)), height: Math.abs(y(value) - y(0)), class: `series${place % 6} filled` };
    return svg("rect", box, tip(`${one.name}, ${name}`, value));
  }));
  return [...axes, ...bars];
}

function lines(drawn) {
  const { y, slot, left, drawn: axes } = frame(drawn);
  const x = (index) => left + slot * (index + 0.5);
  const series = drawn.series.flatMap((one, place) => {
    const points = drawn.axis_config.categories.map((name, index) => [x(index), y(valueAt(one, name, index)), name, valueAt(one, name, index)]);
    const path = points.map(([px, py], index) => `${index ? "L" : "M"}${px} ${py}`).join(" ");
    const hue = `series${place % 6}`;
    const under = drawn.type === "area" ? [svg("path", { d: `${path} L${points.at(-1)[0]} ${y(0)} L${points[0][0]} ${y(0)} Z`, class: `${hue} under` })] : [];
    const dots = points.map(([px, py, name, value]) => svg("circle", { cx: px, cy: py, r: 3, class: `${hue} filled` }, tip(`${one.name}, ${name}`, value)));
    return [...under, svg("path", { d: path, class: `${hue} stroke` }), ...dots];
  });
  return [...axes, ...series];
}
