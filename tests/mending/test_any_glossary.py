"""Whatever is misspelt, misplaced or left over: it is mended, and all else is as it was."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from glossary_site import mending
from glossary_site.diagnostics import Findings
from glossary_site.form.files import form_findings
from tests.properties.small import Small, small
from tests.properties.thorough import seldom

SITE: Final = (
    "title: Small\ntopics: [{id: ai-chips, title: Chips}, {id: economics, title: Money}]\n"
)
TITLES: Final = (
    "AI Compute", "High Bandwidth Memory", "L'été long", "A: B", "Ünïcode Wörd", "C Chip #2",
)  # fmt: skip
MISSPELT: Final = {
    "title": "titel", "definition": "definitoin", "aliases": "aliasses", "topics": "topcs",
    "related": "relatd", "former_slugs": "former_slug",
}  # fmt: skip
KEYS: Final = ("title", "definition", "aliases", "topics", "related", "former_slugs")
MENDED: Final = frozenset(
    {"unknown-key", "unknown-term", "unknown-topic", "bad-value", "redundant-alias",
     "trailing-space", "key-order", "self-reference", "missing-field"}
)  # fmt: skip


class Wanted(NamedTuple):
    """A term as it is once it is mended."""

    title: str
    definition: str
    aliases: tuple[str, ...]
    topics: tuple[str, ...]
    related: tuple[str, ...]
    former: str
    body: str


class Planted(NamedTuple):
    """A glossary with mistakes, and what it says without them."""

    files: Mapping[str, bytes]
    wanted: Mapping[str, Wanted]
    comments: Sequence[str]


def former_slug(title: str) -> str:
    return f"former-{TITLES.index(title)}"


def misspellings(title: str) -> st.SearchStrategy[str]:
    """Write a name otherwise than any term has it: by an old address, or without its gaps."""
    old = former_slug(title)
    return st.sampled_from(
        [title, title, old, old.replace("-", " ").title(), title.replace(" ", "")]
    )


@st.composite
def scalar(draw: st.DrawFn, text: str) -> str:
    """Write text in one of YAML's styles."""
    is_plain = not set(text) & set("#:'\"[]{},") and text.strip() == text
    ways = ['"' + text.replace('"', '\\"') + '"', "'" + text.replace("'", "''") + "'"]
    return draw(st.sampled_from([*ways, text] if is_plain else ways))


class Writer:
    """Writes terms with mistakes, comments and left-over spaces, and remembers the comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Draw from the choices of a test."""
        self.draw = draw
        self.comments: list[str] = []

    def comment(self, before: str = "") -> str:
        """Sometimes write a comment."""
        if self.draw(st.integers(0, 3)):
            return ""
        self.comments.append(f"# comment {len(self.comments)}.")
        return before + self.comments[-1]

    def end(self) -> str:
        """End a line of YAML."""
        return self.comment(" ") + self.draw(st.sampled_from(["", "", "", " ", "  "])) + "\n"

    def listed(self, items: Sequence[str]) -> str:
        """Write a list in brackets or on lines."""
        written = [self.draw(scalar(item)) for item in items]
        if not items or self.draw(st.booleans()):
            return " [" + ", ".join(written) + "]" + self.end()
        indent = self.draw(st.sampled_from(["", "  "]))
        return self.end() + "".join(f"{indent}- {item}{self.end()}" for item in written)

    def value(self, key: str, one: Wanted) -> str:
        """Write what stands behind a key, with the mistakes that it may have."""
        draw = self.draw
        if key == "title":
            return " " + draw(scalar(one.title)) + self.end()
        if key == "definition":
            folded = " >-\n  " + one.definition.replace(". ", ".\n  ") + "\n"
            return folded if draw(st.booleans()) else f" {draw(scalar(one.definition))}{self.end()}"
        return self.listed(self.items(key, one))

    def items(self, key: str, one: Wanted) -> list[str]:
        """Give what a list is to hold, and what it should not."""
        draw = self.draw
        if key == "aliases":
            return [*one.aliases, *([one.title.upper()] if draw(st.booleans()) else [])]
        if key == "topics":
            ways = {"ai-chips": ["ai-chips", "aichips", "AI Chips"], "economics": ["Economics"]}
            return [draw(st.sampled_from(ways[topic])) for topic in one.topics]
        if key == "related":
            own = [one.title] if draw(st.integers(0, 4)) == 0 else []
            return [*(draw(misspellings(name)) for name in one.related), *own]
        return [one.former]

    def keys(self, one: Wanted) -> list[str]:
        """Write the keys of a term in any order, each with its value and the comments above it."""
        blocks = []
        for key in self.draw(st.permutations(KEYS)):
            written = MISSPELT[key] if self.draw(st.integers(0, 3)) == 0 else key
            above = self.comment()
            blocks.append((above + "\n" if above else "") + f"{written}:{self.value(key, one)}")
        return blocks


