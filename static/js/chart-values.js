// Shows the values of a chart.  They come from the table of the dataset's own page, with every
// digit; which row a mark is of, the chart says itself.
import { marks } from "./chart-marks.js";
import { pageAt } from "./page-at.js";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const tables = new Map();

const readTable = async (href) => {
  const found = await pageAt(href);
  if (!found) throw new Error(href);
  const table = found.page.querySelector(".data-page-table table, main table");
  // Where rows are left out, their places say nothing any more.
  if ("part" in table.dataset) throw new Error("part");
  const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  return {
    rows: [...table.tBodies[0].rows].map(cells),
    units: [...table.tHead.rows[0].cells].map(
      (cell) => cell.querySelector(".unit")?.textContent ?? "",
    ),
  };
};

const table = (href) => {
  if (!tables.has(href)) {
    const reading = readTable(href);
    tables.set(href, reading);
    reading.catch(() => tables.delete(href));
  }
  return tables.get(href);
};

const withUnit = (value, unit) => (unit.startsWith("%") ? value + unit : `${value} ${unit}`.trim());

const sayMark = (figure, { rows, units }, mark) => {
  const row = rows[mark.row];
  if (!row) return mark.name;
  const named = figure.dataset.columns.split(" ").map((column) => row[column]);
  const where = [...new Set([mark.name, ...named].filter(Boolean))].join(", ");
  const high = mark.high === "" ? "" : ` to ${row[mark.high]}`;
  return `${where}: ${withUnit(row[mark.column] + high, units[mark.column])}`;
};

class Follower {
  constructor(figure) {
    this.figure = figure;
    this.view = figure.querySelector(".chart-view");
    this.isLying = figure.matches(".chart-lying");
    this.marks = marks(figure);
    this.at = null;
    this.ring = document.createElement("span");
    this.ring.className = "chart-ring";
    this.ring.hidden = true;
    this.words = document.createElement("p");
    this.words.className = "chart-value";
    this.words.setAttribute("role", "status");
    this.view.append(this.ring, this.words);
  }

  shown() {
    return this.marks.filter((mark) => !mark.group.hasAttribute("hidden"));
  }

  box() {
    const view = this.view.getBoundingClientRect();
    const left = Number(this.view.firstElementChild.getAttribute("width"));
    const right = Number(this.view.querySelector(":scope > svg:last-of-type").getAttribute("width"));
    return { view, left, wide: view.width - left - right };
  }

  point(event) {
    const { view, left, wide } = this.box();
    const x = event.clientX - view.left - left;
    const y = event.clientY - view.top;
    const far = (mark) => Math.hypot((mark.x / 1000) * wide - x, (mark.y - y) * 0.6);
    const near = this.shown().reduce((a, b) => (a && far(a) <= far(b) ? a : b), null);
    if (near && near !== this.at) this.show(near);
  }

  step(key) {
    const shown = this.shown();
    if (!shown.length) return;
    const along = this.isLying ? "y" : "x";
    const keys = this.isLying ? [...KEYS.slice(2), ...KEYS.slice(0, 2)] : KEYS;
    const way = keys.indexOf(key);
    const step = way % 2 ? 1 : -1;
    const order = (group) =>
      shown.filter((mark) => mark.group === group).sort((a, b) => a[along] - b[along]);
    if (!shown.includes(this.at)) {
      this.show(order(shown[0].group).at(-1));
    } else if (way < 2) {
      const mates = order(this.at.group);
      this.show(mates[Math.min(Math.max(mates.indexOf(this.at) + step, 0), mates.length - 1)]);
    } else {
      const groups = [...new Set(shown.map((mark) => mark.group))];
      const next = groups.indexOf(this.at.group) + step + groups.length;
      const far = (mark) => Math.abs(mark[along] - this.at[along]);
      const mates = order(groups[next % groups.length]);
      this.show(mates.reduce((a, b) => (far(b) < far(a) ? b : a)));
    }
  }

  async show(mark) {
    this.at = mark;
    const { left, wide } = this.box();
    this.ring.hidden = false;
    this.ring.style.insetInlineStart = `${left + (mark.x / 1000) * wide}px`;
    this.ring.style.insetBlockStart = `${mark.y}px`;
    try {
      const read = await table(this.figure.dataset.href);
      if (this.at === mark) this.words.textContent = sayMark(this.figure, read, mark);
    } catch {
      this.words.textContent = "The values cannot be had just now. They are on the dataset's page.";
    }
  }
}

// Gives what answers pointing and arrow keys.
export const follow = (figure) => {
  const follower = new Follower(figure);
  figure.addEventListener("chart-series", () => {
    follower.ring.hidden = true;
    follower.at = null;
    follower.words.textContent = "";
  });
  return (sign) => (sign.type === "keydown" ? follower.step(sign.key) : follower.point(sign));
};
