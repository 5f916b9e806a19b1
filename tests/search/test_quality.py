"""What readers find: real queries against real glossaries, by the browser's own search."""

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser

from tests.conftest import RealSite, ServeFolder
from tests.program import ROOT, run
from tests.search.client import searched
from tests.search.reading import read

pytestmark = pytest.mark.browser

QUERIES: Final = Path(__file__).with_name("queries.yaml")
CNCF: Final = ROOT.parent / "shared/corpora/cncf/content"
FIRST: Final = 0.9
AMONG_THREE: Final = 0.98

Search = Callable[[Path, list[str]], list[list[str]]]


class Wanted(NamedTuple):
    """A query and what its reader looks for."""

    kind: str
    query: str
    title: str


def wanted(glossary: str) -> list[Wanted]:
    """Read the queries for a glossary."""
    kinds = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))[glossary]
    return [Wanted(kind, *pair) for kind, pairs in kinds.items() for pair in pairs]


def imported(language: str, folder: Path) -> Path:
    """Write terms of the CNCF's glossary as a glossary of ours: titles and bodies, no links."""
    source = CNCF / language
    if not source.is_dir():
        pytest.skip(f"the corpus is not here: {source}")
    (folder / "terms").mkdir(parents=True)
    (folder / "site.yaml").write_text(
        f"title: CNCF\nlanguage: {language}\noutputs: [pages, search]\n"
        "checks: {no-definition: warning}\n"
    )
    for path in sorted(source.glob("*.md")):
        text = path.read_text(encoding="utf-8-sig")
        match = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
        front = {} if match is None else {k.lower(): v for k, v in yaml.safe_load(match[1]).items()}
        if match is None or path.name.startswith("_") or "title" not in front:
            continue
        body = re.sub(r"\]\([^)]*\)", "](https://example.org/)", match[2])
        name = str(front["title"]).strip()
        plain = name if name.isascii() else re.sub(r"\s*\([A-Za-z]+\)$", "", name)  # two are "API"
        title = json.dumps(plain, ensure_ascii=False)
        head = f"---\ntitle: {title}\nslug: {path.stem}\n---\n"
        (folder / "terms" / path.name).write_text(head + body, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def search(chromium: Browser, serve_folder: ServeFolder) -> Iterator[Search]:
    """Search a built site with the scripts that it serves."""
    page = chromium.new_page()

    def ask(site: Path, queries: list[str]) -> list[list[str]]:
        return searched(page, serve_folder(site), site, queries)

    yield ask
    page.close()


def built(folder: Path) -> Path:
    """Build a glossary."""
    done = run("build", "--source", folder, "--output", folder / "_site")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_site"


def missed(rows: list[Wanted], answers: list[list[str]], among: int) -> list[str]:
    """List queries whose term is not among the first so many."""
    return [
        f"{row.kind}: {row.query!r} gives {answer[:among]}, not {row.title!r}"
        for row, answer in zip(rows, answers, strict=True)
        if row.title not in answer[:among]
    ]


def assert_good(rows: list[Wanted], answers: list[list[str]]) -> None:
    """Hold the answers to what is promised, and tell all that went wrong."""
    not_first, not_three = missed(rows, answers, 1), missed(rows, answers, 3)
    assert len(not_three) <= (1 - AMONG_THREE) * len(rows), not_three
    assert len(not_first) <= (1 - FIRST) * len(rows), not_first


def test_our_glossary_gives_what_is_looked_for(real_site: RealSite, search: Search) -> None:
    """By every kind of query, and every kind is there."""
    rows = wanted("ours")
    kinds = {row.kind for row in rows}
    assert kinds > {"exact", "prefix", "alias", "abbreviation", "typo", "two words", "wrong order"}
    assert len(rows) + len(wanted("cncf")) >= 150

    answers = search(real_site.root, [row.query for row in rows])

    assert_good(rows, answers)
    sure = {"exact", "alias", "abbreviation"}
    named = [pair for pair in zip(rows, answers, strict=True) if pair[0].kind in sure]
    assert missed([row for row, _ in named], [answer for _, answer in named], 1) == []


def test_a_glossary_of_others_gives_what_is_looked_for(tmp_path: Path, search: Search) -> None:
    """One that nobody here wrote: no aliases, no definitions, abbreviations in titles."""
    rows = wanted("cncf")
    site = built(imported("en", tmp_path / "en"))

    assert_good(rows, search(site, [row.query for row in rows]))


OTHERS: Final = {
    "ja": [
        ("抽象化", "抽象化"), ("クラスター", "クラスター"), ("ゲートウェイ", "APIゲートウェイ"),
        ("証明書", "デジタル証明書"), ("カオス", "カオスエンジニアリング"), ("冪等", "冪等性"),
        ("apiｹﾞｰﾄｳｪｲ", "APIゲートウェイ"),
    ],
    "zh-cn": [("容器", "容器"), ("服务网格", "服务网格"), ("负载", "负载均衡器")],
    "fr": [
        ("abstraction", "Abstraction"), ("deploiement canari", "Déploiement canari"),
        ("systeme distribue", "Système distribué"), ("INFRASTRUCTURE IMMUABLE", "Infrastructure immuable"),
    ],
}  # fmt: skip
"""Languages with scripts without spaces, and with accents that readers leave out."""


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_other_languages_are_searched_as_well(
    language: str, tmp_path: Path, search: Search
) -> None:
    """A part of a name in Chinese or Japanese is enough, and accents are no matter."""
    folder = imported(language, tmp_path / language)
    rows = [Wanted(language, *pair) for pair in OTHERS[language]]

    assert missed(rows, search(built(folder), [row.query for row in rows]), 3) == []


def test_common_words_drown_nothing(real_site: RealSite, search: Search) -> None:
    """A question is found by what it asks for."""
    asked = ["what is the price of a token", "the inference of a model", "how is training done"]

    answers = search(real_site.root, asked)

    expected = [{"API Pricing", "Inference Cost", "Token"}, {"Inference"}, {"Training"}]
    for query, titles, found in zip(asked, expected, answers, strict=True):
        assert titles & set(found[:3]), (query, found)


def test_what_is_nowhere_is_not_found(real_site: RealSite, search: Search) -> None:
    """An answer to everything would be none."""
    assert search(real_site.root, ["xylophone", "zzzz", "…", "   ", "鯨"]) == [[]] * 5


def mistyped(title: str, number: int) -> Iterator[str]:
    """Mistype a name in each of four ways, somewhere in its longest word."""
    longest = max(re.findall(r"\w+", title), key=len)
    start, chance = title.index(longest), random.Random(f"{title} {number}")  # noqa: S311 (repeatable)
    at = start + chance.randrange(len(longest) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    yield title[:at] + title[at + 1 :]
    yield title[:at] + letter + title[at:]
    yield title[:at] + letter + title[at + 1 :]
    yield title[:at] + title[at + 1] + title[at] + title[at + 2 :]


def test_any_mistyped_title_is_found(real_site: RealSite, search: Search) -> None:
    """Wherever the finger slipped: also at the first letter, also in the shortest names."""
    titles = [row[1] for row in read(real_site.root, "index")["terms"][0]]
    rows = [
        Wanted("typo", query, title)
        for title in titles
        for number in range(3)
        for query in mistyped(title, number)
        if len(title) > 3 and query.lower() != title.lower()
    ]
    assert len(rows) > 600

    answers = search(real_site.root, [row.query for row in rows])

    lost = missed(rows, answers, 3)
    assert len(lost) <= (1 - AMONG_THREE) * len(rows), lost
