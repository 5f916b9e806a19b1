// What a term is worth to a reader, by where the words stand that were typed.

import { bestOf, gradesOf, mean, placesOf, scoreOfName } from "./search-places.js";

const IN_NAMES = 480;
const TEXTS = 100;
const SURE = 500;

export class Scores {
  constructor(index) {
    this.index = index;
    this.found = new Map();
  }

  get size() {
    return this.found.size;
  }

  // Counts terms that are found by their names and without doubt.
  sure() {
    return [...this.found.values()].filter(({ score }) => score >= SURE).length;
  }

  best(limit) {
    const all = [...this.found.values()].sort((a, b) => b.score - a.score || a.number - b.number);
    return all.slice(0, limit);
  }

  add(number, score, name, matched) {
    const known = this.found.get(number);
    if (!known) {
      this.found.set(number, { number, score, name, matched: new Set(matched) });
      return;
    }
    matched.forEach((word) => known.matched.add(word));
    if (score > known.score) {
      Object.assign(known, { score, name });
    }
  }

  // Adds terms in whose names all words stand.
  addNames(hits, trust) {
    const places = placesOf(hits);
    for (const [number, names] of places) {
      const every = hits.map((_, at) => bestOf(names, at));
      if (every.every(Boolean)) {
        const matched = every.map(({ word }) => word);
        this.add(number, IN_NAMES * mean(every) * trust, 0, matched);
      }
      for (const [key, places] of names) {
        const score = scoreOfName(key, places, hits.length);
        if (score) {
          this.add(number, score * trust, key >> 8, places.flatMap((at) => at.map(({ word }) => word)));
        }
      }
    }
  }

  // Adds terms in whose names or texts all words stand; a common word may stand anywhere.
  addTexts(names, texts) {
    const every = names.map((hits, at) => gradesOf(hits, texts[at]));
    const isCommon = texts.map((found) => found.some(({ postings }) => postings.length === 0));
    this.addWeighted(every, (grades, at) => grades[at] || isCommon[at], TEXTS);
  }

  // Adds terms that have at least one of the words in a name: better than nothing.
  addSome(names) {
    this.addWeighted(names.map((hits) => gradesOf(hits, [])), () => true, 1);
  }

  addWeighted(every, fits, base) {
    const rare = every.map(({ size }) => Math.log(1 + this.index.size / (size || 1)));
    const total = rare.reduce((sum, value) => sum + value, 0);
    const numbers = new Set(every.flatMap((grades) => [...grades.keys()]));
    for (const number of numbers) {
      const grades = every.map((one) => one.get(number));
      if (!grades.every((_, at) => fits(grades, at))) {
        continue;
      }
      const sum = grades.reduce((value, grade, at) => value + (grade ? grade.value * rare[at] : 0), 0);
      const matched = grades.flatMap((grade) => (grade ? [...grade.matched] : []));
      this.add(number, base * (1 + (2 * sum) / total), 0, matched);
    }
  }
}
