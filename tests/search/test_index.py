"""The index as files: every word of every term can be found in it, and nothing else."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from glossary_site.model import Term
from glossary_site.names import Slug
from glossary_site.search.index import blocks, division, numbered
from glossary_site.search.names import SHARD, in_order, names, pack
from glossary_site.search.texts import IN_BODY, IN_DEFINITION, OFTEN
from glossary_site.search.words import count, words
from tests.benchmarks.glossaries import write_glossary
from tests.conftest import BuildSite, MakeSite
from tests.search.reading import in_ranges, name_shards, named, read, slugs, told, unpack
from tests.whole.sites import tree

TWO: Final = {
    "site.yaml": "title: Test\n",
    "terms/a.md": (
        "---\ntitle: Function as a Service (FaaS)\nslug: a\nabbreviation: Fn\naliases: [Small Café]\n"
        "definition: It runs code on demand.\n---\nCode, code and CODE; see "
        "[there](https://example.org/zebra). Machines scale.\n"
    ),
    "terms/b.md": "---\ntitle: Scale\nslug: b\n---\nMore machines.\n",
}


def test_every_name_can_be_found(make_site: MakeSite, build_site: BuildSite) -> None:
    """Title, its two halves, abbreviation and aliases, each with its position and length."""
    folder = make_site(TWO)
    build_site(folder)

    found = named(folder / "_site")

    assert found["faas"] == [("a", 0, 4, 5), ("a", 0, 0, 1)]
    assert found["fn"] == [("a", 1, 0, 1)]
    assert found["small"] == [("a", 2, 0, 2)]
    assert found["cafe"] == [("a", 2, 1, 2)]
    assert ("a", 0, 0, 4) in found["function"]
    assert found["scale"] == [("b", 0, 0, 1)]


def test_texts_tell_how_much_a_word_says(make_site: MakeSite, build_site: BuildSite) -> None:
    """A definition says more than a body, and a word that comes again more than one that does not."""
    folder = make_site(TWO)
    build_site(folder)

    found = told(folder / "_site")

    assert found["demand"] == {"a": IN_DEFINITION}
    assert found["code"] == {"a": IN_DEFINITION}
    assert found["machines"] == {"a": IN_BODY, "b": IN_DEFINITION}
    assert found["scale"] == {"a": IN_BODY}
    assert "zebra" not in found
    assert "and" not in found
    assert "and" in read(folder / "_site", "index")["common"]


def test_a_word_that_comes_again_is_told(make_site: MakeSite, build_site: BuildSite) -> None:
    """A body about a thing names it more than once."""
    body = "Weights and weights. Weights."
    folder = make_site(TWO | {"terms/c.md": f"---\ntitle: C\ndefinition: D.\n---\n{body}\n"})
    build_site(folder)

    assert told(folder / "_site")["weights"] == {"c": OFTEN}


def test_common_words_are_those_of_the_language(make_site: MakeSite, build_site: BuildSite) -> None:
    """In German "was" is no word of no meaning, as in English."""
    body = "---\ntitle: B\n---\nWas war das?\n"
    folder = make_site({"site.yaml": "title: T\nlanguage: de\n", "terms/b.md": body})
    build_site(folder)

    assert set(told(folder / "_site")) == {"was", "war", "das"}


def test_without_the_family_there_is_no_index(make_site: MakeSite, build_site: BuildSite) -> None:
    """The field is then a plain form that leads to A to Z, and no script of it is loaded."""
    folder = make_site(TWO | {"site.yaml": "title: Test\noutputs: [pages]\n"})
    build_site(folder)

    page = (folder / "_site/index.html").read_text()
    assert not (folder / "_site/search").exists()
    assert '<form class="search-form" role="search" action="/terms/">' in page
    assert "<site-search" not in page
    assert "assets/search" not in page
    assert "not-found" not in (folder / "_site/404.html").read_text()


def test_an_empty_glossary_has_an_index(make_site: MakeSite, build_site: BuildSite) -> None:
    """So that its search field says that there is nothing, and not that it is broken."""
    folder = make_site({"site.yaml": "title: Test\n", "terms/.gitkeep": ""})
    build_site(folder)

    first = read(folder / "_site", "index")
    assert (first["size"], first["words"], first["bounds"]) == (0, "", [""])


def test_a_packed_list_is_the_list() -> None:
    """Also where words share much, and where a sign takes two units."""
    found = in_order(
        ["token", "tokens", "to", "𠮷野", "𠮷家", "ｶ", "推論", "a" * 50, "a" * 60, "\ufa0e"]
    )

    assert unpack(pack(found)) == found


def term(slug: str, title: str) -> Term:
    """Make a term that has a name and nothing else."""
    return Term("t.md", Slug(slug), title, "D", "", 1)


def test_a_shard_holds_a_range_of_words() -> None:
    """The browser must know from the bounds alone where a word is, whatever its script."""
    titles = [f"{a}{b}{c} model" for a in "abαб推𠮷" for b in "abcdefgh" for c in "mnopqrstuvwx論"]
    made = names((i, term(f"t{i}", title)) for i, title in enumerate(titles * 6))

    shards = [unpack(str(part)) for part in map(words_of, made.shards)]
    assert len(shards) > 3
    assert in_ranges(made.bounds, shards)
    assert [word for shard in shards for word in shard] == unpack(made.words)


def words_of(shard: bytes) -> str:
    """Give the packed words of a shard."""
    return str(json.loads(shard)["words"])


def test_a_new_name_changes_few_shards() -> None:
    """Ranges do not move when a word comes: whoever has the others keeps them."""
    terms = [(i, term(f"t{i}", f"{w}{v} {v}{w}")) for i, (w, v) in enumerate(pairs() * 4)]
    before, after = names(terms), names([*terms, (len(terms), term("new", "Quokka"))])

    assert len(before.shards) > 8
    assert len(set(after.shards) - set(before.shards)) <= 2


def pairs() -> list[tuple[str, str]]:
    """Make up pairs of word parts."""
    parts = [a + b for a in "bcdfghklmnprstvwz" for b in ("a", "en", "il", "or", "um")]
    return [(one, other) for one in parts for other in parts[::3]]


def test_blocks_follow_from_slugs() -> None:
    """A new term moves only those behind it in its own block."""
    slugs = [Slug(f"term-{i}") for i in range(1000)]
    before, after = blocks(slugs, 32), blocks([*slugs, Slug("term-1b")], 32)

    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    numbers = [number for group in range(8) for number, _ in numbered(after, group, 8)]
    assert len(set(numbers)) == 1001


@pytest.mark.parametrize(
    ("count", "size", "expected"),
    [(0, 0, (1, 1)), (66, 3000, (1, 1)), (129, 1200, (8, 1)), (10_000, 1200, (512, 256))],
)
def test_an_index_is_divided_by_need(count: int, size: int, expected: tuple[int, int]) -> None:
    """A small glossary needs two files; a large one must not send all to everyone."""
    bodies = (Term("t.md", Slug(f"t{i}"), "T", "D", "x" * size, 1) for i in range(count))

    found = division(bodies)

    assert (found.blocks, found.shards) == expected


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A glossary of 1,000 terms."""
    folder = tmp_path_factory.mktemp("thousand")
    write_glossary(folder, 1000)
    config = folder / "site.yaml"
    config.write_text(config.read_text().replace("feeds,", "search,"))
    return folder


