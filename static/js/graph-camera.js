// Which part of the graph is seen: the point in the middle, and pixels per unit.

const CLOSEST = 8;
const FLIGHT = 400;
const SMALLEST = 1.4;
const LARGEST = 11;
const slow = matchMedia("(prefers-reduced-motion: reduce)");

export class Camera {
  constructor(data, changed) {
    this.changed = changed;
    this.width = this.height = 1;
    this.flight = 0;
    const xs = extent(data.x);
    const ys = extent(data.y);
    this.bounds = { x: (xs[0] + xs[1]) / 2, y: (ys[0] + ys[1]) / 2 };
    this.size = { x: xs[1] - xs[0] + 40, y: ys[1] - ys[0] + 40 };
    this.x = this.bounds.x;
    this.y = this.bounds.y;
    this.scale = 1;
  }

  // The scale at which everything is seen.
  get whole() {
    return Math.min(this.width / this.size.x, this.height / this.size.y, CLOSEST / 2);
  }

  resize(width, height) {
    const isWhole = this.width === 1 || this.scale === this.whole;
    this.width = width;
    this.height = height;
    if (isWhole) this.showAll();
    else this.zoom(1);
  }

  showAll() {
    this.stop();
    this.set(this.bounds.x, this.bounds.y, this.whole);
  }

  set(x, y, scale) {
    this.scale = Math.min(CLOSEST, Math.max(this.whole, scale));
    this.x = within(x, this.bounds.x, this.size.x / 2);
    this.y = within(y, this.bounds.y, this.size.y / 2);
    this.changed();
  }

  pan(right, down) {
    this.stop();
    this.set(this.x - right / this.scale, this.y - down / this.scale, this.scale);
  }

  // The point under the pointer stays where it is.
  zoom(factor, atX = this.width / 2, atY = this.height / 2) {
    this.stop();
    const scale = Math.min(CLOSEST, Math.max(this.whole, this.scale * factor));
    const rest = 1 / this.scale - 1 / scale;
    this.set(this.x + (atX - this.width / 2) * rest, this.y + (atY - this.height / 2) * rest, scale);
  }

  flyTo(x, y, scale = Math.max(this.scale, 2)) {
    this.stop();
    if (slow.matches) return this.set(x, y, scale);
    const from = { x: this.x, y: this.y, scale: this.scale };
    const began = performance.now();
    const step = (now) => {
      const part = Math.max(0, Math.min(1, (now - began) / FLIGHT));
      const ease = part * part * (3 - 2 * part);
      const mix = (a, b) => a + (b - a) * ease;
      this.set(mix(from.x, x), mix(from.y, y), mix(from.scale, scale));
      this.flight = part < 1 ? requestAnimationFrame(step) : 0;
    };
    this.flight = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
  }

  screenX(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  screenY(y) {
    return (y - this.y) * this.scale + this.height / 2;
  }

  sees(x, y, margin = 0) {
    return Math.abs(x - this.x) * this.scale < this.width / 2 + margin &&
      Math.abs(y - this.y) * this.scale < this.height / 2 + margin;
  }
}

function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function within(value, middle, half) {
  return Math.min(middle + half, Math.max(middle - half, value));
}

// A dot grows with what it is near to, but never so that it hides or loses itself.
export function radiusOf({ data, camera }, i) {
  return Math.min(LARGEST, Math.max(SMALLEST, data.radius[i] * camera.scale));
}
