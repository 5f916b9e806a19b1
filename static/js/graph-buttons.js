// The buttons of the graph: those that zoom, and the legend, whose entries become switches that hide
// the terms of their topics.

const ZOOM = 1.4;

export function listenToZoom(root, { state }) {
  const { camera } = state;
  const actions = {
    in: () => camera.zoom(ZOOM),
    out: () => camera.zoom(1 / ZOOM),
    all: () => camera.showAll(),
  };
  for (const button of root.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", actions[button.dataset.zoom]);
  }
}

export function listenToLegend(legend, view) {
  for (const item of legend.querySelectorAll("[data-role]")) {
    const role = Number(item.dataset.role);
    const button = document.createElement("button");
    button.type = "button";
    button.ariaPressed = "true";
    button.append(...item.childNodes);
    button.addEventListener("click", () => {
      const isShown = button.ariaPressed !== "true";
      button.ariaPressed = String(isShown);
      view.filter(role, isShown);
    });
    item.append(button);
  }
}
