// The graph as lists: what graph.json says, and what follows from it.

export async function load(href) {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  return unpack(await answer.json());
}

export function unpack(file) {
  const count = file.titles.length;
  const pairs = readPairs(file.links, count);
  const { start, near } = neighbours(pairs, count);
  const degree = (i) => start[i + 1] - start[i];
  let most = 1;
  for (let i = 0; i < count; i++) most = Math.max(most, degree(i));
  const radius = Float32Array.from({ length: count }, (_, i) => 3 + 3.4 * Math.sqrt(degree(i) / most));
  const ranked = Array.from({ length: count }, (_, i) => i);
  ranked.sort((a, b) => degree(b) - degree(a) || a - b);
  return {
    count,
    titles: file.titles,
    x: Float32Array.from(file.x),
    y: Float32Array.from(file.y),
    roles: file.roles,
    radius,
    ranked,
    pairs: shortestFirst(pairs, file.x, file.y),
    topics: topics(file),
    topicOf: (i) => file.topics[file.topic[i]] ?? "",
    href: (i) => `${file.base}${file.slugs[i]}/`,
    degree,
    near: (i) => near.subarray(start[i], start[i + 1]),
  };
}

function readPairs(links, count) {
  const pairs = new Int32Array(2 * (links.length - count));
  let at = 0;
  let to = 0;
  for (let i = 0; i < count; i++) {
    let other = i;
    for (let left = links[at++]; left > 0; left--) {
      other += links[at++];
      pairs[to++] = i;
      pairs[to++] = other;
    }
  }
  return pairs;
}

// Neighbours of all terms in one list; those of term i begin at start[i].
function neighbours(pairs, count) {
  const start = new Int32Array(count + 1);
  for (const i of pairs) start[i + 1]++;
  for (let i = 0; i < count; i++) start[i + 1] += start[i];
  const next = start.slice();
  const near = new Int32Array(pairs.length);
  for (let at = 0; at < pairs.length; at += 2) {
    const a = pairs[at];
    const b = pairs[at + 1];
    near[next[a]++] = b;
    near[next[b]++] = a;
  }
  return { start, near };
}

function shortestFirst(pairs, x, y) {
  const size = pairs.length / 2;
  const length = Float32Array.from({ length: size }, (_, i) =>
    Math.hypot(x[pairs[2 * i]] - x[pairs[2 * i + 1]], y[pairs[2 * i]] - y[pairs[2 * i + 1]]));
  const order = Uint32Array.from({ length: size }, (_, i) => i).sort((a, b) => length[a] - length[b]);
  const sorted = new Int32Array(pairs.length);
  order.forEach((from, to) => {
    sorted[2 * to] = pairs[2 * from];
    sorted[2 * to + 1] = pairs[2 * from + 1];
  });
  return sorted;
}

// The middle of each topic's terms, where its name stands when the terms' own are too many.
function topics(file) {
  const found = file.topics.map((title) => ({ title, x: 0, y: 0, role: 0, total: 0 }));
  file.topic.forEach((index, i) => {
    const topic = found[index];
    if (!topic) return;
    topic.x += file.x[i];
    topic.y += file.y[i];
    topic.role = file.roles[i];
    topic.total++;
  });
  for (const topic of found) {
    topic.x /= topic.total;
    topic.y /= topic.total;
  }
  return found.sort((a, b) => b.total - a.total);
}
