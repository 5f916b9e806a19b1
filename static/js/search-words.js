// Texts cut into words that can be compared: glossary_site/search/words.py once more, for what a
// reader types.  A test holds the two together.

const MARKS =
  "\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a" +
  "\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed";
const VOWELS =
  "\\u0900-\\u0963\\u0966-\\u0dff\\u0e30-\\u0e3a\\u0e47-\\u0e4e\\u0eb0-\\u0ebc\\u0ec8-\\u0ecd\\u0f71-\\u0f84" +
  "\\u102b-\\u103e\\u17b4-\\u17d3\\u200c\\u200d\\u3099\\u309a";
const SPACELESS =
  "\\u0e01-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3" +
  "\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = new RegExp(`[\\p{L}\\p{N}${MARKS}${VOWELS}]+(?:\\+\\+|#(?![a-z0-9]))?`, "gu");
const ACCENTS = new RegExp(`[${MARKS}\\u200c\\u200d]`, "gu");
const RUNS = new RegExp(`[${SPACELESS}]+|[^${SPACELESS}]+`, "gu");
const IS_SPACELESS = new RegExp(`[${SPACELESS}]`, "u");
const SEGMENT = new RegExp(`[\\p{L}\\p{N}${MARKS}${VOWELS}'’+#]+`, "gu");
const SPELLED = {
  æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", þ: "th", ŋ: "ng", ß: "ss", ς: "σ",
};

export function isSpaceless(word) {
  return IS_SPACELESS.test(word);
}

export function words(text) {
  const plain = text.normalize("NFKC").toLowerCase().replace(/['’]/g, "");
  return (plain.match(WORD) ?? []).flatMap(folded);
}

// Cuts a text into pieces, and says of each whether it holds one of the words.
export function marked(text, wanted) {
  const pieces = [];
  const add = (piece, isMarked) => {
    const last = pieces.at(-1);
    if (last && last[1] === isMarked) {
      last[0] += piece;
    } else if (piece) {
      pieces.push([piece, isMarked]);
    }
  };
  let end = 0;
  for (const match of text.matchAll(SEGMENT)) {
    add(text.slice(end, match.index), false);
    end = match.index + match[0].length;
    if (isSpaceless(match[0])) {
      markedPairs([...match[0]], wanted).forEach(([sign, isMarked]) => add(sign, isMarked));
    } else {
      add(match[0], words(match[0]).some((word) => wanted.has(word)));
    }
  }
  add(text.slice(end), false);
  return pieces;
}

function markedPairs(signs, wanted) {
  const isMarked = signs.map((sign) => words(sign).some((word) => wanted.has(word)));
  for (let at = 1; at < signs.length; at += 1) {
    if (words(signs[at - 1] + signs[at]).some((word) => wanted.has(word))) {
      isMarked[at - 1] = isMarked[at] = true;
    }
  }
  return signs.map((sign, at) => [sign, isMarked[at]]);
}

function folded(word) {
  const bare = word.normalize("NFKD").replace(ACCENTS, "");
  const plain = bare.normalize("NFC").replace(/[æœøđðħıłþŋßς]/g, (letter) => SPELLED[letter]);
  if (!IS_SPACELESS.test(plain)) {
    return plain ? [plain] : [];
  }
  return plain.match(RUNS).flatMap((run) => {
    const signs = [...run];
    const isPair = signs.length > 1 && IS_SPACELESS.test(run);
    return isPair ? signs.slice(1).map((sign, at) => signs[at] + sign) : [run];
  });
}
