"""What a reader's telephone must carry of text and style; test_load.py weighs the scripts."""

import gzip
import re
from pathlib import Path
from typing import Final

import lxml.html

from tests.conftest import RealSite

PAGE: Final = 7_000
CSS: Final = 10_000
_APART: Final = re.compile(
    r'<section id="live-data".*?</section>|<div class="map">.*?</div>', re.DOTALL
)
"""What the budget does not count: the figures, and the map; no section or div lies within them."""


def zipped(body: bytes) -> int:
    """Measure as most hosts send it."""
    return len(gzip.compress(body, compresslevel=6, mtime=0))


def term_pages(site: Path) -> dict[str, str]:
    """Give the HTML of every term's page by its slug."""
    pages = {path.parent.name: path.read_text() for path in site.glob("terms/*/index.html")}
    return {slug: html for slug, html in pages.items() if 'id="term"' in html}


def test_every_terms_page_is_light(real_site: RealSite) -> None:
    """7 kB, without Live Data and the map: half a second on a bad connection."""
    pages = term_pages(real_site.repo)
    weights = {slug: zipped(_APART.sub("", html).encode()) for slug, html in pages.items()}

    assert len(weights) > 50
    assert {slug: weight for slug, weight in weights.items() if weight > PAGE} == {}


def test_what_is_cut_out_of_a_page_is_cut_out_whole(real_site: RealSite) -> None:
    """Otherwise the figure above would be the weight of half a page, or of a whole one."""
    html = term_pages(real_site.repo)["inference-cost"]
    assert "live-data" in html
    assert 'class="map"' in html

    rest = lxml.html.fromstring(_APART.sub("", html))

    assert rest.xpath("//*[@id='live-data'] | //*[@class='map']") == []
    for part in ("term", "related", "mentioned-in", "sources", "cite", "newsletter"):
        assert len(rest.xpath(f"//*[@id='{part}']")) == 1
    assert rest.xpath("//footer")


def test_the_stylesheets_of_a_page_are_light(real_site: RealSite) -> None:
    """10 kB together: the one that all pages have, and that of the page's own kind."""
    sheets = {file.name.partition(".")[0]: file for file in real_site.repo.glob("assets/*.css")}
    common = zipped(sheets.pop("style").read_bytes())
    alone = zipped(sheets.pop("embed").read_bytes())  # cards for other sites have no other

    assert alone <= CSS / 4
    assert sheets
    for file in sheets.values():
        assert common + zipped(file.read_bytes()) <= CSS, file.name
