// Says in words which term is chosen and what it is linked with; screen readers hear the first line.

const MOST = 12;

export function showPanel(root, view) {
  const { data, active, isShown } = view.state;
  const said = root.querySelector("[role=status]");
  const link = root.querySelector(".graph-open");
  const list = root.querySelector(".graph-near");
  link.hidden = active < 0;
  list.hidden = active < 0;
  if (active < 0) {
    said.textContent = "";
    list.replaceChildren();
    return;
  }
  const count = data.degree(active);
  const topic = data.topicOf(active);
  const links = `${count} ${count === 1 ? "link" : "links"}`;
  said.textContent = [data.titles[active], topic, links].filter(Boolean).join(", ");
  link.href = data.href(active);
  link.textContent = data.titles[active];
  const near = [...data.near(active)].filter(isShown).sort((a, b) => data.degree(b) - data.degree(a));
  list.replaceChildren(...near.slice(0, MOST).map((term) => item(term, view)));
}

function item(term, view) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = view.state.data.titles[term];
  button.addEventListener("click", () => view.activate(term, { fly: true }));
  const entry = document.createElement("li");
  entry.append(button);
  return entry;
}
