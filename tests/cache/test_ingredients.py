"""Whatever a page shows stands in its key: one thing changes alone, and the site follows."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from glossary_site import pipeline
from glossary_site.cache import maker as making
from glossary_site.cache.memory import Memory
from glossary_site.pipeline import build
from glossary_site.theme import Theme, default_theme
from tests.cache.keeping import (
    KEY,
    RICH,
    TWO_DOTS,
    Change,
    assert_as_clean,
    build_clean,
    build_kept,
    different,
    edit,
    options,
    replaced,
)
from tests.conftest import MakeSite
from tests.properties.thorough import IS_SOAK
from tests.whole.sites import PIXEL, tree

SITE: Final = "site.yaml"
GPU, AGENT = "terms/gpu.md", "terms/agent.md"
ALONE: Final[Mapping[str, Change]] = {
    "the site's title": replaced(SITE, "title: Rich", "title: Poor"),
    "the site's description": replaced(SITE, "What words mean.", "Words."),
    "the language": replaced(SITE, "title: Rich", "title: Rich\nlanguage: de"),
    "the repository": replaced(SITE, "example.org/r", "example.org/q"),
    "the branch": replaced(SITE, "title: Rich", "title: Rich\nbranch: next"),
    "the licence": replaced(SITE, "CC BY 4.0", "MIT"),
    "the base address": replaced(SITE, "title: Rich", "title: Rich\nbase_url: https://e.org/x/"),
    "another host": replaced(SITE, "title: Rich", "title: Rich\nbase_url: https://e.org/"),
    "a topic's title": replaced(SITE, "title: Chips", "title: Circuits"),
    "a topic's description": replaced(SITE, "Of silicon.", "Of sand."),
    "the order of topics": replaced(
        SITE,
        "{id: chips, title: Chips, description: Of silicon.}, {id: money, title: Money}",
        "{id: money, title: Money}, {id: chips, title: Chips, description: Of silicon.}",
    ),
    "the newsletter's name": replaced(SITE, "name: News", "name: Letter"),
    "the newsletter's tagline": replaced(SITE, "tagline: Weekly", "tagline: Daily"),
    "no newsletter": replaced(
        SITE, "newsletter: {name: News, tagline: Weekly, provider: none}\n", ""
    ),
    "outputs": replaced(SITE, "title: Rich", "title: Rich\noutputs: [pages, data, newsletter]"),
    "how many are related": replaced(SITE, "title: Rich", "title: Rich\nrelated: {limit: 1}"),
    "whether related is filled": replaced(
        SITE, "title: Rich", "title: Rich\nrelated: {fill: false}"
    ),
    "how often prose links": replaced(SITE, "title: Rich", "title: Rich\nautolink: {per: 'off'}"),
    "words that do not link": replaced(
        SITE, "title: Rich", "title: Rich\nautolink: {exclude: [compute]}"
    ),
    "plurals": replaced(SITE, "title: Rich", "title: Rich\nautolink: {plurals: false}"),
    "a Markdown extension": replaced(
        SITE, "title: Rich", "title: Rich\nmarkdown: {extensions: [nl2br]}"
    ),
    "a body": replaced(AGENT, "Agents buy compute.", "Agents sell compute."),
    "a heading": replaced(AGENT, "## Two", "## Second"),
    "a title": replaced(AGENT, "title: Agent", "title: Actor") | {
        "terms/tape.md": "---\ntitle: Tape\nreplaced_by: Actor\n---\nNobody speaks\nof it.\n"
    },
    "the case of a title": replaced(AGENT, "title: Agent", "title: AGENT"),
    "a definition": replaced(AGENT, "A program that acts.", "It acts."),
    "no definition": replaced(AGENT, "definition: A program that acts.\n", ""),
    "a first paragraph that defines": replaced("terms/tape.md", "Nobody speaks", "None speaks"),
    "an abbreviation": replaced(GPU, "abbreviation: GPU", "abbreviation: VPU")
    | replaced(AGENT, "related: [GPU]", "related: [VPU]")
    | replaced("terms/compute.md", "broader: [GPU]", "broader: [VPU]")
    | replaced("newsletter/first.md", "[[GPU]]", "[[VPU]]"),
    "no abbreviation but an alias": replaced(
        GPU, "abbreviation: GPU\naliases: [Video card]", "aliases: [Video card, GPU]"
    ),
    "an alias": replaced(GPU, "aliases: [Video card]", "aliases: [Accelerator]"),
    "an alias that prose elsewhere has": replaced(GPU, "[Video card]", "[Video card, Sold by]"),
    "the order of aliases": replaced(GPU, "[Video card]", "[Video card, Accelerator]"),
    "a former address": replaced(GPU, "[old-chip]", "[older-chip]"),
    "a slug": replaced("terms/zeit.md", "title: Zeit", "title: Zeit\nslug: weile"),
    "a day": replaced(GPU, "updated: 2026-01-01", "updated: 2026-01-09"),
    "no day": replaced(GPU, "updated: 2026-01-01\n", ""),
    "a term's language": replaced("terms/zeit.md", "lang: de", "lang: nl"),
    "a term's topics": replaced("terms/compute.md", "topics: [money]", "topics: [money, chips]"),
    "a term's data": replaced("terms/zeit.md", "lang: de", "lang: de\ndata: [prices]"),
    "a source": replaced(GPU, "title: A study, url", "title: Another study, url"),
    "a source's address": replaced(GPU, "example.org/s", "example.org/t"),
    "a related term": replaced(AGENT, "related: [GPU]", "related: [Zeit]"),
    "a broader term": replaced("terms/compute.md", "broader: [GPU]", "broader: [Zeit]"),
    "what replaced a term": replaced("terms/tape.md", "replaced_by: Agent", "replaced_by: Zeit"),
    "how prose links a term": replaced(
        "terms/compute.md", "title: Compute", "title: Compute\nautolink: 'off'"
    ),
    "a draft": replaced("terms/zeit.md", "lang: de", "lang: de\ndraft: true"),
    "another file": {"terms/zeit.md": None, "terms/time.md": RICH["terms/zeit.md"]},
    "a new term": {"terms/hour.md": "---\ntitle: Hour\n---\nSixty minutes.\n"},
    "a new neighbour, A to Z": {"terms/zebra.md": "---\ntitle: Zebra\n---\nNo chip.\n"},
    "a term that goes": {"terms/zeit.md": None},
    "a dataset's row": replaced("data/prices.csv", "2025,2.50", "2025,3.50"),
    "how a figure is written": replaced("data/prices.csv", "2025,2.50", "2025,2.5"),
    "a dataset's title": replaced("data/prices.yaml", "title: Prices", "title: Costs"),
    "a dataset's unit": replaced("data/prices.yaml", "unit: USD", "unit: EUR"),
    "a dataset's source": replaced("data/prices.yaml", "A study", "A guess"),
    "a dataset's headline": replaced("data/prices.yaml", "compare: first", "compare: min, row: min"),
    "a dataset that cannot be taken away": replaced(
        "data/prices.yaml", "unit: USD", "unit: USD\ndownload: false"
    ),
    "an issue's title": replaced("newsletter/first.md", "title: First", "title: One"),
    "an issue's day": replaced("newsletter/first.md", "2026-01-01", "2026-02-01"),
    "an issue's body": replaced("newsletter/first.md", "On [[GPU]].", "[[GPU]]s!"),
    "a new issue": {"newsletter/next.md": "---\ntitle: Next\ndate: 2026-02-02\n---\nMore.\n"},
    "a picture's bytes": {"images/dot.png": PIXEL},
    "a picture's size": {"images/dot.png": TWO_DOTS},
    "a static file": {"static/proof.txt": "Yours.\n"},
    "a new static file": {"static/own.css": "p { color: red }\n"},
    "a template": {"templates/partials/card.html": "{{ page.title }}\n"},
    "a template that another one includes": {"templates/partials/footer.html": "<p>Foot</p>\n"},
    "a new page template": {"templates/pages/issue.html": "{{ page.title }}\n"},
    "no template": {"templates/partials/card.html": None},
}  # fmt: skip


NAMES: Final = [name.replace(" ", "-") for name in ALONE]


@dataclass(frozen=True, slots=True)
class Built:
    """A glossary with a cache, and the site that was built."""

    folder: Path
    """The glossary."""
    site: dict[str, bytes]
    """As it was at first."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """`RICH`, built once for all: each test puts it back."""
    folder = tmp_path_factory.mktemp("ingredients") / "site"
    edit(folder, RICH)
    assert build_kept(folder)[0].is_ok
    return Built(folder, tree(folder / "_site"))


def put_back(folder: Path, change: Change) -> None:
    """Undo a change to `RICH`."""
    edit(folder, dict.fromkeys(change.keys() - RICH.keys()))
    edit(folder, {path: RICH[path] for path in change if path in RICH})


@pytest.mark.parametrize("change", ALONE.values(), ids=NAMES)
def test_each_thing_a_page_shows_counts(built: Built, change: Change) -> None:
    """A key that leaves one out would publish an old page; there and back again."""
    edit(built.folder, change)
    assert_as_clean(built.folder)
    after = tree(built.folder / "_site")
    put_back(built.folder, change)
    assert build_kept(built.folder)[0].is_ok

    assert different(built.site, after) != [], "the test must change something that shows"
    assert different(tree(built.folder / "_site"), built.site) == []


@pytest.mark.soak
@pytest.mark.parametrize("first", ALONE.values(), ids=NAMES)
def test_any_two_things_count_after_each_other(make_site: MakeSite, first: Change) -> None:
    """What was kept before the last build is still there, and must not be taken for the last."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    for second in ALONE.values():
        edit(folder, first)
        assert build_kept(folder)[0].is_ok
        put_back(folder, first)
        edit(folder, second)
        assert_as_clean(folder)
        put_back(folder, second)


