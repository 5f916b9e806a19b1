// Suggests the terms whose names are most like the address that does not exist.

import { search } from "./search-engine.js";
import { index, termHref } from "./search-files.js";
import { part } from "./search-parts.js";

const LIMIT = 6;
const HOME = new URL("../", import.meta.url).pathname;

// Gives what the address may have meant: its last step first, then those before it.
function readings(pathname) {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // A sign that stands for nothing: the path is read as it is.
  }
  const steps = path.replace(HOME, "").split("/").filter(Boolean);
  return steps.reverse().map((step) => step.replace(/\.(?:html?|md|php)$/, "").replace(/[-_+.]+/g, " "));
}

function card(term) {
  const link = part("a", "stretched", term.title);
  link.href = termHref(term.slug);
  const title = part("h3", "card-title", link);
  if (term.abbreviation) title.append(" ", part("span", "abbreviation", term.abbreviation));
  const made = part("li", "card", title);
  if (term.definition) made.append(part("p", "", term.definition));
  return made;
}

async function suggest(section) {
  for (const reading of readings(location.pathname)) {
    const terms = await search(index, reading, LIMIT);
    if (terms.length) {
      section.querySelector("h2").textContent = "Did you mean";
      section.querySelector("ul").replaceChildren(...terms.map(card));
      const count = terms.length === 1 ? "One term has" : `${terms.length} terms have`;
      section.querySelector("[role=status]").textContent = `${count} something of “${reading}”.`;
      return;
    }
  }
}

const section = document.querySelector(".suggestions");
if (section) suggest(section).catch(() => {});
