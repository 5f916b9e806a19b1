// Where the index lies, and the one that all parts of a page share.

import { Index } from "./search-index.js";

export const FOLDER = new URL("../search/", import.meta.url);

// An old file would not fit new ones, so the host is always asked whether it has changed.
async function load(name) {
  const answer = await fetch(new URL(`${name}.json`, FOLDER), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return answer.json();
}

export const index = new Index(load);

export function termHref(slug) {
  return new URL(`../terms/${encodeURIComponent(slug)}/`, FOLDER).href;
}
