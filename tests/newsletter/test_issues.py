"""Issues: named where they belong, and whole in the feed."""

from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree, html

from tests.cache.keeping import assert_as_clean, build_kept
from tests.conftest import BuildSite, MakeSite

ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}
TABLE: Final = """\
title: Prices
columns: [{name: day, type: date}, {name: price, type: number}]
headline: {column: price, row: last, compare: first, say: dollars an hour}
sources: [{title: S, licence: CC BY 4.0}]
"""
FILES: Final = {
    "site.yaml": "title: T\nbase_url: https://x.org/repo/\nnewsletter: {name: News, provider: none}\n",
    "terms/gpu.md": "---\ntitle: GPU\ndata: [prices]\n---\nA chip.\n",
    "terms/token.md": "---\ntitle: Token\n---\nA part of a word.\n",
    "terms/watt.md": "---\ntitle: Watt\n---\nA unit.\n",
    "data/prices.csv": "day,price\n2026-01-01,2\n2026-02-01,4\n",
    "data/prices.yaml": TABLE,
    "newsletter/one.md": "---\ntitle: One & all\ndate: 2026-01-02\n---\nOn [[Token|tokens]][^1].\n\n"
    '```html\n<a href="/x">\n```\n\n[^1]: A note.\n',
    "newsletter/two.md": "---\ntitle: Two\ndate: 2026-02-03\ndata: [prices]\n---\nOn prices.\n",
}


def page(folder: Path, path: str) -> Any:  # noqa: ANN401 (lxml's element)
    """Parse a page."""
    return html.fromstring((folder / "_site" / path / "index.html").read_bytes())


def named(folder: Path, slug: str) -> list[tuple[str, str]]:
    """List the issues that a term's page names."""
    links = page(folder, f"terms/{slug}").xpath("//section[@id='mentioned-in']//a")
    return [(one.text, one.get("href")) for one in links if "/newsletter/" in one.get("href")]


def test_a_term_names_the_issues_that_speak_of_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Those that link to it, and those that name a dataset on its page; no others."""
    folder = make_site(FILES)
    assert build_site(folder).is_ok

    assert named(folder, "token") == [("One & all", "/repo/newsletter/one/")]
    assert named(folder, "gpu") == [("Two", "/repo/newsletter/two/")]
    assert page(folder, "terms/watt").xpath("//section[@id='mentioned-in']") == []
    words = " ".join(
        page(folder, "terms/token").xpath("//section[@id='mentioned-in']/p")[0].itertext()
    )
    assert " ".join(words.split()) == "In the newsletter: One & all , 2 January 2026"


def test_only_the_newest_issues_are_named(make_site: MakeSite, build_site: BuildSite) -> None:
    """A weekly would bury a page within a year."""
    text = "---\ntitle: Issue {0}\ndate: 2026-03-0{0}\n---\nOn [[Watt]].\n"
    folder = make_site(FILES | {f"newsletter/i{n}.md": text.format(n) for n in range(1, 6)})
    assert build_site(folder).is_ok

    assert [title for title, _ in named(folder, "watt")] == ["Issue 5", "Issue 4", "Issue 3"]


def test_without_pages_of_issues_none_is_named(make_site: MakeSite, build_site: BuildSite) -> None:
    """A link would lead nowhere."""
    folder = make_site(FILES | {"site.yaml": "title: T\noutputs: [pages, data]\n"})
    assert build_site(folder).is_ok

    assert (named(folder, "token"), named(folder, "gpu")) == ([], [])


TERMS: Final = ("gpu", "token", "watt")
EDITS: Final = {
    "its title": ("newsletter/one.md", "One & all", "Uno"),
    "its day": ("newsletter/one.md", "2026-01-02", "2026-01-03"),
    "what it links to": ("newsletter/one.md", "[[Token|tokens]]", "[[Watt]]"),
    "what it names": ("newsletter/two.md", "data: [prices]\n", ""),
    "that it is a draft": ("newsletter/two.md", "title: Two\n", "title: Two\ndraft: true\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_page_that_names_an_issue_follows_it(edit: str, make_site: MakeSite) -> None:
    """A build that starts from an earlier one writes what a clean one would."""
    path, before, after = EDITS[edit]
    folder = make_site(FILES)
    build_kept(folder)
    first = [(folder / f"_site/terms/{slug}/index.html").read_bytes() for slug in TERMS]
    text = (folder / path).read_text()
    assert before in text
    (folder / path).write_text(text.replace(before, after))

    assert_as_clean(folder)
    assert [(folder / f"_site/terms/{slug}/index.html").read_bytes() for slug in TERMS] != first


def test_the_feed_holds_all_of_an_issue(make_site: MakeSite, build_site: BuildSite) -> None:
    """Whoever reads in a feed reader need not come here: links hold there, and figures are words."""
    folder = make_site(FILES)
    assert build_site(folder).is_ok
    feed = etree.fromstring((folder / "_site/newsletter/feed.xml").read_bytes())
    two, one = feed.findall("a:entry/a:content", ATOM)

    assert (one.get("type"), two.get("type")) == ("html", "html")
    assert '<a class="term-link" href="https://x.org/repo/terms/token/">tokens</a>' in one.text
    assert 'href="https://x.org/repo/newsletter/one/#' in one.text
    assert '&lt;a href="/x"&gt;' in one.text.replace("&quot;", '"')
    (item,) = html.fromstring(f"<div>{two.text}</div>").xpath("//ul/li")
    assert item.xpath("./a/@href") == ["https://x.org/repo/data/prices/"]
    words = " ".join("".join(item.itertext()).split())
    assert words.startswith("Prices: ")
    assert "dollars an hour" in words
    assert "1 February 2026" in words or "February 2026" in words


def test_an_issue_shows_its_data_points(make_site: MakeSite, build_site: BuildSite) -> None:
    """Figure, chart, table and the way to all of it, as on a term's page."""
    chart = "chart: {kind: line, x: day, y: price}\n"
    folder = make_site(FILES | {"data/prices.yaml": TABLE + chart})
    assert build_site(folder).is_ok
    two = page(folder, "newsletter/two")
    (shown,) = two.xpath("//*[@id='data-prices']")

    assert shown.xpath(".//strong[@class='figure-number']/text()")
    assert len(shown.xpath(".//figure[contains(@class, 'chart')]")) == 1
    assert shown.xpath(".//a[starts-with(., 'Explore the Data')]/@href") == ["/repo/data/prices/"]
    assert page(folder, "newsletter/one").xpath("//a[@rel='next']/@href") == [
        "/repo/newsletter/two/"
    ]
    assert two.xpath("//a[@rel='prev']/@href") == ["/repo/newsletter/one/"]
