// The search field.  Until a reader reaches for it, it only listens; the rest is loaded then.

// All that is loaded then, at once: what imports what need not be found out step by step.
const PARTS = [
  "./search-panel.js", "./search-engine.js", "./search-files.js", "./search-index.js", "./search-keys.js",
  "./search-near.js", "./search-parts.js", "./search-places.js", "./search-scores.js", "./search-words.js",
];
const FIELDS = "input, textarea, select, [contenteditable]";

class SiteSearch extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.form = this.querySelector("form");
    if (!this.input || this.hint) return;
    this.hint = document.createElement("kbd");
    this.hint.className = "search-hint";
    this.hint.ariaHidden = "true";
    this.hint.textContent = "/";
    this.form.append(this.hint);
    Object.assign(this.input, { autocomplete: "off", autocapitalize: "off", spellcheck: false });
    this.input.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
    for (const sign of ["focusin", "pointerenter"]) {
      this.addEventListener(sign, () => this.prepare());
    }
    if (this.contains(document.activeElement)) this.prepare();
    this.arrive();
  }

  // Without the rest the field still leads to A to Z; the next reach tries again.
  prepare() {
    this.panel ??= Promise.all(PARTS.map((part) => import(part))).then(
      ([{ Panel }]) => new Panel(this),
      () => (this.panel = undefined),
    );
    return this.panel;
  }

  focusField() {
    this.input.focus();
    this.input.select();
  }

  // A search that began without this script leads to A to Z, and goes on there.
  arrive() {
    const { pathname, search } = location;
    const typed = new URLSearchParams(search).get("q");
    if (!typed || new URL(this.form.action).pathname !== pathname || reachable()[0] !== this) return;
    this.input.value = typed.slice(0, this.input.maxLength);
    this.input.focus();
    this.prepare();
  }
}

const reachable = () =>
  [...document.querySelectorAll("site-search")].filter((one) => one.checkVisibility?.() ?? true);

const isInView = (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

document.addEventListener("keydown", (event) => {
  const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
  const isK = event.key.toLowerCase() === "k" && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey;
  if (event.defaultPrevented || event.isComposing || !(isSlash || isK)) return;
  if (event.target.closest?.(FIELDS)) return;
  const all = reachable();
  const chosen = all.findLast(isInView) ?? all[0];
  if (chosen?.input) {
    event.preventDefault();
    chosen.focusField();
  }
});

customElements.define("site-search", SiteSearch);
