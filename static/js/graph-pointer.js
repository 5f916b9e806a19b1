// Mouse, pen and fingers: drag to move, wheel or two fingers to zoom, point to see, click to open.
// One finger moves the graph sideways only; up and down it scrolls the page, as everywhere.

import { termAt } from "./graph-aim.js";

const STILL = 5;
const WHEEL = 0.0016;

export function listenToPointer(canvas, view) {
  const { state } = view;
  const down = new Map();
  let travelled = 0;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, place(event));
    travelled = down.size > 1 ? Infinity : 0;
  });

  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") view.hover(termAt(state, now.x, now.y, false));
      return;
    }
    down.set(event.pointerId, now);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (down.size === 1 && travelled > STILL) state.camera.pan(now.x - before.x, now.y - before.y);
    if (down.size === 2) pinch(state.camera, down, event.pointerId, before);
  });

  canvas.addEventListener("pointerup", (event) => {
    if (!down.delete(event.pointerId) || travelled > STILL) return;
    const { x, y } = place(event);
    const isFinger = event.pointerType === "touch";
    const term = termAt(state, x, y, isFinger);
    // A finger cannot hover: its first tap shows the term, the second opens it.
    if (term >= 0 && (!isFinger || term === state.active)) view.open(term);
    else view.activate(term);
  });

  canvas.addEventListener("pointercancel", (event) => down.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => view.hover(-1));

  canvas.addEventListener("wheel", (event) => {
    const { camera } = state;
    const isSmallest = camera.scale <= camera.whole * 1.001;
    if (event.deltaY > 0 && isSmallest && !event.ctrlKey) return; // the page scrolls on
    event.preventDefault();
    const { x, y } = place(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    camera.zoom(Math.exp(-event.deltaY * lines * WHEEL * (event.ctrlKey ? 5 : 1)), x, y);
  }, { passive: false });
}

function pinch(camera, down, moved, before) {
  const [now] = [...down].filter(([id]) => id === moved).map(([, at]) => at);
  const [other] = [...down].filter(([id]) => id !== moved).map(([, at]) => at);
  const wide = Math.hypot(now.x - other.x, now.y - other.y);
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  if (was > 0) camera.zoom(wide / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
  camera.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
}