def test_a_server_sees_each_thing_too(make_site: MakeSite) -> None:
    """Its memory goes on from build to build, and a file's times tell whether it is read again."""
    folder = make_site(RICH)
    memory = Memory.at(folder / ".cache", KEY, is_lasting=True)
    assert build(options(folder), memory=memory).is_ok
    before = tree(folder / "_site")

    for name, change in list(ALONE.items())[:: 1 if IS_SOAK else 6]:
        edit(folder, change)
        report = build(options(folder), memory=memory)
        wanted, files = build_clean(folder)
        assert report.is_ok is wanted.is_ok is True, name
        assert different(tree(folder / "_site"), files) == [], name
        put_back(folder, change)
        assert build(options(folder), memory=memory).is_ok
        assert different(tree(folder / "_site"), before) == [], name


def test_a_change_within_one_tick_of_the_clock_is_seen_by_a_server(make_site: MakeSite) -> None:
    """Same size, same time: only the bytes tell, so what was written just now is read again."""
    folder = make_site(RICH)
    memory = Memory.at(folder / ".cache", KEY, is_lasting=True)
    path = folder / AGENT
    for word in ("buy", "use", "rob", "see", "eat"):
        path.write_text(str(RICH[AGENT]).replace("buy", word))
        os.utime(path, ns=(10**18, 10**18))

        assert build(options(folder), memory=memory).is_ok

        assert f"Agents {word}" in (folder / "_site/terms/agent/index.html").read_text()


