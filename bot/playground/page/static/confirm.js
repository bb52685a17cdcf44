// The question before something is done: a small dialog above whatever is open.

import { el } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";

// True when the person confirms; false for "no", Escape and everything else.
export function confirmed(asked, context) {
  if (!asked) return Promise.resolve(true);
  return new Promise((answer) => {
    const dialog = el(
      "dialog.confirm",
      { ariaLabel: asked.title.text },
      el("header", el("h2", plain(asked.title.text))),
      el("div.body", asked.text.type === "mrkdwn" ? mrkdwn(asked.text.text, context) : plain(asked.text.text)),
      el("footer",
        el("button", { onclick: () => dialog.close() }, plain(asked.deny.text)),
        el("button", { className: asked.style || "primary", autofocus: true, onclick: () => dialog.close("yes") }, plain(asked.confirm.text))),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
