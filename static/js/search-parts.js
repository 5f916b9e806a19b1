// The pieces that results are made of.  All texts are the glossary's, so they are only ever texts.

import { termHref } from "./search-files.js";
import { marked } from "./search-words.js";

export function part(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

// Gives a text with the words marked by which it was found.
export function found(text, matched) {
  return marked(text, matched).map(([piece, isMarked]) => (isMarked ? part("mark", "", piece) : piece));
}

export function option(term, id) {
  const title = part("span", "search-title", ...found(term.title, term.matched));
  if (term.abbreviation) {
    title.append(" ", part("span", "search-short", ...found(term.abbreviation, term.matched)));
  }
  const made = part("a", "search-option", title);
  if (term.other) {
    made.append(" ", part("span", "search-other", "also ", ...found(term.other, term.matched)));
  }
  if (term.definition) {
    made.append(" ", part("span", "search-words", ...found(term.definition, term.matched)));
  }
  made.href = termHref(term.slug);
  made.id = id;
  made.tabIndex = -1;
  made.role = "option";
  made.ariaSelected = "false";
  return made;
}

export function message(text, href) {
  if (!href) return [text];
  const link = part("a", "", "All terms from A to Z");
  link.href = href;
  return [text, " ", link];
}