def test_nothing_is_lost_in_a_large_index(thousand: Path, build_site: BuildSite) -> None:
    """Divided into many files it still has every name and every word, each once."""
    build_site(thousand)
    site = thousand / "_site"
    first = read(site, "index")
    assert first["blocks"] > 8
    assert first["texts"] > 8
    assert len(name_shards(site)) > 3
    assert set(slugs(site).values()) == {path.stem for path in thousand.glob("terms/*.md")}

    found, texts, common = named(site), told(site), set(first["common"])
    for path in sorted(thousand.glob("terms/*.md"))[::20]:
        title, definition, body = parts_of(path.read_text())
        for at, word in enumerate(words(title)):
            assert (path.stem, 0, at, len(words(title))) in found[word]
        for word in {*words(definition), *count(body)} - common:
            assert texts[word] == {} or path.stem in texts[word], (word, path.stem)
    assert max(len(unpack(shard["words"])) for shard in name_shards(site)) <= SHARD


def parts_of(text: str) -> tuple[str, str, str]:
    """Give the title, definition and body of a term file."""
    _, front, body = text.split("---\n", 2)
    keys: Mapping[str, str] = dict(
        line.split(": ", 1) for line in front.splitlines() if ": " in line
    )
    return keys["title"].strip('"'), keys["definition"].strip('"'), body


def test_an_edit_rewrites_only_what_it_changes(thousand: Path, build_site: BuildSite) -> None:
    """A reader who comes back need not load the whole index again."""
    build_site(thousand)
    before = tree(thousand / "_site/search")
    path = sorted(thousand.glob("terms/*.md"))[500]
    text = path.read_text()
    path.write_text(
        text.replace("definition: ", "definition: Wombat. ", 1).replace(
            'definition: Wombat. "', 'definition: "Wombat. ', 1
        )
    )
    build_site(thousand)
    after = tree(thousand / "_site/search")
    path.write_text(text)

    changed = sorted(name for name, body in after.items() if before.get(name) != body)
    assert [name.partition("-")[0] for name in changed] == ["terms", "texts"]


def test_texts_with_hostile_signs_stay_data(make_site: MakeSite, build_site: BuildSite) -> None:
    """The browser takes all of it as text; here it must only come through whole."""
    title = "</script><img src=x onerror=alert(1)>"
    folder = make_site(
        TWO | {"terms/x.md": f"---\ntitle: '{title}'\nslug: x\ndefinition: \"{title}\"\n---\n"}
    )
    build_site(folder)

    rows = [row for block in read(folder / "_site", "index")["terms"] for row in block]
    assert [row[1:3] for row in rows if row[0] == "x"] == [[title, title]]
