// The graph's page: puts a canvas in the place of the drawing, which stays if anything goes wrong.

import { listenToLegend, listenToZoom } from "./graph-buttons.js";
import { Camera } from "./graph-camera.js";
import { load } from "./graph-data.js";
import { Ink } from "./graph-ink.js";
import { measureSome } from "./graph-labels.js";
import { paint } from "./graph-paint.js";

const REST = 140;

class GraphView extends HTMLElement {
  connectedCallback() {
    // Each step is a task of its own, so that the page can be used between them.
    load(this.dataset.href).then((data) => setTimeout(() => this.begin(data)), () => {});
  }

  begin(data) {
    this.canvas = this.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    if (!this.context) return;
    const legend = document.querySelector(".graph-legend");
    const hidden = new Set();
    for (const part of this.querySelectorAll("[data-live]")) part.hidden = false;
    this.querySelector(".graph-drawing").hidden = true;
    this.state = {
      data,
      camera: new Camera(data, () => this.request(true)),
      ink: new Ink(this.canvas, legend),
      widths: new Map(),
      active: -1,
      hovered: -1,
      hidden,
      isFiltered: false,
      isMeasured: false,
      isShown: (i) => !hidden.has(data.roles[i]),
      shownRole: (role) => !hidden.has(role),
    };
    listenToZoom(this, this);
    listenToLegend(legend, this);
    setTimeout(() => this.watch());
    const reach = () => (this.hands ??= import("./graph-hands.js").then(({ take }) => take(this)));
    for (const wish of ["pointerover", "focusin"]) this.addEventListener(wish, reach);
    this.dataset.ready = "";
  }

  // The size, the density, the scheme and the contrast of what it is drawn on may change.
  watch() {
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    const repaint = () => {
      this.state.ink.refresh();
      this.request(false);
    };
    new MutationObserver(repaint).observe(document.documentElement, { attributes: true });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) {
      matchMedia(query).addEventListener("change", repaint);
    }
  }

  measure(from) {
    const next = measureSome(this.context, this.state, from);
    this.state.isMeasured = next === Infinity;
    if (this.state.isMeasured) this.request(false);
    else setTimeout(() => this.measure(next));
  }

  fit() {
    const { ink, camera } = this.state;
    const { clientWidth, clientHeight } = this.canvas;
    if (devicePixelRatio !== ink.density) ink.refresh();
    this.canvas.width = Math.round(clientWidth * ink.density);
    this.canvas.height = Math.round(clientHeight * ink.density);
    camera.resize(clientWidth, clientHeight);
    this.draw(true);
    if (!this.state.isMeasured) setTimeout(() => this.measure(0));
  }

  request(isMoving) {
    this.isMoving = isMoving;
    this.frame ??= requestAnimationFrame(() => this.draw(this.isMoving));
  }

  // What was drawn in haste is drawn in full as soon as it rests.
  draw(isMoving) {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    clearTimeout(this.resting);
    paint(this.context, this.state, isMoving);
    if (isMoving) this.resting = setTimeout(() => this.request(false), REST);
  }

  activate(term, { fly = false } = {}) {
    const { state } = this;
    const { data, camera } = state;
    state.active = term;
    state.hovered = -1;
    if (term >= 0 && (fly || !camera.sees(data.x[term], data.y[term], -40))) {
      camera.flyTo(data.x[term], data.y[term], fly ? undefined : camera.scale);
    }
    this.tell?.();
    this.request(false);
  }

  hover(term) {
    if (term === this.state.hovered) return;
    this.state.hovered = term;
    this.canvas.classList.toggle("graph-points", term >= 0);
    this.request(false);
  }

  open(term) {
    location.assign(this.state.data.href(term));
  }

  filter(role, isShown) {
    const { state } = this;
    if (isShown) state.hidden.delete(role);
    else state.hidden.add(role);
    state.isFiltered = state.hidden.size > 0;
    if (state.active >= 0 && !state.isShown(state.active)) this.activate(-1);
    this.request(false);
  }
}

customElements.define("graph-view", GraphView);
