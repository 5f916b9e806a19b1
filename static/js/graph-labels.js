// Chooses names so that none covers another: the most linked terms come first.

import { radiusOf } from "./graph-camera.js";

const MOST = 70;
const TRIED = 500;
const AT_ONCE = 20;
const LINE = 18;
const CELL = 96;
const LONGEST = 44;
const CROWDED = 12;
const FEW = 300;

export function placeLabels(context, state, chosen, bright) {
  const { camera, data, ink, isShown } = state;
  const shelf = new Shelf();
  const placed = [];
  keepOff(state, shelf, chosen >= 0 ? [chosen, ...bright] : visible(state));
  const font = `14px ${ink.font}`;
  const bold = `600 14px ${ink.font}`;
  const add = (i, isBold) => {
    const label = beside(context, state, i, isBold ? bold : font, shelf);
    if (label) placed.push(label);
  };
  if (chosen >= 0) add(chosen, true);
  for (const i of [...bright].sort((a, b) => data.degree(b) - data.degree(a))) add(i, false);
  if (chosen >= 0) return placed;
  if (16 * camera.scale < CROWDED) {
    for (const topic of data.topics) over(context, state, topic, bold, shelf, placed);
    return placed;
  }
  let tried = 0;
  for (const i of data.ranked) {
    if (placed.length >= MOST || tried >= TRIED) break;
    if (!camera.sees(data.x[i], data.y[i]) || !isShown(i)) continue;
    tried++;
    add(i, false);
  }
  return placed;
}

// Measures some of the names that are shown first, and says how far it came: all would hold up the page.
export function measureSome(context, state, from) {
  const { data, ink } = state;
  const until = Math.min(from + AT_ONCE, TRIED, data.ranked.length);
  for (const i of data.ranked.slice(from, until)) {
    measured(context, state, shortened(data.titles[i]), `14px ${ink.font}`);
  }
  return until - from < AT_ONCE ? Infinity : until;
}

function measured(context, { widths }, text, font) {
  let wide = widths.get(font + text);
  if (wide !== undefined) return wide;
  context.font = font;
  widths.set(font + text, (wide = context.measureText(text).width));
  return wide;
}

function beside(context, state, i, font, shelf) {
  const { camera, data } = state;
  const text = shortened(data.titles[i]);
  const wide = measured(context, state, text, font);
  const off = radiusOf(state, i) * 1.3 + 4;
  const x = camera.screenX(data.x[i]);
  const y = camera.screenY(data.y[i]);
  for (const [align, left, middle] of [
    ["left", x + off, y],
    ["right", x - off - wide, y],
    ["center", x - wide / 2, y + off + LINE / 3],
    ["center", x - wide / 2, y - off - LINE / 3],
  ]) {
    const right = left + wide;
    const isInside = left > 0 && right < camera.width;
    if (isInside && shelf.take(left, middle - LINE / 2, right, middle + LINE / 2)) {
      const anchor = { left, right, center: x }[align];
      return { text, font, x: anchor, y: middle, align };
    }
  }
  return null;
}

// While there are few dots to be seen, names keep off them.
function visible({ camera, data, isShown }) {
  const seen = [];
  for (let i = 0; i < data.count && seen.length <= FEW; i++) {
    if (camera.sees(data.x[i], data.y[i]) && isShown(i)) seen.push(i);
  }
  return seen.length > FEW ? [] : seen;
}

function keepOff(state, shelf, terms) {
  const { camera, data } = state;
  for (const i of terms) {
    const x = camera.screenX(data.x[i]);
    const y = camera.screenY(data.y[i]);
    const off = radiusOf(state, i);
    shelf.put([x - off, y - off, x + off, y + off]);
  }
}

function over(context, { camera, shownRole }, topic, font, shelf, placed) {
  if (!camera.sees(topic.x, topic.y) || !shownRole(topic.role)) return;
  context.font = font;
  const half = context.measureText(topic.title).width / 2;
  const x = camera.screenX(topic.x);
  const y = camera.screenY(topic.y);
  if (shelf.take(x - half, y - LINE / 2, x + half, y + LINE / 2)) {
    placed.push({ text: topic.title, font, x, y, align: "center" });
  }
}

function shortened(title) {
  return title.length <= LONGEST ? title : `${title.slice(0, LONGEST - 1).trimEnd()}\u2026`;
}

// What is taken, by squares of the screen, so that each name meets only those near it.
class Shelf {
  constructor() {
    this.cells = new Map();
  }

  take(left, top, right, bottom) {
    const meets = (box) => left < box[2] && box[0] < right && top < box[3] && box[1] < bottom;
    for (const name of squares(left, top, right, bottom)) {
      if (this.cells.get(name)?.some(meets)) return false;
    }
    this.put([left, top, right, bottom]);
    return true;
  }

  put(box) {
    for (const name of squares(...box)) {
      const held = this.cells.get(name);
      if (held) held.push(box);
      else this.cells.set(name, [box]);
    }
  }
}

function squares(left, top, right, bottom) {
  const names = [];
  for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row++) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++) {
      names.push(row * 4096 + column);
    }
  }
  return names;
}
