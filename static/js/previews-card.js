// The preview itself: one card for the whole page, shown beside the link it explains.  As WCAG
// 1.4.13 asks, Escape takes it away, the pointer may move onto it, and nothing else ends it but
// that pointer and focus have gone.
const GAP = 8;
const EDGE = 8;
const GRACE = 300;

const card = document.createElement("div");
const title = document.createElement("p");
const text = document.createElement("p");
card.id = "term-preview";
card.className = "preview";
card.setAttribute("role", "tooltip");
card.popover = "manual";
card.hidden = true;
title.className = "preview-title";
text.className = "preview-text";
card.append(title, text);

let link = null;
let line = 0;
let leaving = 0;

const describe = (isShown) => {
  const others = (link.getAttribute("aria-describedby") ?? "").split(" ");
  const ids = others.filter((id) => id && id !== card.id);
  if (isShown) ids.push(card.id);
  if (ids.length) link.setAttribute("aria-describedby", ids.join(" "));
  else link.removeAttribute("aria-describedby");
};

const hide = () => {
  clearTimeout(leaving);
  if (!link) return;
  describe(false);
  link = null;
  card.hidePopover?.();
  card.hidden = true;
};

// A link may be broken over lines: the one under the pointer counts.
const lineAt = (rects, place) => {
  if (!place) return 0;
  const distance = (rect) => {
    const x = Math.max(rect.left - place.clientX, place.clientX - rect.right, 0);
    const y = Math.max(rect.top - place.clientY, place.clientY - rect.bottom, 0);
    return x + y;
  };
  const distances = rects.map(distance);
  return distances.indexOf(Math.min(...distances));
};

const put = () => {
  const rects = [...link.getClientRects()];
  const rect = rects[Math.min(line, rects.length - 1)];
  if (!rect || rect.bottom < 0 || rect.top > innerHeight) return hide();

  const view = visualViewport;
  card.style.setProperty("--preview-room", `${view.width - 2 * EDGE}px`);
  card.style.setProperty("--preview-lines", "none");
  const above = rect.top - GAP - EDGE - view.offsetTop;
  const below = view.offsetTop + view.height - EDGE - GAP - rect.bottom;
  const isBelow = card.offsetHeight <= below || below >= above;
  const excess = card.offsetHeight - (isBelow ? below : above);
  if (excess > 0) {
    const lines = (text.offsetHeight - excess) / parseFloat(getComputedStyle(text).lineHeight);
    card.style.setProperty("--preview-lines", Math.max(2, Math.floor(lines)));
  }

  const isRtl = getComputedStyle(link).direction === "rtl";
  const side = isRtl ? rect.right - card.offsetWidth : rect.left;
  const far = view.offsetLeft + view.width - EDGE - card.offsetWidth;
  const top = isBelow ? rect.bottom + GAP : rect.top - GAP - card.offsetHeight;
  card.style.left = `${Math.max(view.offsetLeft + EDGE, Math.min(side, far))}px`;
  card.style.top = `${top}px`;
};

/** Shows words beside the link of a wish. */
export const show = (wish, words) => {
  clearTimeout(leaving);
  if (link === wish.link) return;
  hide();
  link = wish.link;
  line = lineAt([...link.getClientRects()], wish.place);
  card.lang = words.lang ?? "";
  card.dir = words.dir || "auto";
  title.textContent = words.abbreviation ? `${words.title} (${words.abbreviation})` : words.title;
  text.textContent = words.text;
  (link.closest("main") ?? document.body).append(card);
  card.hidden = false;
  card.showPopover?.();
  describe(true);
  put();
};

const isInside = (target) => link.contains(target) || card.contains(target);
const isPointed = () => link.matches(":hover") || card.matches(":hover");

const leave = () => {
  clearTimeout(leaving);
  leaving = setTimeout(() => link?.matches(":focus-visible") || hide(), GRACE);
};

document.addEventListener("pointerover", (event) => {
  if (!link || event.pointerType === "touch") return;
  if (isInside(event.target)) clearTimeout(leaving);
  else leave();
});
document.documentElement.addEventListener("pointerleave", (event) => {
  if (link && event.pointerType !== "touch") leave();
});
document.addEventListener("focusin", (event) => {
  if (link && event.target.closest("dialog")) hide();
});
document.addEventListener("focusout", (event) => {
  if (event.target === link && !isPointed()) hide();
});
document.addEventListener("keydown", (event) => {
  if (link && event.key === "Escape") hide();
});
document.addEventListener("pointerdown", (event) => {
  if (link && !isInside(event.target)) hide();
});
document.addEventListener("pointercancel", hide);
addEventListener("pagehide", hide);

const follow = () => link && put();
document.addEventListener("scroll", follow, { capture: true, passive: true });
addEventListener("resize", follow);
visualViewport.addEventListener("resize", follow);
visualViewport.addEventListener("scroll", follow);
