// The app's Home tab, as it was published for this person.

import { blocks } from "./blocks.js";
import { el, whenDifferent } from "./dom.js";

export function drawHome(stage, screen, context, wiring) {
  const view = screen.home;
  whenDifferent(stage, [screen.me, view?.hash, view?.errors], () => {
    const top = stage.scrollTop;
    const body = view
      ? blocks(view.blocks, { ...context, ...wiring(view), values: view.state.values })
      : el("p.note", `${screen.app.name} has not published anything here yet.`);
    stage.replaceChildren(el("div.home", body));
    stage.scrollTop = top;
  });
}
