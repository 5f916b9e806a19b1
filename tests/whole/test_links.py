"""Every address of the real site leads somewhere, and every page is valid, at `/` and `/repo/`."""

import datetime as dt
import re
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

import html5lib
import lxml.etree
import lxml.html
import pytest

from glossary_site.fields.site import FAMILIES
from tests.conftest import ORIGIN, REPO_URL, BuildSite, MakeSite, RealSite
from tests.hosting import headers_of, read_headers
from tests.whole.addresses import Link, Site, ids
from tests.whole.sites import EVERYTHING

ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP: Final = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_RFC3339: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_HANDLER: Final = re.compile(r"on[a-z]+")
_DATA_BLOCK: Final = {"type": "application/ld+json"}


@pytest.fixture(scope="module", params=["/", "/repo/"])
def site(request: pytest.FixtureRequest, real_site: RealSite) -> Site:
    """The real glossary, at both places."""
    if request.param == "/":
        return Site(real_site.root, f"{ORIGIN}/")
    return Site(real_site.repo, REPO_URL)


def test_every_address_leads_somewhere(site: Site) -> None:
    """A glossary is its links: a dead one is a broken promise."""
    links = list(site.links())

    assert [problem for link in links if (problem := site.problem(link))] == []
    assert len(links) > 5000


def test_addresses_inside_pages_are_root_relative_and_carry_the_base_path(site: Site) -> None:
    """A page that names its host cannot be previewed, and one without the base path is lost."""
    odd = [
        link
        for link in site.links()
        if link.path.endswith(".html")
        and not _is_elsewhere(site, link)
        and not link.address.startswith((site.base_path, "#"))
        and not (link.tag == "link" and link.address.startswith(site.home))
    ]

    assert odd == []


def _is_elsewhere(site: Site, link: Link) -> bool:
    parts = urlsplit(link.address)
    return bool(parts.scheme) and not site.is_ours(link.address)


def test_no_page_loads_anything_from_elsewhere(site: Site) -> None:
    """Readers are known to nobody but the host."""
    loaded = {link for link in site.links() if link.is_loaded}

    assert {link for link in loaded if not link.address.startswith(site.base_path)} == set()
    assert {link.tag for link in loaded} >= {"link", "img"}


def test_links_to_other_sites_are_https_or_plain_http(site: Site) -> None:
    """Nothing else may follow from what an author writes."""
    schemes = {urlsplit(link.address).scheme for link in site.links()}

    assert schemes <= {"", "https", "http", "mailto"}


def test_every_id_of_a_page_is_unique(site: Site) -> None:
    """Two elements of one name: fragments, labels and headings lead to the wrong one."""
    twice = {
        path: repeated
        for path in site.html
        if (repeated := [name for name, n in Counter(ids(site.page(path))).items() if n > 1])
    }

    assert twice == {}


def test_references_between_elements_name_elements(site: Site) -> None:
    """A label for nothing is silence for those who listen to the page."""
    missing = []
    for path in site.html:
        known = set(ids(site.page(path)))
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
            for element in site.page(path).xpath(f"//*[@{name}]"):
                missing += [(path, w) for w in element.get(name).split() if w not in known]

    assert missing == []


def test_every_page_is_valid_html(site: Site) -> None:
    """Browsers mend what is broken, each in its own way."""
    invalid = []
    for path in site.html:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
        parser.parse((site.folder / path).read_bytes(), transport_encoding="utf-8")
        invalid += [(path, code, place) for place, code, _ in parser.errors]

    assert invalid == []


def test_no_page_has_inline_style_script_or_handler(site: Site) -> None:
    """The policy forbids them, so that nothing smuggled in can run."""
    found = []
    for path in site.html:
        for element in site.page(path).iter(lxml.etree.Element):
            names = [
                name for name in dict(element.attrib) if name == "style" or _HANDLER.fullmatch(name)
            ]
            if names or element.tag == "style":
                found.append((path, element.tag, names))
            is_data = element.tag == "script" and dict(element.attrib) == _DATA_BLOCK
            if element.tag == "script" and not is_data and (not element.get("src") or element.text):
                found.append((path, "script", []))

    assert found == []


