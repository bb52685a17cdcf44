// The page's few drawings, as lines on a grid of 16.

import { svg } from "./dom.js";

const LINES = {
  menu: "M2 4h12M2 8h12M2 12h12",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  close: "M4 4l8 8M12 4l-8 8",
  clock: "M8 4.5V8l2.5 1.5M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z",
  phone: "M5 1.8h6a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1ZM7.3 12h1.4",
  wire: "M2 5.5h10M9.5 3 12 5.5 9.5 8M14 10.5H4M6.5 8 4 10.5 6.5 13",
  fault: "M8.8 1.8 3.5 9H8l-.8 5.2L12.5 7H8Z",
  theme: "M8 1.8a6.2 6.2 0 1 0 0 12.4ZM8 1.8a6.2 6.2 0 0 1 0 12.4",
  down: "M4 6l4 4 4-4",
  reply: "M3 3.5h10v7H8L5 13v-2.5H3Z",
  smile: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.3 9.5c1.3 2 4.1 2 5.4 0M6 6.2h.01M10 6.2h.01",
  plus: "M8 3v10M3 8h10",
  send: "M2.5 8 13.5 2.8 10.8 13.5 8 9.5Z",
  lock: "M4 7.2h8v6H4ZM5.5 7.2V5a2.5 2.5 0 0 1 5 0v2.2",
  home: "M2.5 7.5 8 2.8l5.5 4.7M4 7v6.2h8V7",
};

export const icon = (name) => svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": true }, svg("path", { d: LINES[name] }));
