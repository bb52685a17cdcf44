// Making elements without markup in strings: nothing that somebody typed is ever read as HTML.

// el("p.note", { title: "…" }, children): properties may be left out, and so is every child that is empty or false.
export function el(selector, ...rest) {
  const [name, ...classes] = selector.split(".");
  const node = document.createElement(name);
  const properties = rest[0]?.constructor === Object ? rest.shift() : {};
  if (classes.length) node.className = classes.join(" ");
  if (name === "button") node.type = "button";
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...rest.flat().filter(Boolean));
  return node;
}

export function svg(name, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// What is wider than its place is scrolled, also with the keyboard.
export const wide = (label, inner) => el("div.wide", { tabIndex: 0, role: "region", ariaLabel: label }, inner);

let numbers = 0;
export const newId = () => `n${++numbers}`;

export const find = (id) => document.getElementById(id);

// A listener that does `work` in place of what the browser would do.
export const instead = (work) => (event) => {
  event.preventDefault();
  return work(event);
};

// Makes `nodes` the children of `parent`; what is in its place is not touched, and keeps its focus.
export function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

// Draws anew only when `facts` differ from those of the last time.
export function whenDifferent(node, facts, draw) {
  const signature = JSON.stringify(facts);
  if (node.dataset.drawn === signature) return;
  node.dataset.drawn = signature;
  keepingFocus(node, draw);
}

// Draws, and gives the focus back to what stands where the focused button stood before.
export function keepingFocus(node, draw) {
  const at = reachable(node).indexOf(document.activeElement);
  draw();
  if (at >= 0 && !node.contains(document.activeElement)) reachable(node)[at]?.focus({ preventScroll: true });
}

export const reachable = (node) => [...node.querySelectorAll("button, a[href], input, select, textarea, summary")];

// Does `work` soon after it is asked for, never twice at once; asked meanwhile, once more.
export function steady(work, pauseMs) {
  let timer = null;
  let busy = false;
  let again = false;
  async function run() {
    timer = null;
    busy = true;
    again = false;
    await work();
    busy = false;
    if (again) ask();
  }
  function ask() {
    if (busy) again = true;
    else timer ??= setTimeout(run, pauseMs);
  }
  return ask;
}