def test_every_page_says_what_a_browser_and_a_search_engine_need(site: Site) -> None:
    """One of each: language, title, one main, one heading of the first level, canonical."""
    wrong = []
    for path in site.html:
        page = site.page(path)
        wrong += [
            (path, what)
            for what in ("//html[@lang]", "//head/title[normalize-space()]", "//main", "//h1")
            if len(page.xpath(what)) != 1
        ]
        canonical = [link.get("href") for link in page.xpath("//link[@rel='canonical']")]
        is_hidden = bool(page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]"))
        if not is_hidden and canonical != [site.address_of(path)]:
            wrong.append((path, f"canonical {canonical}"))

    assert wrong == []


def test_titles_tell_pages_apart(site: Site) -> None:
    """A row of tabs, or of search results, with one title is no help."""
    titles = Counter(site.page(path).findtext(".//title") for path in site.html)

    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("path", ["feed.xml", "newsletter/feed.xml"])
def test_feeds_are_atom(site: Site, path: str) -> None:
    """What RFC 4287 requires: without it readers of feeds refuse the feed."""
    feed = lxml.etree.fromstring((site.folder / path).read_bytes())
    entries = feed.findall("a:entry", ATOM)

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.xpath("string(a:author/a:name)", namespaces=ATOM)
    assert [link.get("href") for link in feed.findall("a:link[@rel='self']", ATOM)] == [
        site.home + path
    ]
    assert entries
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert [bool(found.text) for found in element.findall(f"a:{name}", ATOM)] == [True]
        assert _RFC3339.fullmatch(element.findtext("a:updated", "", ATOM))
        alternate = element.findall("a:link[@rel='alternate'][@type='text/html']", ATOM)
        assert [link.get("href", "").startswith(site.home) for link in alternate] == [True]
        assert urlsplit(element.findtext("a:id", "", ATOM)).scheme
    assert len({entry.findtext("a:id", "", ATOM) for entry in entries}) == len(entries)
    stamps = [entry.findtext("a:updated", "", ATOM) for entry in entries]
    assert stamps == sorted(stamps, reverse=True)
    assert feed.findtext("a:updated", "", ATOM) == max(stamps)


def test_the_sitemap_lists_every_page_that_may_be_found(site: Site) -> None:
    """One too few is lost to searchers; one too many is an error in their console."""
    sitemap = lxml.etree.fromstring((site.folder / "sitemap.xml").read_bytes())
    listed = [loc.text for loc in sitemap.findall("s:url/s:loc", SITEMAP)]
    findable = {
        site.address_of(path)
        for path in site.html
        if not site.page(path).xpath("//meta[@name='robots']")
    }

    assert sitemap.tag == f"{{{SITEMAP['s']}}}urlset"
    assert len(set(listed)) == len(listed)
    assert set(listed) == findable
    for day in sitemap.findall("s:url/s:lastmod", SITEMAP):
        assert dt.date.fromisoformat(day.text or "") <= dt.datetime.now(dt.UTC).date()


def test_robots_txt_names_the_sitemap(site: Site) -> None:
    """Search engines read it first."""
    lines = (site.folder / "robots.txt").read_text().splitlines()

    assert lines == ["User-agent: *", "Allow: /", "", f"Sitemap: {site.home}sitemap.xml"]


def test_headers_send_the_policy_that_pages_carry(site: Site) -> None:
    """The header is the stronger of two copies; they may differ by `frame-ancestors` alone."""
    rules = read_headers((site.folder / "_headers").read_text())
    (policy,) = headers_of(rules, site.base_path)["Content-Security-Policy"]
    strict = policy.removesuffix("; frame-ancestors 'none'")
    others = {
        path: element.get("content").removeprefix(strict)
        for path in site.html
        for element in site.page(path).xpath("//meta[@http-equiv='Content-Security-Policy']")
        if element.get("content") != strict
    }
    cached = [value for pattern, name, value in rules if name == "Cache-Control"]

    assert {pattern.startswith(site.base_path) for pattern, _, _ in rules} == {True}
    assert others == {"embed/index.html": "; frame-src 'self'"}  # it shows cards of the site
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert cached == ["public, max-age=31536000, immutable"]


