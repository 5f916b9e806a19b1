// Lets the reader sort the table within <data-table> by its headers, and filter its rows.
//
// Here stands what must be there at once: buttons in the headers, and who listens.  What works on
// rows is loaded at the first touch.  The words of a column's header become the button's.
const PATIENCE = 150;

class DataTable extends HTMLElement {
  connectedCallback() {
    if (this.heads) return;
    this.table = this.querySelector("table");
    this.input = this.querySelector("input");
    this.status = this.querySelector("[role=status]");
    this.clear = this.querySelector(".table-tools button");
    this.total = this.table.tBodies[0].rows.length;
    this.heads = [...this.table.tHead.rows[0].cells];
    this.heads.forEach((head, column) => this.addButton(head, column));
    this.count(this.total);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(), PATIENCE);
    });
    this.clear.addEventListener("click", () => this.reset());
  }

  addButton(head, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => this.sort(head, column));
  }

  sort(head, column) {
    const order = head.ariaSort === "ascending" ? "descending" : "ascending";
    for (const one of this.heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    this.order = { column, order };
    this.show();
  }

  reset() {
    for (const one of this.heads) one.removeAttribute("aria-sort");
    this.order = null;
    this.input.value = "";
    this.input.focus();
    this.show();
  }

  // Of several wishes in a row only the last is carried out.
  async show() {
    const wish = (this.wish = { words: this.input.value, ...this.order });
    this.clear.hidden = !(this.order || wish.words.trim());
    const { Rows } = await import("./table-rows.js");
    this.rows ??= new Rows(this.table);
    const count = await this.rows.show(wish, () => this.wish !== wish);
    if (this.wish === wish) this.count(count);
  }

  count(count) {
    const rows = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);
    const all = `${rows(this.total)} ${this.total === 1 ? "row" : "rows"}`;
    this.status.textContent = count === this.total ? all : `${rows(count)} of ${all}`;
  }
}

customElements.define("data-table", DataTable);
