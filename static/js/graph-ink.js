// Colours and shapes: taken from the page, so that they are those of its stylesheet and legend.

export class Ink {
  constructor(canvas, legend) {
    this.canvas = canvas;
    this.legend = legend;
    this.sprites = new Map();
    this.refresh();
  }

  // After the reader has changed the scheme, the contrast or the density of the screen.
  refresh() {
    const style = getComputedStyle(this.canvas);
    this.ink = style.color;
    this.paper = style.backgroundColor;
    this.line = style.borderTopColor;
    this.accent = style.caretColor;
    this.font = style.fontFamily;
    this.density = devicePixelRatio || 1;
    this.sprites.clear();
    this.marks = new Map();
    for (const item of this.legend.querySelectorAll("[data-role]")) {
      const path = item.querySelector("path");
      this.marks.set(Number(item.dataset.role), {
        shape: new Path2D(path.getAttribute("d")),
        fill: getComputedStyle(path).fill,
      });
    }
  }

  fill(role) {
    return this.marks.get(role).fill;
  }

  // A dot as a small picture, which is quicker to draw many times than its outline.
  sprite(role, radius) {
    const size = Math.max(1, Math.round(radius * 2) / 2);
    const name = `${role} ${size}`;
    let sprite = this.sprites.get(name);
    if (!sprite) {
      const picture = document.createElement("canvas");
      const reach = Math.ceil(size * 1.5) + 1;
      picture.width = picture.height = Math.ceil(2 * reach * this.density);
      const context = picture.getContext("2d");
      const zoom = (size / 10) * this.density;
      context.setTransform(zoom, 0, 0, zoom, reach * this.density, reach * this.density);
      context.fillStyle = this.fill(role);
      context.fill(this.marks.get(role).shape);
      sprite = { picture, reach, side: picture.width / this.density };
      this.sprites.set(name, sprite);
    }
    return sprite;
  }
}