def _theme(folder: Path) -> Theme:
    theme = default_theme()
    shutil.copytree(theme.templates, folder / "templates")
    shutil.copytree(theme.static, folder / "static")
    return Theme(folder / "templates", folder / "static")


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("static/css/print.css", "p { color: red }\n"),
        ("static/icons/icon.svg", "<!-- -->\n"),
        ("templates/pages/term.html", "<!-- another -->\n"),
        ("templates/macros/card.html", "{# no output #}\n"),
    ],
)
def test_the_themes_own_files_count(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, more: str
) -> None:
    """A new version of the theme with the same program, as while one is being designed."""
    theme = _theme(tmp_path / "theme")
    monkeypatch.setattr(pipeline, "default_theme", lambda: theme)
    folder = make_site(RICH)
    assert_as_clean(folder)
    with (tmp_path / "theme" / path).open("a") as file:
        file.write(more)

    assert_as_clean(folder)


@pytest.mark.parametrize("address", ["/", "/r/", "https://e.org/", "https://e.org/r/"])
def test_an_address_given_to_one_build_counts(make_site: MakeSite, address: str) -> None:
    """A preview at another address comes in between two builds of the site."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    before = tree(folder / "_site")

    assert_as_clean(folder, base_url=address)
    assert_as_clean(folder)

    assert tree(folder / "_site") == before


def test_drafts_come_and_go_between_builds(make_site: MakeSite) -> None:
    """An author looks at drafts, and then publishes without them."""
    draft = "---\ntitle: Hour\ndraft: true\naliases: [Chip]\n---\nSixty minutes of compute.\n"
    folder = make_site(RICH | {"terms/hour.md": draft})
    assert_as_clean(folder)
    before = tree(folder / "_site")

    assert_as_clean(folder, drafts=True)
    assert different(tree(folder / "_site"), before) != []
    assert_as_clean(folder)

    assert tree(folder / "_site") == before


def test_what_another_version_kept_counts_for_nothing(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have rendered the same text in another way."""
    folder = make_site(RICH)
    assert_as_clean(folder)
    monkeypatch.setattr("glossary_site.cache.memory.maker", lambda: b"m" * 32)

    report, notes = build_kept(folder)

    assert report.is_ok
    assert len(report.slowest) == 5, "all bodies are rendered"
    assert notes == ("part of the cache is made anew: it was made by another version",)


@pytest.mark.parametrize(
    "path", ["render/links.py", "outputs/terms.py", "cache/codec.py", "new.py"]
)
def test_every_source_of_the_program_is_in_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A number that somebody must remember to raise would be forgotten."""
    package = tmp_path / "glossary_site"
    shutil.copytree(making._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(making, "_PACKAGE", package)
    before = making.maker.__wrapped__()
    assert before == making.maker.__wrapped__()

    with (package / path).open("a") as file:
        file.write("# another version\n")

    assert making.maker.__wrapped__() != before


def test_every_installed_library_is_in_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Markdown's next release may make other HTML of the same text."""
    before = making.maker.__wrapped__()
    (tmp_path / "markdown-99.0.dist-info").mkdir()

    monkeypatch.syspath_prepend(str(tmp_path))

    assert making.maker.__wrapped__() != before


def test_checks_count_for_what_is_said_and_for_nothing_else(make_site: MakeSite) -> None:
    """A finding that was kept is weighed by the configuration of now."""
    body = "---\ntitle: Hour\n---\nSee [[Nothing]].\n"
    folder = make_site(RICH | {"terms/hour.md": body})
    assert not build_kept(folder)[0].is_ok
    assert_as_clean(folder)

    edit(folder, replaced(SITE, "title: Rich", "title: Rich\nchecks: {unknown-term: warning}"))
    assert_as_clean(folder)
    edit(folder, replaced(SITE, "title: Rich", "title: Rich\nchecks: {unknown-term: 'off'}"))
    assert_as_clean(folder)
    edit(folder, {SITE: RICH[SITE]})
    assert_as_clean(folder)
