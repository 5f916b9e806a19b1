// Lets series of a chart be shown alone, and its values be asked for: by pointing at the chart, or
// with the arrow keys.  What finds the values is loaded when they are first asked for.
const SIGNS = ["pointermove", "pointerdown", "keydown"];

const makeSwitches = (figure) => {
  const groups = figure.querySelectorAll("g[data-name]");
  figure.querySelectorAll(".chart-legend li").forEach((item, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(...item.childNodes);
    button.addEventListener("click", () => {
      const isShown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", isShown);
      const style = groups[i].getAttribute("class");
      for (const one of [groups[i], ...figure.querySelectorAll(`text.${style}`)]) {
        one.toggleAttribute("hidden", !isShown);
      }
      figure.dispatchEvent(new Event("chart-series"));
    });
    item.append(button);
  });
};

const prepare = (figure) => {
  const view = figure.querySelector(".chart-view");
  const drawing = figure.querySelector(".chart-drawing");
  const title = drawing.querySelector("title");
  view.tabIndex = 0;
  view.setAttribute("role", "application");
  view.setAttribute("aria-label", `Values of ${title.textContent}. Arrow keys step through them.`);
  // A browser would show the title on top of the value.
  drawing.removeAttribute("aria-labelledby");
  drawing.setAttribute("aria-label", title.textContent);
  title.remove();
  makeSwitches(figure);
  let loading = null;
  let answer = null;
  const respond = async (event) => {
    if (event.type === "keydown") {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
    }
    try {
      const { follow } = await (loading ??= import("./chart-values.js"));
      answer ??= follow(figure);
      answer(event);
    } catch {
      loading = null;
    }
  };
  for (const sign of SIGNS) view.addEventListener(sign, respond);
};

document.querySelectorAll(".chart").forEach(prepare);
