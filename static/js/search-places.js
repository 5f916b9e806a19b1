// Where the words stand that were typed, and what a place is worth.

const WHOLE = 1000;
const SAME_WORDS = 900;
// A name that begins with what was typed, has it in a row, or has all of its words.
const TITLE = [800, 640, 600];
const OTHER_NAME = [560, 540, 520];
const GRADES = [0.35, 0.6, 1];
const NAME_GRADE = 1.4;
const BITS = 4;
const LAST = 15;

// Gives per term and name where each word stands: name key -> for each typed word its places.
export function placesOf(hits) {
  const found = new Map();
  hits.forEach((near, typed) => {
    for (const { word, quality, isWhole, postings } of near) {
      for (let at = 0; at < postings.length; at += 2) {
        const code = postings[at + 1];
        const names = mapIn(found, postings[at], () => new Map());
        const key = (code & ~(LAST << BITS)) >>> 0;
        const places = mapIn(names, key, () => hits.map(() => []));
        places[typed].push({ place: (code >> BITS) & LAST, word, quality, isWhole });
      }
    }
  });
  return found;
}

function mapIn(map, key, make) {
  if (!map.has(key)) {
    map.set(key, make());
  }
  return map.get(key);
}

export function bestOf(names, typed) {
  const all = [...names.values()].flatMap((places) => places[typed]);
  return all.reduce((best, one) => (!best || one.quality > best.quality ? one : best), undefined);
}

export function mean(places) {
  return places.reduce((sum, { quality }) => sum + quality, 0) / places.length;
}

// Gives what a name is worth that has all words, each at a place of its own, else nothing.
export function scoreOfName(key, places, typed) {
  const chosen = [];
  for (const options of places) {
    const free = options.filter(({ place }) => !chosen.some((one) => one.place === place));
    free.sort((a, b) => b.quality - a.quality || a.place - b.place);
    if (!free.length) {
      return 0;
    }
    chosen.push(free[0]);
  }
  const length = key & LAST;
  const isInRow = chosen.every(({ place }, at) => place === chosen[0].place + at);
  const isWhole = length === typed && chosen.every((one) => one.isWhole);
  const [beginning, inRow, anywhere] = key >> 8 ? OTHER_NAME : TITLE;
  const part = isInRow && chosen[0].place === 0 ? beginning : isInRow ? inRow : anywhere;
  const tier = !isWhole ? part : isInRow ? WHOLE : SAME_WORDS;
  return (tier + (50 * Math.min(1, typed / length)) / (key >> 8 ? 2 : 1)) * mean(chosen);
}

// Gives per term what a word says of it, in names or texts.
export function gradesOf(names, texts) {
  const found = new Map();
  const add = (number, value, word) => {
    const grade = mapIn(found, number, () => ({ value: 0, matched: new Set() }));
    grade.value = Math.max(grade.value, value);
    grade.matched.add(word);
  };
  names.forEach(({ word, quality, postings }) => {
    for (let at = 0; at < postings.length; at += 2) {
      add(postings[at], NAME_GRADE * quality, word);
    }
  });
  texts.forEach(({ word, quality, postings }) => {
    postings.forEach((value) => add(value >> 2, GRADES[value & 3] * quality, word));
  });
  return found;
}
