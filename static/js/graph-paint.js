// Draws what the camera sees.  While it moves, fewer links are drawn, so that it moves smoothly.

import { radiusOf } from "./graph-camera.js";
import { placeLabels } from "./graph-labels.js";

const LINES_MOVING = 700;
const LINES_RESTING = 4000;
const FAINTEST = 0.08;
const STRONGEST = 0.35;
const TINY = 1.5;
const MARGIN = 15;

export function paint(context, state, isMoving) {
  const { camera, ink, data } = state;
  const density = ink.density;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, camera.width, camera.height);
  const chosen = state.hovered >= 0 ? state.hovered : state.active;
  // The smaller the whole, the closer the lines, and the fainter each.
  const alpha = Math.min(STRONGEST, FAINTEST + 0.15 * camera.scale);
  context.globalAlpha = chosen >= 0 ? alpha / 3 : alpha;
  lines(context, state, isMoving ? LINES_MOVING : LINES_RESTING);
  context.globalAlpha = chosen >= 0 ? 0.3 : 1;
  dots(context, state);
  context.globalAlpha = 1;
  const bright = chosen >= 0 ? [...data.near(chosen)].filter(state.isShown) : [];
  if (chosen >= 0) highlight(context, state, chosen, bright);
  if (!state.isMeasured) return;
  labels(context, state, placeLabels(context, state, chosen, bright));
}

function lines(context, { camera, ink, data, isShown, isFiltered }, limit) {
  const { pairs, x, y } = data;
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.beginPath();
  let left = limit;
  for (let at = 0; at < pairs.length && left > 0; at += 2) {
    const a = pairs[at];
    const b = pairs[at + 1];
    if (!camera.sees(x[a], y[a]) && !camera.sees(x[b], y[b])) continue;
    if (isFiltered && !(isShown(a) && isShown(b))) continue;
    context.moveTo(camera.screenX(x[a]), camera.screenY(y[a]));
    context.lineTo(camera.screenX(x[b]), camera.screenY(y[b]));
    left--;
  }
  context.stroke();
}

function dots(context, state) {
  const { camera, ink, data, isShown } = state;
  let role = -1;
  for (let i = 0; i < data.count; i++) {
    if (!camera.sees(data.x[i], data.y[i], MARGIN) || !isShown(i)) continue;
    const radius = radiusOf(state, i);
    if (radius >= TINY) {
      dot(context, state, i, radius);
      continue;
    }
    if (data.roles[i] !== role) {
      role = data.roles[i];
      context.fillStyle = ink.fill(role);
    }
    const at = camera.screenX(data.x[i]) - radius;
    context.fillRect(at, camera.screenY(data.y[i]) - radius, 2 * radius, 2 * radius);
  }
}

function dot(context, { camera, ink, data }, i, radius) {
  const sprite = ink.sprite(data.roles[i], radius);
  const x = camera.screenX(data.x[i]) - sprite.reach;
  const y = camera.screenY(data.y[i]) - sprite.reach;
  context.drawImage(sprite.picture, x, y, sprite.side, sprite.side);
}

function highlight(context, state, chosen, bright) {
  const { camera, ink, data } = state;
  const fromX = camera.screenX(data.x[chosen]);
  const fromY = camera.screenY(data.y[chosen]);
  context.strokeStyle = ink.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const i of bright) {
    context.moveTo(fromX, fromY);
    context.lineTo(camera.screenX(data.x[i]), camera.screenY(data.y[i]));
  }
  context.stroke();
  for (const i of [...bright, chosen]) dot(context, state, i, Math.max(4, radiusOf(state, i)));
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(fromX, fromY, Math.max(4, radiusOf(state, chosen)) * 1.4 + 4, 0, 2 * Math.PI);
  context.stroke();
}

function labels(context, { ink }, placed) {
  context.lineJoin = "round";
  context.textBaseline = "middle";
  context.strokeStyle = ink.paper;
  context.fillStyle = ink.ink;
  context.lineWidth = 4;
  for (const { text, x, y, align, font } of placed) {
    context.font = font;
    context.textAlign = align;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}
