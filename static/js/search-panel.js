// What opens below a search field: a combobox after the pattern of the ARIA Authoring Practices.

import { search } from "./search-engine.js";
import { index } from "./search-files.js";
import { press } from "./search-keys.js";
import { message, option } from "./search-parts.js";

const LIMIT = 8;
const PATIENCE = 200;
const PAUSE = 400;

export class Panel {
  constructor(host) {
    Object.assign(this, { host, input: host.input, allHref: host.form.action, asked: 0, active: -1 });
    this.options = [];
    this.build(host.input.id);
    this.listen();
    index.open().catch(() => {});
    if (this.input.value.trim()) this.ask();
  }

  build(id) {
    const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
    this.panel = make("div", "search-panel");
    this.list = Object.assign(make("div", "search-list"), { id: `${id}-list`, role: "listbox", tabIndex: -1 });
    this.list.ariaLabel = "Terms";
    this.note = make("p", "search-note");
    this.status = Object.assign(make("p", "visually-hidden"), { role: "status" });
    this.closer = Object.assign(make("button", "search-close button button-quiet"), { type: "button", textContent: "Close" });
    this.panel.append(this.list, this.note, this.closer);
    this.panel.hidden = this.list.hidden = true;
    this.host.append(this.panel, this.status);
    const facts = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(facts)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", (event) => event.isComposing || this.ask());
    this.input.addEventListener("compositionend", () => this.ask());
    this.input.addEventListener("keydown", (event) => event.isComposing || press(this, event));
    this.input.addEventListener("click", () => this.panel.hidden && this.ask());
    this.host.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.host.contains(relatedTarget)) this.close();
    });
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("pointermove", ({ target }) => {
      const at = this.options.indexOf(target.closest("[role=option]"));
      if (at >= 0 && at !== this.active) this.point(at);
    });
    this.closer.addEventListener("click", () => {
      this.input.focus();
      this.close();
    });
    this.host.form.addEventListener("submit", (event) => event.preventDefault());
  }

  // Looks for what is typed now; an answer to anything older is passed over.
  async ask() {
    const typed = this.input.value.trim();
    const turn = (this.asked += 1);
    const isCurrent = () => turn === this.asked;
    clearTimeout(this.waiting);
    if (!typed) return this.close();
    this.isWaiting = true;
    this.waiting = setTimeout(() => this.tell("Searching…"), PATIENCE);
    try {
      const found = await search(index, typed, LIMIT);
      if (isCurrent()) this.show(found, typed);
    } catch {
      if (isCurrent()) this.show([], typed, "The search cannot be loaded at the moment.");
    }
  }

  show(found, typed, failure) {
    clearTimeout(this.waiting);
    this.isWaiting = false;
    this.options = found.map((one, at) => option(one, `${this.input.id}-${at}`));
    this.list.replaceChildren(...this.options);
    this.list.hidden = found.length === 0;
    this.panel.hidden = false;
    this.point(found.length ? 0 : -1);
    this.list.scrollTop = 0;
    if (found.length) this.tell("");
    else this.tell(failure ?? `No term fits “${typed}”.`, this.allHref);
    const count = found.length === 1 ? "1 term" : `${found.length} terms`;
    this.say(found.length ? `${count} found` : (failure ?? "No term found"));
    if (this.opens && found.length) this.options[0].click();
    this.opens = false;
  }

  tell(text, href) {
    this.note.replaceChildren(...message(text, href));
    this.note.hidden = !text;
    if (text) this.panel.hidden = false;
    this.host.classList.toggle("search-open", !this.panel.hidden);
  }

  // Readers who hear the page are told once they pause.
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.status.textContent = text), PAUSE);
  }

  point(at) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const chosen = this.options[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-expanded", String(this.options.length > 0 && !this.panel.hidden));
  }

  close() {
    this.asked += 1;
    clearTimeout(this.waiting);
    this.say("");
    this.panel.hidden = true;
    this.isMoved = this.isWaiting = this.opens = false;
    this.host.classList.remove("search-open");
    this.point(-1);
  }
}
