// The field that finds a term on the graph: a combobox with a list of the best few.

const MOST = 8;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export function listenToField(root, view) {
  const field = root.querySelector("[role=combobox]");
  const list = root.querySelector("[role=listbox]");
  const { data, isShown } = view.state;
  const titles = data.titles.map(fold);
  let found = [];
  let at = -1;

  const show = (terms) => {
    found = terms;
    at = -1;
    list.replaceChildren(...terms.map(option));
    list.hidden = terms.length === 0;
    field.setAttribute("aria-expanded", String(terms.length > 0));
    field.removeAttribute("aria-activedescendant");
  };

  const option = (term, index) => {
    const item = document.createElement("li");
    item.id = `graph-found-${index}`;
    item.role = "option";
    item.ariaSelected = "false";
    item.textContent = data.titles[term];
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(term));
    return item;
  };

  const mark = (index) => {
    at = index;
    [...list.children].forEach((item, i) => (item.ariaSelected = String(i === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `graph-found-${at}`);
  };

  const choose = (term) => {
    field.value = data.titles[term];
    show([]);
    view.activate(term, { fly: true });
  };

  const look = () => show(search(titles, data.ranked, fold(field.value.trim()), isShown));

  field.addEventListener("input", look);
  field.addEventListener("blur", () => show([]));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" && found.length) mark((at + 1) % found.length);
    else if (key === "ArrowUp" && found.length) mark((at + found.length) % (found.length + 1) - 1);
    else if (key === "Enter" && found.length) choose(found[Math.max(at, 0)]);
    else if (key === "Escape" && found.length) show([]);
    else return;
    event.preventDefault();
  });
  look(); // the reader may have begun before this was here
}

// Titles that begin so, then those with a word that does, then those that hold it anywhere; the
// most linked first.
function search(titles, ranked, wanted, isShown) {
  if (!wanted) return [];
  const shelves = [[], [], []];
  for (const i of ranked) {
    const title = titles[i];
    if (!title.includes(wanted) || !isShown(i)) continue;
    if (title === wanted) shelves[0].unshift(i);
    else if (title.startsWith(wanted)) shelves[0].push(i);
    else shelves[[" ", "-", "("].some((sign) => title.includes(sign + wanted)) ? 1 : 2].push(i);
  }
  return shelves.flat().slice(0, MOST);
}
