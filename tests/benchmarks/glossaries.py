"""Glossaries of any size, made up for measuring: the same size and seed give the same files.

They read like real ones in what costs time: about 170 words a term, a definition, one to three
topics, aliases, four to eight related terms, links and emphasis in the text, a list or a table here
and there, and a few terms that many others point to.

    python -m tests.benchmarks.glossaries FOLDER --size 1000 --seed 1 --everything
"""

import argparse
import bisect
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import words

LENGTHS: Final = (65, 152)
"""Words of a body, from and to; definition and names come on top."""
LARGEST: Final = 80_000

PLAIN: Final = """\
title: Benchmark
description: A glossary made up for measuring.
base_url: https://glossary.example.org/
outputs: [pages, feeds, sitemap]
autolink: {per: "off"}
related: {limit: 8, fill: false}
newsletter:
  name: A term a week
  tagline: One term, well explained, every Monday.
  consent: I would like to receive the weekly term.
  provider: custom
  custom: {action: "https://newsletter.example.org/subscribe", email_field: email}
"""
"""What every generator of sites can show, so that others can be measured beside ours."""
EVERYTHING: Final = """\
title: Benchmark
description: A glossary made up for measuring, with everything that there is.
base_url: https://glossary.example.org/
repository: https://example.org/glossary
licence: CC BY 4.0
newsletter: {name: A term a week, tagline: Every Monday., provider: none}
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    slug: str


class _Making:
    """One glossary under way."""

    def __init__(self, size: int, seed: int, *, everything: bool) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        self.everything = everything
        self.entries = self._entries(size)
        ranked = self.entries[:]
        self.chance.shuffle(ranked)
        self._ranked = ranked
        self._weights = list(itertools.accumulate((i + 1) ** -0.5 for i in range(size)))

    def _entries(self, size: int) -> list[_Entry]:
        """Name the terms: of two words as long as there are any, else of three."""
        made: dict[str, _Entry] = {}
        while len(made) < size:
            parts = [self.chance.choice(words.THINGS), self.chance.choice(words.ASPECTS)]
            if len(made) > 4000 or self.chance.random() < 0.4:
                parts.insert(0, self.chance.choice(words.KINDS))
            made.setdefault("-".join(parts), _Entry(" ".join(parts).title(), "-".join(parts)))
        return list(made.values())

    def fill(self, pattern: str, term: str = "") -> str:
        """Put words into a pattern."""
        pick = self.chance.choice
        who = pick(words.WHO)
        return pattern.format(
            kind=pick(words.KINDS), kind2=pick(words.KINDS), thing=pick(words.THINGS),
            thing2=pick(words.THINGS), thing3=pick(words.THINGS), aspect=pick(words.ASPECTS),
            acts=pick(words.ACTS), do=pick(words.DOINGS), how=pick(words.HOW),
            who=who, Who=who.capitalize(), term=term,
        )  # fmt: skip

    def others(self, own: _Entry, count: int) -> list[_Entry]:
        """Choose terms to point to, popular ones more often."""
        wanted = min(count, len(self.entries) - 1)
        chosen: dict[str, _Entry] = {}
        while len(chosen) < wanted:
            at = bisect.bisect(self._weights, self.chance.random() * self._weights[-1])
            other = self._ranked[min(at, len(self._ranked) - 1)]
            if self.chance.random() < 0.3:
                other = self.chance.choice(self.entries)
            if other is not own:
                chosen[other.slug] = other
        return list(chosen.values())

    def term(self, index: int) -> str:
        """Write a term's file."""
        own, chance = self.entries[index], self.chance
        definition = self.fill(chance.choice(words.DEFINITIONS))
        lines = [f"title: {own.title}", f'definition: "{definition}."']
        lines += _listed("topics", chance.sample(words.TOPICS, chance.randint(1, 3)))
        aliases = [f"{own.title} {n}" for n in range(2, 2 + chance.choice((0, 0, 0, 1, 1, 2)))]
        lines += _listed("aliases", aliases)
        related = self.others(own, chance.randint(4, 8))
        lines += _listed("related", [other.slug for other in related])
        if self.everything:
            lines += self._more(index)
        links = related[: chance.randint(1, 3)] + self.others(own, chance.randint(1, 3))
        return "\n".join(["---", *lines, "---", "", self._body(links), ""])

    def _more(self, index: int) -> list[str]:
        """Write the keys that only some terms have."""
        chance = self.chance
        lines = [f"updated: {2020 + chance.randrange(6)}-0{chance.randint(1, 9)}-15"]
        if chance.random() < 0.2:
            lines.append(f"abbreviation: B{index}")
        if index and chance.random() < 0.5:  # upwards only, so that there is no circle
            lines += _listed("broader", [self.entries[index // 8].slug])
        if chance.random() < 0.3:
            source = f"{{title: A study of {index}, url: 'https://example.org/studies/{index}'}}"
            lines += _listed("sources", [source])
        if chance.random() < 0.05:
            lines += _listed("former_slugs", [f"formerly-{index}"])
        if index % 40 == 0:
            lines += _listed("data", [f"series-{index // 40}"])
        return lines

    def _body(self, links: Sequence[_Entry]) -> str:
        chance = self.chance
        length, waiting = chance.randint(*LENGTHS), list(links)
        sentences: list[str] = []
        blocks = self._blocks()
        written = sum(len(block.split()) for block in blocks)
        while written < length or waiting:
            pattern = chance.choice(words.SENTENCES)
            term = ""
            if waiting and chance.random() < 0.5:
                pattern, term = chance.choice(words.LINKED), self._link(waiting.pop())
            sentences.append(self.fill(pattern, term))
            written += len(sentences[-1].split())
        third = max(1, len(sentences) // 3)
        paragraphs = [
            " ".join(sentences[at : at + third]) for at in range(0, len(sentences), third)
        ]
        return "\n\n".join([paragraphs[0], *blocks, *paragraphs[1:]])

    def _link(self, other: _Entry) -> str:
        if not self.everything:
            return f"[{other.title.lower()}](/terms/{other.slug}/)"
        return self.chance.choice((f"[[{other.title}]]", other.title.lower()))

    def _blocks(self) -> list[str]:
        """Make a list in every third body, a table in every eighth, a heading in every fourth."""
        chance, blocks = self.chance, []
        if chance.random() < 0.25:
            blocks.append("## " + self.fill("Where a {thing} {acts} the {thing2}"))
        if chance.random() < 0.33:
            items = (self.fill(chance.choice(words.ITEMS)) for _ in range(chance.randint(3, 5)))
            blocks.append("\n".join(f"- {item}" for item in items))
        if chance.random() < 0.125:
            rows = (self.fill("| {thing} | {kind} | {aspect} |") for _ in range(3))
            blocks.append("\n".join(["| Place | Kind | Value |", "| --- | --- | --- |", *rows]))
        return blocks

    def dataset(self, index: int) -> tuple[str, str]:
        """Write a dataset's description and table."""
        described = (
            f"title: Series {index}\ndescription: Yearly values.\nunit: metres\n"
            "columns: [{name: year, type: year}, {name: depth, type: number}]\n"
            f"sources: [{{title: Survey {index}}}]\n"
            "headline: {column: depth, compare: first}\n"
        )
        rows = (f"{year},{self.chance.randrange(10, 9000) / 10}\n" for year in range(1996, 2026))
        return described, "year,depth\n" + "".join(rows)

    def issue(self, index: int) -> str:
        """Write an issue of the newsletter."""
        own = self.chance.choice(self.entries)
        day = f"20{24 - index // 12:02}-{12 - index % 12:02}-07"
        text = self.fill(self.chance.choice(words.LINKED), f"[[{own.title}]]")
        return f"---\ntitle: Issue {index}\ndate: {day}\n---\n\n{text}\n"


def _listed(key: str, items: Sequence[str]) -> list[str]:
    return [f"{key}:", *(f"  - {item}" for item in items)] if items else []


def write_glossary(folder: Path, size: int, seed: int = 1, *, everything: bool = False) -> None:
    """Write a glossary.

    Args:
        folder: Where; it is made.
        size: How many terms, at most `LARGEST`.
        seed: Another seed gives another glossary of the same kind.
        everything: Whether to use all that glossaries can have: datasets, a newsletter, automatic
            links, all keys, and every family of outputs.
    """
    if not 0 < size <= LARGEST:
        raise ValueError(f"a glossary can have 1 to {LARGEST:,} terms")
    making = _Making(size, seed, everything=everything)
    files = {"site.yaml": EVERYTHING if everything else PLAIN}
    files |= {f"terms/{own.slug}.md": making.term(i) for i, own in enumerate(making.entries)}
    if everything:
        for i in range(-(-size // 40)):
            files[f"data/series-{i}.yaml"], files[f"data/series-{i}.csv"] = making.dataset(i)
        for i in range(min(60, 1 + size // 100)):
            files[f"newsletter/issue-{i}.md"] = making.issue(i)
    for name in dict.fromkeys(path.rpartition("/")[0] for path in files):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")


def main() -> None:
    """Write a glossary from the command line."""
    parser = argparse.ArgumentParser(description="Write a glossary made up for measuring.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=1000, help="terms (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another one, another glossary")
    parser.add_argument("--everything", action="store_true", help="use every part there is")
    given = parser.parse_args()
    write_glossary(given.folder, given.size, given.seed, everything=given.everything)


if __name__ == "__main__":
    main()
