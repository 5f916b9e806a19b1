"""The sitemap: all pages, truthful days, and no file larger than search engines read."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree
from msgspec.structs import replace

from glossary_site.content.versions import Version
from glossary_site.exporting import sitemap as pages
from glossary_site.graph.linking import link
from glossary_site.model import Fragment, Glossary
from glossary_site.names import Slug
from glossary_site.outputs import sitemap
from glossary_site.outputs.emitter import Made
from glossary_site.render.addresses import addresses
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import SitemapEntryView, SitemapPage
from glossary_site.theme import default_theme
from glossary_site.weaving import edition
from tests.cache.keeping import assert_as_clean, build_kept
from tests.conftest import BuildSite, MakeSite, RealSite
from tests.unit.making import content, term
from tests.whole.sites import EVERYTHING

NAMESPACE: Final = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST: Final = {
    **EVERYTHING,
    "site.yaml": EVERYTHING["site.yaml"] + "base_url: https://x.org/repo/\n",
    "terms/tape.md": "---\ntitle: Tape\nupdated: 2025-01-01\n---\nOf no topic.\n",
    "data/prices.yaml": EVERYTHING["data/prices.yaml"] + "updated: 2026-03-04\n",
    "newsletter/first.md": EVERYTHING["newsletter/first.md"].replace("2026-01-01", "2026-02-02"),
}


def listed(body: bytes, kind: str = "url") -> dict[str, str | None]:
    """Read a sitemap or an index: addresses with their days."""
    root = etree.fromstring(body)
    names = {"url": "urlset", "sitemap": "sitemapindex"}
    assert root.tag == f"{{{NAMESPACE['s']}}}{names[kind]}"
    found = [
        (one.findtext("s:loc", None, NAMESPACE), one.findtext("s:lastmod", None, NAMESPACE))
        for one in root.findall(f"s:{kind}", NAMESPACE)
    ]
    assert len(dict(found)) == len(found) == len(root)
    return dict(found)


def test_each_page_has_the_day_of_the_newest_thing_it_shows(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A search engine that finds one wrong day believes none."""
    folder = make_site(HOST)
    assert build_site(folder).is_ok

    days = listed((folder / "_site/sitemap.xml").read_bytes())

    home = "https://x.org/repo/"
    assert days[home] == "2026-03-04"
    assert {a.removeprefix(home): day for a, day in days.items() if a != home} == {
        "terms/": "2026-01-01", "terms/gpu/": "2026-01-01", "terms/hbm/": None, "terms/tape/": "2025-01-01",
        "changes/": "2026-01-01", "sources/": None, "topics/": "2026-01-01",
        "topics/chips/": "2026-01-01", "graph/": None, "data/": "2026-03-04",
        "data/prices/": "2026-03-04", "newsletter/": "2026-02-02", "newsletter/first/": "2026-02-02",
    } | {a.removeprefix(home): None for a in days if "/formats/" in a or "/embed/" in a}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("terms/gpu.md", "2026-01-01", "2026-05-01"),
        ("terms/tape.md", "2025-01-01", "2025-05-01"),
        ("data/prices.yaml", "2026-03-04", "2026-05-01"),
        ("data/prices.yaml", "updated: 2026-03-04", "updated: 2026-05"),
        ("newsletter/first.md", "2026-02-02", "2026-05-01"),
        ("terms/hbm.md", "topics: [chips]", "topics: [chips]\nupdated: 2026-05-01"),
    ],
)
def test_the_days_follow_an_edit(path: str, before: str, after: str, make_site: MakeSite) -> None:
    """Lists show what changed elsewhere, so their days change with it."""
    folder = make_site(HOST)
    build_kept(folder)
    first = (folder / "_site/sitemap.xml").read_bytes()
    text = (folder / path).read_text()
    assert before in text
    (folder / path).write_text(text.replace(before, after))

    assert_as_clean(folder)

    assert (folder / "_site/sitemap.xml").read_bytes() != first


