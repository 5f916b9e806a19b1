// Finds terms.  Names outrank definitions, and these bodies; all words that were typed should match.

import { Scores } from "./search-scores.js";
import { isSpaceless, words } from "./search-words.js";

const WORDS = 8;
const VARIANTS = 6;
const SURE = 0.6;

// Gives the best terms for what was typed, or for the words that a page was looked for by.
export async function search(index, typed, limit) {
  await index.open();
  const wanted = words(typed).slice(0, WORDS);
  if (wanted.length === 0) {
    return [];
  }
  const scores = new Scores(index);
  for (const variant of variants(index, wanted)) {
    await addNames(index, scores, variant.words, variant.trust);
  }
  if (scores.sure() < limit) {
    const bare = withoutCommon(index, wanted);
    await addTexts(index, scores, bare);
    if (scores.size === 0) {
      scores.addSome(await Promise.all(bare.map((word) => hits(index, word, true))));
    }
  }
  const best = scores.best(limit);
  const terms = await Promise.all(best.map(({ number }) => index.term(number)));
  return best.flatMap(({ name, matched }, at) => (terms[at] ? [result(terms[at], name, matched)] : []));
}

function result([slug, title, definition, abbreviation, ...aliases], name, matched) {
  const other = name === 0 ? "" : name === 1 ? abbreviation : (aliases[name - 2] ?? "");
  return { slug, title, definition, abbreviation, other: other === abbreviation ? "" : other, matched };
}

// Gives what was typed, then the same with words put together or taken apart, or less common words.
function variants(index, wanted) {
  const found = [{ words: wanted, trust: 1 }];
  const bare = withoutCommon(index, wanted);
  if (bare.length < wanted.length) {
    found.push({ words: bare, trust: 0.97 });
  }
  for (let at = 1; at < wanted.length; at += 1) {
    const joined = wanted[at - 1] + wanted[at];
    if (!isSpaceless(joined) && index.near(joined, joined.length > 5)[0]?.quality >= SURE) {
      found.push({ words: wanted.toSpliced(at - 1, 2, joined), trust: 0.98 });
    }
  }
  wanted.forEach((word, at) => {
    for (const parts of splits(index, word)) {
      found.push({ words: wanted.toSpliced(at, 1, ...parts), trust: 0.98 });
    }
  });
  return found.slice(0, VARIANTS);
}

function withoutCommon(index, wanted) {
  const bare = wanted.filter((word) => !index.common.has(word));
  return bare.length ? bare : wanted;
}

// Takes a word apart where each part is a word of a name; one of them may be mistyped.
function splits(index, word, depth = 0) {
  const found = [];
  if (word.length < 5 || isSpaceless(word) || index.names.has(word)) {
    return found;
  }
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [left, right] = [word.slice(0, at), word.slice(at)];
    if (index.names.has(left)) {
      const isNear = index.near(right, right.length > 3)[0]?.quality >= SURE;
      found.push(...(isNear ? [[left, right]] : []));
      found.push(...(depth < 2 ? splits(index, right, depth + 1) : []).map((parts) => [left, ...parts]));
    } else if (index.names.has(right) && left.length > 3 && index.near(left, true)[0]?.quality >= SURE) {
      found.push([left, right]);
    }
  }
  return found.slice(0, VARIANTS);
}

// Finds the terms in whose names a word stands, as far as it can be: mistyped only if no name has it.
async function hits(index, word, allowsTypos) {
  let near = index.near(word, false);
  if (near.length === 0 && allowsTypos) {
    near = index.near(word, true);
  }
  const postings = await Promise.all(near.map((one) => index.namesWith(one.word)));
  return near.map((one, at) => ({ ...one, postings: postings[at] }));
}

async function addNames(index, scores, wanted, trust) {
  scores.addNames(await Promise.all(wanted.map((word) => hits(index, word, true))), trust);
}

// Adds terms in whose names or texts all words stand; what is in a text was not mistyped.
async function addTexts(index, scores, wanted) {
  const texts = await Promise.all(wanted.map((word) => index.textsWith(word)));
  const names = await Promise.all(wanted.map((word, at) => hits(index, word, !texts[at].isSure)));
  scores.addTexts(names, texts.map(({ found }) => found));
}
