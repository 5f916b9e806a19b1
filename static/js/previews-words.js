// Finds what a preview says: on this page if a card says it, else in the page that is linked.
import { pageAt } from "./page-at.js";

const TERMS = new URL("../terms/", import.meta.url).href;

const known = new Map();

const textOf = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

const wordsOf = (title, abbreviation, definition) => {
  const text = textOf(definition);
  if (!text) return null;
  const { lang, dir } = definition.closest("[lang]") ?? {};
  return { title: textOf(title), abbreviation: textOf(abbreviation), text, lang, dir };
};

const onThisPage = (path) => {
  const title = document.querySelector(`.card a.stretched[href="${CSS.escape(path)}"]`);
  const card = title?.closest(".card");
  return card ? wordsOf(title, card.querySelector(".abbreviation"), card.querySelector("p")) : null;
};

const termPageAt = async (href) => {
  const found = await pageAt(href);
  return found?.address.startsWith(TERMS) ? found.page : null;
};

// The page of an alias leads to the term's.
const targetOf = (page, address) => {
  const refresh = page?.querySelector('meta[http-equiv="refresh"]');
  const target = refresh && new URL(refresh.content.split("url=")[1], address).href;
  return target?.startsWith(TERMS) ? target : null;
};

const inPage = async (address) => {
  let page = await termPageAt(address);
  const target = targetOf(page, address);
  if (target) page = await termPageAt(target);
  const definition = page?.querySelector("#term .definition");
  if (!definition) return null;
  for (const mark of definition.querySelectorAll("sup:has(a)")) mark.remove();
  return wordsOf(page.querySelector("#term h1"), page.querySelector("#term .abbreviation"), definition);
};

/** Finds title, abbreviation and definition of the term behind a link; null if there are none. */
export const find = async (link) => {
  const { origin, pathname } = new URL(link.getAttribute("href"), document.baseURI);
  if (!known.has(pathname)) {
    known.set(pathname, onThisPage(pathname) ?? inPage(origin + pathname));
  }
  const words = await known.get(pathname);
  if (!words) known.delete(pathname);
  return words;
};
