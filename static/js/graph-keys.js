// The keyboard: arrows go from term to term once one is chosen, and move the graph before.

import { termInTheMiddle, termTowards } from "./graph-aim.js";

const STEP = 80;
const ZOOM = 1.4;
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function listenToKeys(canvas, view) {
  const { state } = view;
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event.key)) event.preventDefault();
  });

  const press = (key) => {
    const { camera } = state;
    if (key in ARROWS) walk(...ARROWS[key]);
    else if (key === "+" || key === "=") camera.zoom(ZOOM);
    else if (key === "-" || key === "_") camera.zoom(1 / ZOOM);
    else if (key === "0") camera.showAll();
    else if (key === "Enter" && state.active >= 0) view.open(state.active);
    else if (key === "Enter") view.activate(termInTheMiddle(state));
    else if (key === "Escape" && state.active >= 0) view.activate(-1);
    else return false;
    return true;
  };

  const walk = (right, down) => {
    if (state.active < 0) state.camera.pan(-right * STEP, -down * STEP);
    else {
      const next = termTowards(state, state.active, right, down);
      if (next >= 0) view.activate(next);
    }
  };
}
