// Notices who wants to know what a link to a term leads to: a pointer that rests on it, keyboard
// focus, a finger that holds it.  What fulfils the wish, previews-words.js and previews-card.js,
// is loaded with the first one.
//
// A finger that taps follows the link, as ever.  A finger that holds it gets the preview in place
// of the system's menu, and if it holds the same link once more, the menu.
const REST = 100;
const REST_MORE = 200;
const FOCUS = 100;
const HOLD = 450;
const SLOP = 10;
const TERMS = new URL("../terms/", import.meta.url).href;
const SLUG = /^[a-z0-9-]+\/?(#|$)/;

let timer = 0;
let wish = null;
let pointed = null;
let pressed = null;
let start = null;
let held = null;
let isHolding = false;

// A stretched link stands on a card, which shows the definition already; a link that is marked for
// other sites' script is that script's.
const linkAt = (target) => {
  const link = target.closest?.("main a[href]:not(.stretched, [data-glossary])");
  if (!link) return null;
  const url = new URL(link.getAttribute("href"), document.baseURI);
  const isTerm = url.href.startsWith(TERMS) && SLUG.test(url.href.slice(TERMS.length));
  return isTerm && url.pathname !== location.pathname ? link : null;
};

const drop = (cause) => {
  if (wish && wish.cause !== (cause ?? wish.cause)) return;
  clearTimeout(timer);
  wish = null;
};

const load = (link) => {
  const words = import("./previews-words.js").then((module) => module.find(link));
  return Promise.all([import("./previews-card.js"), words]).catch(() => []);
};

const fulfil = async (mine, loading) => {
  const [card, words] = await loading;
  if (wish === mine && words) card.show(mine, words);
};

// What is on its way to another link is not asked for.
const want = (link, cause, place, first, more) => {
  drop();
  const mine = (wish = { link, cause, place });
  timer = setTimeout(() => {
    const loading = load(link);
    timer = setTimeout(fulfil, more, mine, loading);
  }, first);
};

const over = (event) => {
  if (event.pointerType === "touch") return;
  const link = linkAt(event.target);
  if (link === pointed) return;
  pointed = link;
  drop("pointer");
  if (link) want(link, "pointer", event, REST, REST_MORE);
};

document.documentElement.addEventListener("pointerleave", () => {
  pointed = null;
  drop("pointer");
});

const focus = (event) => {
  const link = event.target.matches(":focus-visible") && linkAt(event.target);
  if (link) want(link, "focus", null, FOCUS, 0);
};

document.addEventListener("focusout", () => drop("focus"));

const hold = () => {
  held = pressed;
  isHolding = true;
  want(held, "touch", start, 0, 0);
};

const press = (event) => {
  drop();
  isHolding = false;
  if (event.pointerType !== "touch") return;
  pressed = event.isPrimary ? linkAt(event.target) : null;
  start = event;
  if (pressed !== held) held = null;
  if (pressed && !held) timer = setTimeout(hold, HOLD);
};

document.addEventListener("pointermove", (event) => {
  if (!pressed || event.pointerType !== "touch") return;
  if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > SLOP) release();
});

const release = () => {
  pressed = null;
  if (!isHolding) clearTimeout(timer);
};

document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", release);

// Some systems know sooner than we do that a finger holds.
document.addEventListener("contextmenu", (event) => {
  if (pressed && !held) {
    clearTimeout(timer);
    hold();
  }
  if (isHolding) event.preventDefault();
});

document.addEventListener("dragstart", (event) => {
  if (pressed) event.preventDefault();
});

document.addEventListener(
  "click",
  (event) => {
    if (isHolding && held?.contains(event.target)) event.preventDefault();
    isHolding = false;
  },
  true,
);

// A figure shows its source by CSS alone; here Escape takes it away until the reader comes back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const figure = document.querySelector(".bound-figure:is(:hover, :focus-visible)");
  figure?.setAttribute("data-closed", "");
  const open = () => figure?.removeAttribute("data-closed");
  for (const end of ["pointerleave", "blur"]) figure?.addEventListener(end, open, { once: true });
});

const noticing = { pointerover: over, focusin: focus, pointerdown: press };
for (const [sign, act] of Object.entries(noticing)) document.addEventListener(sign, act);

/** Takes up what happened while this was being loaded. */
export const notice = (event) => noticing[event.type]?.(event);
