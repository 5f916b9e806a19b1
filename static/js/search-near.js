// How near a word of the glossary is to a word that a reader typed.

// Endings of one word's forms; what is left of both must be longer than what differs.
const ENDING = /^(?:e?s|e[dr]?|ers?|ings?|[ai]t?ions?|i[sz]ations?|i[sz]e[dsr]?|i[sz]ing|y|ies|al|ally|ly|ment|ments|able|ness|or|ors|ance|ence|ent|ant|ity|)$/;
const EXACT = 1;
const NOTHING = { quality: 0, isWhole: false };
const BEGINNING = 0.72;
const FORM = 0.9;
const SIMPLE_FORM = 0.96;
const TYPO = [1, 0.66, 0.45];
const BEGINNING_TYPO = [0, 0.5, 0.36];

// Says how well a word fits without any mistake, 1 if it is the one typed, and whether it is that
// word, if only in another form, or merely begins so.  Another word does not fit at all.
export function fit(typed, word) {
  if (word === typed) {
    return { quality: EXACT, isWhole: true };
  }
  const kinship = typed.length > 2 ? sameStem(typed, word) : 0;
  const beginning = word.startsWith(typed) ? BEGINNING + (0.2 * typed.length) / word.length : 0;
  return { quality: Math.max(kinship, beginning), isWhole: kinship > beginning };
}

function sameStem(typed, word) {
  if (american(typed) === american(word)) {
    return SIMPLE_FORM;
  }
  let same = 0;
  while (same < typed.length && typed[same] === word[same]) {
    same += 1;
  }
  if (same < 3 || same * 2 < Math.max(typed.length, word.length)) {
    return 0;
  }
  const endings = [typed.slice(same), word.slice(same)];
  if (endings.every((ending) => ending === "" || ending === "s" || ending === "es")) {
    return SIMPLE_FORM;
  }
  return same > 3 && endings.every((ending) => ENDING.test(ending)) ? FORM : 0;
}

const american = (word) => word.replace(/is(?=(?:e[drs]?|ing|ations?)$)/, "iz");

// Says how well a word fits if one or two signs of it were mistyped.
export function mistyped(typed, word) {
  const limit = typed.length < 3 ? 0 : typed.length < 6 ? 1 : 2;
  if (limit === 0 || word.length < typed.length - limit) {
    return NOTHING;
  }
  const [whole, beginning] = distances(typed, word.slice(0, typed.length + limit), limit);
  const isWhole = word.length <= typed.length + limit && whole <= limit;
  const asWhole = isWhole ? TYPO[whole] + likeness(typed, word) : 0;
  const asBeginning = typed.length > 3 && beginning <= limit ? BEGINNING_TYPO[beginning] : 0;
  return { quality: Math.max(asWhole, asBeginning), isWhole: asWhole > asBeginning };
}

// Among words as far away, the first letter is seldom the wrong one, nor is the length.
function likeness(typed, word) {
  return (typed[0] === word[0] ? 0.03 : 0) + (typed.at(-1) === word.at(-1) ? 0.01 : 0);
}

// Counts insertions, deletions, replacements and exchanges of neighbours: from what was typed to the
// word, and to the beginning of the word that is nearest.
function distances(typed, word, limit) {
  let before = [];
  let last = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= word.length; j += 1) {
      const isSame = typed[i - 1] === word[j - 1];
      let cost = isSame ? last[j - 1] : 1 + Math.min(last[j - 1], last[j], row[j - 1]);
      if (!isSame && i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) {
      return [least, least];
    }
    [before, last] = [last, row];
  }
  return [last[word.length], Math.min(...last)];
}
