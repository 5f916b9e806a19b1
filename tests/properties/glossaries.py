"""Whole glossaries at random: nasty titles that name each other, hostile bodies, edits of them."""

import json
import random
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from glossary_site.pipeline import BuildOptions, BuildReport, build
from tests.hostile.cases import ATTACKS
from tests.program import TODAY
from tests.whole.sites import tree

NASTY: Final = (
    "Agent", "agent", "AGENTS", "Straße", "Strasse", "Café", unicodedata.normalize("NFD", "Café"),
    "__proto__", "constructor", "CON", "aux", "index", "GPU", "<b>GPU</b>", "a & b", '"quoted"',
    "مصطلح", "מונח", "推論", "İstanbul", "istanbul", "ﬁne", "fine", "Ⅷ", "VIII", "C++", "C#", "{{ x }}",
    "</script>", "a\u0301b", "ß", "ss", "x" * 90, "Token", "Token price", "price", "&amp;", "💡 idea",
)  # fmt: skip
"""Pairs that are one after folding or in another form, other directions, names that mean something."""
_MARK: Final = re.compile(r"(?s)^---\n.*?\n---\n")


def _bodies() -> tuple[str, ...]:
    """Give the bodies of the attacks, but for those that need more than a body."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ATTACKS / "xss").glob("*.md")))
    return tuple(_MARK.sub("", text) for text in texts if len(text) < 600)


HOSTILE: Final = _bodies()
HARMLESS: Final = (
    "Plain words.", "## A heading\n\nBelow it.", "| a | b |\n|---|---|\n| 1 | 2 |", "- one\n- two",
    "A note.[^1]\n\n[^1]: Its text.", "[privacy]: https://evil.example/\n\nSee [privacy].",
    "*[GPU]: a chip\n\nA GPU.", "Term\n:   What it is.", "```python\nx = 1\n```", "> quoted",
    '<div id="term">', "[a](https://a.example/) and https://b.example/.", "![dot](dot.png)",
)  # fmt: skip

Files = Mapping[str, str]


def bare(name: str) -> str:
    """Reduce a name to what is the same in all names that may be taken for it."""
    text = unicodedata.normalize("NFKD", name.casefold()).casefold()
    word = "".join(sign for sign in text if not unicodedata.combining(sign))
    return word.removesuffix("s") or word


def _own_names(titles: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Give aliases that no title and no other term has."""
    taken = {bare(title) for title in titles}
    free = sorted({bare(name) for name in NASTY} - taken)[number :: max(4, len(titles))]
    return tuple(name for name in NASTY if bare(name) in free)


@st.composite
def terms(draw: st.DrawFn, titles: tuple[str, ...], number: int) -> str:
    """Write one term's file, whose slug is its number, so that no title keeps it from a page."""
    chosen = st.sampled_from(titles)
    aliases = draw(
        st.lists(st.sampled_from(_own_names(titles, number)), max_size=2, unique_by=bare)
    )
    related = draw(st.lists(chosen, max_size=2, unique=True))
    links = draw(st.lists(chosen.map(lambda title: f"See [[{title}]]."), max_size=2))
    bodies = st.sampled_from(HARMLESS) | st.sampled_from(HOSTILE)
    parts = draw(st.permutations([*links, *draw(st.lists(bodies, max_size=3))]))
    lines = [
        "---",
        f"title: {json.dumps(titles[number], ensure_ascii=False)}",
        f"slug: t{number}",
        f"definition: {json.dumps(draw(st.sampled_from(NASTY)) + ' is what it is.', ensure_ascii=False)}",
        f"aliases: {json.dumps(aliases, ensure_ascii=False)}",
        f"related: {json.dumps([one for one in related if one != titles[number]], ensure_ascii=False)}",
        "---",
        "",
    ]
    return "\n".join([*lines, "\n\n".join(parts), ""])


@st.composite
def glossaries(draw: st.DrawFn, most: int = 4) -> dict[str, str]:
    """Write a glossary in which no two names are one, so that it can be built."""
    names = st.lists(st.sampled_from(NASTY), min_size=2, max_size=most, unique_by=bare)
    titles = tuple(draw(names))
    files = {"site.yaml": SITE}
    for number in range(len(titles)):
        files[f"terms/t{number}.md"] = draw(terms(titles, number))
    return files


SITE: Final = (
    "title: Small\nbase_url: https://glossary.example/r/\noutputs: [default, history]\n"
    "checks: {unknown-term: warning, ambiguous-term: error, self-reference: warning, "
    "broken-link: warning, broken-fragment: warning}\n"
)


def title_of(text: str) -> str:
    """Read the title back out of a file."""
    match = re.search(r"^title: (.*)$", text, re.MULTILINE)
    assert match is not None
    title = json.loads(match[1])
    assert isinstance(title, str)
    return title


@contextmanager
def written(files: Files) -> Iterator[Path]:
    """Write a glossary into a folder that goes afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="any-glossary-"))
    try:
        put(folder, files)
        yield folder
    finally:
        shutil.rmtree(folder)


def put(folder: Path, files: Files, seed: int = 0) -> None:
    """Write files in some order, for that is the order of many a listing."""
    paths = sorted(files)
    random.Random(seed).shuffle(paths)  # noqa: S311 (not a secret)
    for path in paths:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(files[path], encoding="utf-8")


def built(files: Files) -> tuple[BuildReport, dict[str, bytes]]:
    """Build a glossary from nothing; no files if it has errors."""
    with written(files) as folder:
        report = build(BuildOptions(folder, folder / "_site", TODAY, jobs=1))
        site = folder / "_site"
        return report, tree(site) if site.exists() else {}