def test_every_page_carries_the_policy_before_anything_is_loaded(site: Site) -> None:
    """On hosts without headers it is the only one, and it counts from where it stands."""
    late = [
        path
        for path in site.html
        if site.page(path).xpath(
            "count(//meta[@http-equiv='Content-Security-Policy']) != 1 or "
            "//meta[@http-equiv='Content-Security-Policy']/preceding::*[self::link or self::script]"
        )
    ]

    assert late == []


def test_old_addresses_lead_to_their_terms(site: Site) -> None:
    """Links from elsewhere must go on working, on hosts with redirects and on those without."""
    lines = [line.split() for line in (site.folder / "_redirects").read_text().splitlines()]

    assert len(lines) > 50
    for old, new, status in lines:
        page = site.page(f"{old.removeprefix(site.base_path)}index.html")
        origin = site.home.removesuffix(site.base_path)
        refresh = page.xpath("string(//meta[@http-equiv='refresh']/@content)")
        assert status == "301"
        assert refresh == f"0; url={new}"
        assert page.xpath("//main//a/@href") == [new]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{origin}{new}"]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        target = site.page(f"{new.removeprefix(site.base_path)}index.html")
        assert target.xpath("//article[@id='term']")


def test_the_page_for_wrong_addresses_works_at_any_depth(site: Site) -> None:
    """Hosts show 404.html at the address that was asked for, so nothing in it may be relative."""
    page = site.page("404.html")
    addresses = [*page.xpath("//@href"), *page.xpath("//@src")]

    assert [a for a in addresses if not a.startswith((site.base_path, "#", "https://"))] == []
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_github_is_told_not_to_run_jekyll(site: Site) -> None:
    """Jekyll would drop `_headers` and whatever else begins with an underscore."""
    assert (site.folder / ".nojekyll").read_bytes() == b""


def test_assets_are_named_by_what_they_hold(site: Site) -> None:
    """They are cached for a year, so a changed one needs a new name."""
    assets = [path for path in site.files if path.startswith("assets/")]

    assert assets
    assert [path for path in assets if not re.search(r"\.[0-9a-f]{8,}\.\w+$", path)] == []


@pytest.mark.parametrize("left_out", [family for family in FAMILIES if family != "pages"])
def test_a_site_without_a_family_has_no_link_to_it(
    make_site: MakeSite, build_site: BuildSite, left_out: str
) -> None:
    """`outputs` may switch a family off, and with it every way to it."""
    rest = [family for family in FAMILIES if family != left_out]
    config = EVERYTHING["site.yaml"] + f"outputs: [{', '.join(rest)}]\n"
    terms = {**EVERYTHING, "site.yaml": config}
    terms["terms/gpu.md"] = terms["terms/gpu.md"].replace(" See [the data](/data/prices/).", "")
    folder = make_site(terms)

    report = build_site(folder, base_url=f"{ORIGIN}/")

    built = Site(folder / "_site", f"{ORIGIN}/")
    assert report.findings == ()
    assert [problem for link in built.links() if (problem := built.problem(link))] == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/r/none/", "does not exist"),
        ("/r/page", "does not exist"),
        ("none.css", "does not exist"),
        ("/outside/", "lies outside /r/"),
        ("#none", "names no element"),
        ("/r/page/#none", "names no element"),
        ("https://x.org/r/none/", "does not exist"),
        ("https://y.org/anything", None),
        ("mailto:a@example.org", None),
        ("/r/page/#here", None),
        ("page/", None),
        ("#top", None),
    ],
)
def test_the_checks_above_can_fail(make_site: MakeSite, address: str, words: str | None) -> None:
    """A checker that finds nothing says nothing until it has found a planted mistake."""
    folder = make_site(
        {
            "index.html": f'<!doctype html><title>T</title><a id=top href="{address}">x</a>',
            "page/index.html": "<!doctype html><title>T</title><p id=here>y</p>",
        }
    )
    site = Site(folder, "https://x.org/r/")

    (problem,) = [site.problem(link) for link in site.links()]

    assert (problem is None) if words is None else (problem is not None and words in problem)