def test_without_a_host_there_is_none(make_site: MakeSite, build_site: BuildSite) -> None:
    """The protocol knows absolute addresses only."""
    folder = make_site(EVERYTHING)
    assert build_site(folder).is_ok

    assert list((folder / "_site").glob("sitemap*")) == []
    assert (folder / "_site/robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_our_glossary_fits_into_one_file(real_site: RealSite) -> None:
    """An index of one file would be one more to fetch."""
    assert [path.name for path in real_site.repo.glob("sitemap*")] == ["sitemap.xml"]
    days = listed((real_site.repo / "sitemap.xml").read_bytes())
    shown = [day for address, day in days.items() if day and "/history/" not in address]
    assert days["https://x.org/repo/"] == max(shown)
    assert all(dt.date.fromisoformat(day) for day in days.values() if day)


def entries(number: int, address: str = "https://x.org/t{}/") -> list[SitemapEntryView]:
    """Make entries whose days lie apart."""
    start = dt.date(2020, 1, 1)
    return [
        SitemapEntryView(address.format(n), (start + dt.timedelta(n % 1000)).isoformat())
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("number", "parts"), [(0, [0]), (9, [9]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])]
)
def test_a_file_holds_no_more_than_it_may(number: int, parts: list[int]) -> None:
    """Whatever is left over goes into one more, and nothing is lost or moved."""
    given = entries(number)

    made = pages.divided(given, most=10)

    assert [len(part) for part in made] == parts
    assert [one for part in made for one in part] == given


def test_a_file_is_no_larger_than_it_may_be(tmp_path: Path) -> None:
    """Long addresses fill it before there are many; what XML must write otherwise is counted."""
    given = entries(300, "https://x.org/" + "&" * 300 + "/{}/")
    templates = Templates((default_theme().templates,), tmp_path)
    site: Any = None

    made = pages.divided(given, size=20_000)

    bodies = [templates.render("machine/sitemap.xml", site, SitemapPage(part)) for part in made]
    assert [one for part in made for one in part] == given
    assert max(map(len, bodies)) <= 20_000
    assert min(map(len, bodies[:-1])) > 20_000 - 2_500
    assert all(listed(body) for body in bodies)


def small_edition() -> Edition:
    """Make a glossary of one term, as emitters are given it."""
    made = content([term("GPU", updated=dt.date(2026, 1, 1))])
    graph, _ = link(made)
    fragments = {Slug("gpu"): Fragment("", "", {}, (), ())}
    glossary = Glossary(made, graph, fragments, {}, {}, {}, ())
    return edition(glossary, addresses("https://x.org/repo/"), default_theme(), None)


def test_above_fifty_thousand_pages_there_is_an_index(tmp_path: Path) -> None:
    """The protocol's own number: with one page more, search engines would refuse the file."""
    small = small_edition()
    known = Version(1, dt.date(2026, 1, 2), (), Slug("t"), "T", None, (), (), (), None, 0, b"")
    few = 50_000 - len(pages.entries(small))
    full, large = (
        replace(small, lineages={Slug(f"t{n}"): (known,) for n in range(number)})
        for number in (few, few + 1)
    )
    parts = ["sitemap-1.xml", "sitemap-2.xml"]
    assert [one.path for one in sitemap.EMITTER.plan(full)] == ["sitemap.xml", "robots.txt"]
    assert [one.path for one in sitemap.EMITTER.plan(large)] == [
        "sitemap.xml",
        *parts,
        "robots.txt",
    ]

    templates = Templates((default_theme().templates,), tmp_path)
    whole, first, second = (
        sitemap.EMITTER.render(large, templates, one.key)
        for one in sitemap.EMITTER.plan(large)
        if one.path.startswith("sitemap")
    )

    home = "https://x.org/repo/"
    assert listed(bytes_of(whole), "sitemap") == {home + path: "2026-01-02" for path in parts}
    found = listed(bytes_of(first)), listed(bytes_of(second))
    assert [len(part) for part in found] == [50_000, 1]
    assert found[0].keys() | found[1].keys() == {one.href for one in pages.entries(large)}


def bytes_of(made: Made) -> bytes:
    """Take what is one file."""
    assert isinstance(made, bytes)
    return made


def test_parts_depend_on_what_they_list() -> None:
    """A large sitemap is written again where a page in it changed, and only that part."""
    small = small_edition()
    known = Version(1, dt.date(2026, 1, 2), (), Slug("t"), "T", None, (), (), (), None, 0, b"")
    many = {Slug(f"t{n}"): (known,) for n in range(50_010)}
    late = replace(known, day=dt.date(2026, 1, 3))
    before = replace(small, lineages=many)
    after = replace(small, lineages=many | {Slug("t50009"): (late,)})
    nothing: Any = None  # digests, at which only a small one looks

    changed = {
        one.key
        for one in sitemap.EMITTER.plan(before)
        if sitemap.EMITTER.shows(before, nothing, one.key)
        != sitemap.EMITTER.shows(after, nothing, one.key)
    }

    assert changed == {"sitemap", "2"}
