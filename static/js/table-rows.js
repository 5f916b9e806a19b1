// Sorts and filters the rows of a table in small steps, so that the page never stands still.
//
// Numbers are compared as numbers, days as days, words as the page's language orders them; what is
// not known comes last.  A long table is put back piece by piece: a button brings the next rows.
import { kindOf } from "./table-values.js";

const STEP = 500;
const SHOWN = 500;
const BUDGET = 12;
const UNKNOWN = "–";

const lang = document.documentElement.lang;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(lang);

const pause = () => new Promise((resolve) => setTimeout(resolve));

export class Rows {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.all = [...this.body.rows];
    this.heads = [...table.tHead.rows[0].cells];
    this.keys = new Map();
    this.more = document.createElement("button");
    this.more.type = "button";
    this.more.className = "button button-quiet";
    this.more.addEventListener("click", () => this.showMore());
  }

  // Columns keep their widths, whichever rows are shown.  Right before the rows are replaced, lest
  // the browser set all anew.
  freeze() {
    if (this.table.style.tableLayout) return;
    const widths = this.heads.map((head) => head.getBoundingClientRect().width);
    this.heads.forEach((head, at) => (head.style.inlineSize = `${widths[at]}px`));
    this.table.style.tableLayout = "fixed";
  }

  async show({ words, column, order }, isStale) {
    const breathe = this.breather(isStale);
    const rows = await this.filter(fold(words).split(/\s+/).filter(Boolean), breathe);
    const sorted = rows && column !== undefined ? await this.sort(rows, column, order, breathe) : rows;
    if (!sorted) return 0;
    this.freeze();
    await this.thin();
    if (isStale()) return 0;
    this.left = sorted.map((at) => this.all[at]);
    const body = document.createElement("tbody");
    body.append(...this.left.splice(0, SHOWN));
    this.body.replaceWith(body);
    this.body = body;
    this.offerMore();
    return sorted.length;
  }

  // To take away thousands of rows at once takes long; from the end, nobody sees them go.
  async thin() {
    for (let at = this.body.rows.length; at > SHOWN; at -= STEP) {
      [...this.body.rows].slice(-STEP).forEach((row) => row.remove());
      await pause();
    }
  }

  // Gives the browser its turn whenever a step has taken long; says whether to give up.
  breather(isStale) {
    let start = performance.now();
    return async () => {
      if (performance.now() - start > BUDGET) {
        await pause();
        start = performance.now();
      }
      return isStale();
    };
  }

  async filter(words, breathe) {
    if (!words.length) return [...this.all.keys()];
    this.texts ??= [];
    const found = [];
    for (let at = 0; at < this.all.length; at += 1) {
      if (at % 50 === 0 && (await breathe())) return null;
      const text = (this.texts[at] ??= fold([...this.all[at].cells].map((c) => c.textContent).join("\n")));
      if (words.every((word) => text.includes(word))) found.push(at);
    }
    return found;
  }

  async sort(rows, column, order, breathe) {
    const kind = kindOf(this.heads[column]);
    const keys = this.keys.get(column) ?? [];
    this.keys.set(column, keys);
    for (const [step, at] of rows.entries()) {
      if (step % 50 === 0 && (await breathe())) return null;
      const text = this.all[at].cells[column].textContent;
      keys[at] ??= text === UNKNOWN ? [null] : [kind.read(text)];
    }
    const turn = order === "descending" ? -1 : 1;
    const compare = (a, b) => turn * kind.compare(keys[a][0], keys[b][0]) || a - b;
    const known = rows.filter((at) => keys[at][0] !== null);
    const sorted = await mergeSort(known, compare, breathe);
    return sorted && [...sorted, ...rows.filter((at) => keys[at][0] === null)];
  }

  showMore() {
    const [first] = this.left;
    this.body.append(...this.left.splice(0, SHOWN));
    this.offerMore();
    first.tabIndex = -1;
    first.focus();
  }

  offerMore() {
    this.more.textContent = `Show ${Math.min(SHOWN, this.left.length)} more rows`;
    if (this.left.length) this.table.parentElement.after(this.more);
    else this.more.remove();
  }
}

const mergeSort = async (rows, compare, breathe) => {
  let runs = [];
  for (let at = 0; at < rows.length; at += STEP) {
    if (await breathe()) return null;
    runs.push(rows.slice(at, at + STEP).sort(compare));
  }
  while (runs.length > 1) {
    const merged = [];
    for (let at = 0; at < runs.length; at += 2) {
      if (await breathe()) return null;
      merged.push(merge(runs[at], runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
};

const merge = (left, right, compare) => {
  const merged = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    merged.push(compare(left[i], right[j]) <= 0 ? left[i++] : right[j++]);
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
};
