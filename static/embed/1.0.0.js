// Shows definitions of a glossary on any other site.  One classic script, without dependencies,
// cookies or storage; it asks only the glossary that it comes from.
//
//   <script src="https://glossary.example/embed.js" defer></script>
//   <a href="https://glossary.example/terms/gpu/" data-glossary>GPU</a>
//   <span data-glossary="gpu">graphics card</span>
//   <article data-glossary-find>Words of the glossary are found in here.</article>
//
// What is marked, or found, is a link to the term's page.  A pointer that rests on it, keyboard
// focus and a tap show the definition; Escape, and looking away, hide it.  All that the glossary
// sends is put in as text.  Elements that are added later are looked at after
// document.dispatchEvent(new Event("glossary-scan")).
(() => {
  "use strict";
  const script = document.currentScript;
  const home = /\/embed\/[^/]*$/.test(new URL(script.src).pathname) ? "../" : "./";
  const base = new URL(script.dataset.base || home, script.src).href;
  const pages = `${base}terms/`;
  const SLUG = /^[a-z0-9-]+$/;
  const WAIT = 250;
  const GAP = 6;
  const EDGE = 8;
  const SKIP =
    "a,button,code,pre,kbd,samp,h1,h2,h3,h4,h5,h6,script,style,noscript,template,textarea,select,option,svg,math,iframe,[contenteditable],[data-glossary],[translate=no]";
  const STYLE = [
    ":host{all:initial;position:fixed;inset:auto;z-index:2147483647;margin:0;padding:0;border:0;background:none;overflow:visible}",
    ":host([hidden]){display:none}",
    ".card{box-sizing:border-box;inline-size:max-content;max-inline-size:min(22rem,calc(100vw - 16px));max-block-size:calc(100vh - 16px);overflow:auto;padding:.75rem 1rem;border:1px solid var(--glossary-border,color-mix(in srgb,CanvasText 45%,Canvas));border-radius:var(--glossary-radius,.5rem);background:var(--glossary-background,Canvas);color:var(--glossary-color,CanvasText);box-shadow:0 4px 20px #0003;font:var(--glossary-font,400 .9375rem/1.45 system-ui,sans-serif);overflow-wrap:anywhere;text-align:start}",
    ".card::before{content:'';position:absolute;inset:-8px 0;z-index:-1}",
    "p{margin:0}.title{font-weight:700;margin-block-end:.25rem}.more{margin-block-start:.5rem;font-size:.8125rem}",
    "a{color:var(--glossary-link,LinkText)}",
    "@media print{:host{display:none}}",
    "@media (prefers-reduced-motion:no-preference){.card{transition:opacity .12s}@starting-style{.card{opacity:0}}}",
  ];

  // The card, and what says the same to those who listen: a description must stand in the page.
  const host = document.createElement("div");
  const said = document.createElement("span");
  const card = document.createElement("div");
  const parts = ["title", "text", "more"].map((name) => {
    const part = document.createElement("p");
    part.className = name;
    card.append(part);
    return part;
  });
  const [title, text, more] = parts;
  const back = document.createElement("a");
  back.tabIndex = -1;
  more.append(back);
  card.className = "card";
  host.hidden = said.hidden = true;
  host.popover = "manual";
  host.setAttribute("aria-hidden", "true");
  said.id = "glossary-definition";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE.join(""));
  root.adoptedStyleSheets = [sheet];
  root.append(card);
  const marks = new CSSStyleSheet();
  marks.replaceSync(
    ":where(a[data-glossary]){color:inherit;text-decoration:underline dotted;text-underline-offset:.2em;cursor:help}",
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];

  const fetched = new Map();
  const ask = (path) => {
    if (!fetched.has(path)) {
      const options = { credentials: "omit", referrerPolicy: "no-referrer" };
      const answer = fetch(base + path, options).then((it) => (it.ok ? it.json() : null));
      fetched.set(path, answer.catch(() => fetched.delete(path) && null));
    }
    return fetched.get(path);
  };

  const slugOf = (link) => {
    const slug = link.href.startsWith(pages) ? link.href.slice(pages.length) : "";
    const plain = slug.split(/[/?#]/)[0];
    return SLUG.test(plain) ? plain : null;
  };
  const linkAt = (target) => target.closest?.("a[data-glossary]") ?? null;
  const line = (value) => (typeof value === "string" ? value.slice(0, 2000) : "");

  let link = null;
  let isTouched = false;
  let timer = 0;

  const describe = (isShown) => {
    const ids = (link.getAttribute("aria-describedby") ?? "").split(" ");
    const kept = ids.filter((id) => id && id !== said.id);
    if (isShown) kept.push(said.id);
    if (kept.length) link.setAttribute("aria-describedby", kept.join(" "));
    else link.removeAttribute("aria-describedby");
  };

  const hide = () => {
    clearTimeout(timer);
    if (link && !host.hidden) {
      describe(false);
      host.hidePopover?.();
      host.hidden = true;
    }
    link = null;
  };

  const put = () => {
    const rect = link.getClientRects()[0];
    if (!rect || rect.bottom < 0 || rect.top > innerHeight) return hide();
    const { offsetWidth: width, offsetHeight: height } = card;
    const isRtl = getComputedStyle(link).direction === "rtl";
    const far = document.documentElement.clientWidth - EDGE - width;
    const side = Math.min(isRtl ? rect.right - width : rect.left, far);
    const below = rect.bottom + GAP;
    const above = rect.top - GAP - height;
    const top = below + height + EDGE <= innerHeight || above < EDGE ? below : above;
    const last = Math.max(EDGE, innerHeight - EDGE - height);
    host.style.left = `${Math.max(EDGE, side)}px`;
    host.style.top = `${Math.min(top, last)}px`;
  };

  const show = async (wanted) => {
    const slug = slugOf(wanted);
    const term = slug && (await ask(`api/v1/terms/${slug}.json`));
    if (link !== wanted || !term) return;
    const short = line(term.abbreviation);
    title.textContent = line(term.title) + (short ? ` (${short})` : "");
    text.textContent = line(term.definition?.text);
    back.textContent = line(term.glossary?.title) || new URL(base).host;
    back.href = `${pages}${slug}/`;
    said.textContent = text.textContent;
    card.dir = "auto";
    card.lang = said.lang = line(term.language);
    (link.closest("dialog") ?? document.body).append(said, host);
    host.hidden = false;
    host.showPopover?.();
    describe(true);
    put();
  };

  const want = (wanted, wait) => {
    if (wanted === link) return clearTimeout(timer);
    hide();
    link = wanted;
    timer = setTimeout(show, wait, wanted);
  };
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => link?.matches(":focus-visible") || hide(), WAIT);
  };

  const acts = {
    pointerover(event) {
      if (event.pointerType === "touch") return;
      const over = linkAt(event.target);
      if (over) want(over, WAIT);
      else if (event.target === host) clearTimeout(timer);
      else if (link) leave();
    },
    focusin(event) {
      const on = linkAt(event.target);
      if (on?.matches(":focus-visible") && !isTouched) want(on, 0);
    },
    focusout(event) {
      if (event.target === link && !host.matches(":hover")) hide();
    },
    pointerdown(event) {
      isTouched = event.pointerType === "touch";
      if (link && event.target !== host && !link.contains(event.target)) hide();
    },
    // The first tap shows, and the second follows the link.
    click(event) {
      const on = linkAt(event.target);
      if (!isTouched || !on || (on === link && !host.hidden)) return;
      event.preventDefault();
      want(on, 0);
    },
    keydown(event) {
      isTouched = false;
      if (event.key === "Escape" && link) hide();
    },
  };
  for (const [name, act] of Object.entries(acts)) document.addEventListener(name, act);
  addEventListener("scroll", () => link && !host.hidden && put(), { capture: true, passive: true });
  addEventListener("resize", () => link && !host.hidden && put());
  addEventListener("pagehide", hide);

  const linkTo = (slug, words) => {
    const made = document.createElement("a");
    made.href = `${pages}${slug}/`;
    made.dataset.glossary = "";
    made.append(words);
    return made;
  };

  // Marked words that are no links become links.
  const mark = () => {
    for (const element of document.querySelectorAll("[data-glossary]:not(a)")) {
      const slug = element.dataset.glossary;
      if (!SLUG.test(slug) || element.querySelector("a")) continue;
      const made = linkTo(slug, "");
      made.append(...element.childNodes);
      element.removeAttribute("data-glossary");
      element.append(made);
    }
  };

  // Names by their first two letters, the longest first.
  const sorted = (names) => {
    const found = new Map();
    const add = (name, slug, isExact) => {
      if (!SLUG.test(slug) || !/^[\p{L}\p{N}]/u.test(name)) return;
      const key = name.slice(0, 2).toLowerCase();
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ name: isExact ? name : name.toLowerCase(), slug, isExact });
    };
    for (const [name, slug] of Object.entries(names.any_case ?? {})) add(name, slug, false);
    for (const [name, slug] of Object.entries(names.exact_case ?? {})) add(name, slug, true);
    for (const list of found.values()) list.sort((a, b) => b.name.length - a.name.length);
    return found;
  };

  // Where a name that begins at a place ends; a space in it stands for any white space.
  const endOf = (name, words, start) => {
    let at = start;
    for (const letter of name) {
      if (letter === " ") {
        const from = at;
        while (/\s/.test(words[at] ?? "")) at += 1;
        if (at === from) return -1;
      } else {
        if (!words.startsWith(letter, at)) return -1;
        at += letter.length;
      }
    }
    return /^[\p{L}\p{N}\p{M}]/u.test(words.slice(at, at + 2)) ? -1 : at;
  };

  const findIn = (node, names, done) => {
    const words = node.data;
    const lower = words.toLowerCase();
    if (lower.length !== words.length) return;
    for (const { index } of words.matchAll(/(?<![\p{L}\p{N}\p{M}_])[\p{L}\p{N}]/gu)) {
      const near = lower.slice(index, index + 2);
      const list = [...(names.get(near) ?? []), ...(names.get(near[0]) ?? [])];
      for (const { name, slug, isExact } of list) {
        const end = done.has(slug) ? -1 : endOf(name, isExact ? words : lower, index);
        if (end < 0) continue;
        done.add(slug);
        const rest = node.splitText(index);
        const after = rest.splitText(end - index);
        rest.replaceWith(linkTo(slug, rest.data));
        return findIn(after, names, done);
      }
    }
  };

  const find = async () => {
    const selector = ["[data-glossary-find]", script.dataset.find].filter(Boolean).join(",");
    const places = [...document.querySelectorAll(selector)];
    const given = places.length ? await ask("api/v1/names.json") : null;
    if (!given) return;
    const names = sorted(given);
    for (const place of places) {
      const links = [...place.querySelectorAll("a[data-glossary]")];
      const done = new Set(links.map(slugOf));
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement.closest(SKIP) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
      );
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      for (const node of nodes) findIn(node, names, done);
    }
  };

  const scan = () => {
    mark();
    find();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", scan);
  else scan();
  document.addEventListener("glossary-scan", scan);
})();
