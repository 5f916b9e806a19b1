// Finds the term that is meant: by a place on the screen, or by a direction.

import { radiusOf } from "./graph-camera.js";

const REACH = 8;
const FINGER = 22;

export function termAt(state, screenX, screenY, isFinger) {
  const { camera, data, isShown } = state;
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < data.count; i++) {
    const reach = Math.max(radiusOf(state, i) + 4, isFinger ? FINGER : REACH);
    const dx = camera.screenX(data.x[i]) - screenX;
    const dy = camera.screenY(data.y[i]) - screenY;
    const far = dx * dx + dy * dy;
    if (far < nearest && far <= reach * reach && isShown(i)) {
      nearest = far;
      best = i;
    }
  }
  return best;
}

// Straight ahead counts more than aside; what lies further aside than ahead is another direction.
export function termTowards({ data, isShown }, from, right, down) {
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < data.count; i++) {
    const dx = data.x[i] - data.x[from];
    const dy = data.y[i] - data.y[from];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const far = ahead + 2 * aside;
    if (i !== from && ahead > 0 && aside <= ahead && far < nearest && isShown(i)) {
      nearest = far;
      best = i;
    }
  }
  return best;
}

export function termInTheMiddle({ camera, data, isShown }) {
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < data.count; i++) {
    const far = Math.hypot(data.x[i] - camera.x, data.y[i] - camera.y);
    if (far < nearest && isShown(i)) {
      nearest = far;
      best = i;
    }
  }
  return best;
}
