// The index as files hold it, of which each is loaded once, when it is needed.

import { isSpaceless } from "./search-words.js";
import { fit, mistyped } from "./search-near.js";

const CANDIDATES = 60;
const HEAD = 4;
const PART = { quality: 0.9, isWhole: false };
const encoder = new TextEncoder();

export class Index {
  // `load` gives the content of a file of the index by its name.
  constructor(load) {
    this.load = load;
    this.files = new Map();
  }

  async open() {
    const first = await this.file("index");
    if (!this.words) {
      this.first = first;
      this.size = first.size;
      this.common = new Set(first.common);
      this.words = unpack(first.words);
      this.names = new Set(this.words);
      this.known = new Map();
      first.names?.forEach((shard, at) => this.files.set(this.nameOfShard(at), Promise.resolve(shard)));
      first.terms?.forEach((block, at) => this.files.set(`terms-${at}`, Promise.resolve(block)));
    }
    return this;
  }

  file(name) {
    if (!this.files.has(name)) {
      const loading = this.load(name);
      loading.catch(() => this.files.delete(name));
      this.files.set(name, loading);
    }
    return this.files.get(name);
  }

  // Lists words of names that fit a typed one, the best first; mistyped ones only if asked for.
  near(typed, allowsTypos) {
    const key = `${allowsTypos} ${typed}`;
    if (!this.known.has(key)) {
      this.known.set(key, this.nearOf(typed, allowsTypos));
    }
    return this.known.get(key);
  }

  nearOf(typed, allowsTypos) {
    const isPart = isSpaceless(typed) && [...typed].length === 1;
    const found = [];
    for (const word of this.words) {
      let how = isPart && word.includes(typed) ? PART : fit(typed, word);
      if (!how.quality && allowsTypos && !isSpaceless(typed)) {
        how = mistyped(typed, word);
      }
      if (how.quality) {
        found.push({ word, ...how });
      }
    }
    found.sort((a, b) => b.quality - a.quality || a.word.length - b.word.length);
    return found.slice(0, CANDIDATES);
  }

  nameOfShard(at) {
    const bytes = encoder.encode(this.first.bounds[at]);
    return `names-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") || "0"}`;
  }

  // Gives [number, code, number, code, ...] of a word of names.
  async namesWith(word) {
    const at = this.first.bounds.findLastIndex((bound) => bound <= word);
    return (await this.shard(this.nameOfShard(at), 2)).get(word) ?? [];
  }

  // Gives the words that fit a typed one in texts, each with [number * 4 + weight, ...]; mistyped
  // ones where no other does.
  async textsWith(typed) {
    const shard = await this.shard(`texts-${crc32(head(typed)) & (this.first.texts - 1)}`, 1);
    const beside = typed.length < HEAD ? [typed] : [...shard.keys()].filter((word) => word.startsWith(head(typed)));
    const pick = (how) => beside
      .map((word) => ({ word, quality: how(typed, word).quality, postings: shard.get(word) ?? [] }))
      .filter(({ word, quality }) => quality && shard.has(word));
    const found = pick(fit);
    return found.length ? { isSure: true, found } : { isSure: false, found: pick(mistyped) };
  }

  async shard(name, step) {
    const file = await this.file(name);
    file.read ??= new Map(
      unpack(file.words).map((word, at) => [word, undeltas(file.postings[at], step)]),
    );
    return file.read;
  }

  // Gives what is told of a term, or nothing if the site has changed meanwhile.
  async term(number) {
    const block = await this.file(`terms-${number % this.first.blocks}`);
    return block[Math.floor(number / this.first.blocks)];
  }
}

function head(word) {
  return [...word].slice(0, HEAD).join("");
}

function unpack(text) {
  let last = "";
  return text === "" ? [] : text.split("\n").map((line) => {
    last = last.slice(0, Number.parseInt(line[0], 36)) + line.slice(1);
    return last;
  });
}

function undeltas(posting, step) {
  let last = 0;
  return posting.map((value, at) => (at % step === 0 ? (last += value) : value));
}

// The checksum by which words are divided.
function crc32(text) {
  let sum = -1;
  for (const byte of encoder.encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
  }
  return ~sum >>> 0;
}
