// Finds the marks of a chart in its paths, and the rows of the table that they are of.

// Each M and L leads to a mark, and each V behind an H; a stroke that begins at an M has the mark in
// its middle.
const places = (path) => {
  const found = [];
  let before = "";
  let x = 0;
  let y = 0;
  for (const [, command, rest] of path.matchAll(/([MLHVhvz])([^MLHVhvz]*)/g)) {
    const [a, b] = rest.trim().split(/[ ,]+/).map(Number);
    if (command === "M" || command === "L") {
      [x, y] = [a, b];
      found.push({ x, y });
    } else if (command === "H") x = a;
    else if (command === "V") {
      y = a;
      if (before === "H") found.push({ x, y });
    } else if (before === "M" && command === "h") found.at(-1).x += a / 2;
    else if (before === "M" && command === "v") found.at(-1).y += a / 2;
    before = command;
  }
  return found;
};

const rows = (text) => {
  const found = [];
  for (const part of text.split(" ")) {
    const [step, count] = part.split("x").map(Number);
    for (let i = 0; i < (count ?? 1); i++) found.push((found.at(-1) ?? 0) + step);
  }
  return found;
};

export const marks = (figure) =>
  [...figure.querySelectorAll("g[data-rows]")].flatMap((group) => {
    const { name = "", column, high = "" } = group.dataset;
    const of = rows(group.dataset.rows);
    return places(group.firstElementChild.getAttribute("d")).map((place, i) => ({
      ...place, group, name, column, high, row: of[i],
    }));
  });