def body(draw: st.DrawFn, related: Sequence[str]) -> tuple[str, str]:
    """Write a body with links, as it is and as it is to be."""
    wrong, right = ["It is.\n"], ["It is.\n"]
    for name in related:
        spelled = draw(misspellings(name))
        words = draw(st.sampled_from(["", "|some words"]))
        tail = draw(st.sampled_from(["", " ", "  "]))
        meant = spelled if spelled == name else name
        wrong.append(f"See [[{spelled}{words}]] there.{tail}\n")
        right.append(f"See [[{meant}{words}]] there.\n")
    return "\n".join(wrong), "\n".join(right)


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    """Make a glossary with mistakes that have one answer each."""
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=4, unique=True))
    writer = Writer(draw)
    wanted, texts = {}, []
    is_list = draw(st.booleans())
    for title in titles:
        others = [one for one in titles if one != title]
        related = tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True)))
        wrong, right = ("", "") if is_list else body(draw, others)
        topics = tuple(draw(st.lists(st.sampled_from(["ai-chips", "economics"]), unique=True)))
        one = Wanted(
            title, f"It is {title}. No more.", (f"Alias of {title}",), topics, related,
            former_slug(title), right,
        )  # fmt: skip
        wanted[title] = one
        texts.append((writer.keys(one), wrong))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    files = {}
    if is_list:
        files["terms/all.yaml"] = "".join(map(as_item, (blocks for blocks, _ in texts)))
    for i, (blocks, wrong) in enumerate([] if is_list else texts):
        files[f"terms/t{i}.md"] = f"---\n{''.join(blocks)}---\n{wrong}"
    written = {path: (mark + text.replace("\n", newline)).encode() for path, text in files.items()}
    return Planted(written, wanted, writer.comments)


def as_item(blocks: Sequence[str]) -> str:
    """Indent a mapping behind a hyphen; its comments stay with their keys."""
    lines = "".join(blocks).splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return "".join(("- " if i == first else "  ") + line for i, line in enumerate(lines))


def look(folder: Path) -> tuple[Small, Findings]:
    """Look at a glossary as `check` does."""
    files = {f"terms/{path.name}": path.read_bytes() for path in (folder / "terms").iterdir()}
    read = small(files, SITE)
    return read, read.findings + form_findings(folder)


def mended(folder: Path) -> tuple[Small, Findings]:
    """Mend a glossary as `check --fix` does."""
    for _ in range(mending.ROUNDS):
        read, found = look(folder)
        if not mending.mend(folder, found)[0]:
            return read, found
    raise AssertionError("it never ends")


def texts_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "terms").iterdir()}


@seldom
@given(planted())
def test_all_that_has_one_answer_is_mended_and_nothing_else_changes(case: Planted) -> None:
    """Editors run it on a hundred files at once, and read none of them again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "terms").mkdir()
        (folder / "site.yaml").write_text(SITE, encoding="utf-8")
        for path, data in case.files.items():
            (folder / path).write_bytes(data)

        read, found = mended(folder)

        after = texts_of(folder)
        assert [one for one in found if one.code in MENDED] == []
        terms = {term.title: term for term in read.glossary.content.terms}
        assert terms.keys() == case.wanted.keys()
        for title, one in case.wanted.items():
            term = terms[title]
            assert (term.definition, term.aliases, set(term.topics), term.former_slugs) == (
                one.definition, one.aliases, set(one.topics), (one.former,),
            )  # fmt: skip
            assert read.glossary.graph.authored[term.slug] == tuple(
                terms[name].slug for name in one.related
            )
            assert [line.rstrip() for line in term.body.split("\n")] == one.body.split("\n")
        text = b"".join(after.values()).decode()
        assert sorted(text.count(comment) for comment in case.comments) == [1] * len(case.comments)
        for path, data in case.files.items():
            kept = after[path.removeprefix("terms/")]
            assert kept.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
            assert kept.count(b"\r\n") == (kept.count(b"\n") if b"\r\n" in data else 0)

        mended(folder)

        assert texts_of(folder) == after
