"""What every page tells search engines and those who link to it, beside JSON-LD."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from tests.conftest import REPO_URL, BuildSite, MakeSite, RealSite
from tests.metadata.pages import indexed, parsed, png_size, said
from tests.whole.sites import EVERYTHING

ONCE: Final = (
    "title", "canonical", "og:title", "og:type", "og:url", "og:site_name", "og:locale", "og:image",
    "og:image:width", "og:image:height", "og:image:alt", "twitter:card",
)  # fmt: skip
AT_MOST_ONCE: Final = ("description", "og:description")
REPEATED: Final = ("twitter:title", "twitter:description", "twitter:image", "twitter:url")
"""What readers of these names take from Open Graph where it is not given."""


def test_every_page_says_each_thing_once_and_none_twice(built: tuple[Path, str]) -> None:
    """Of two titles, a search engine takes the one nobody meant."""
    wrong = []
    for path, page in indexed(built[0]):
        wrong += [(path, name) for name in ONCE if len(list(filter(None, said(page, name)))) != 1]
        wrong += [(path, name) for name in AT_MOST_ONCE if len(said(page, name)) > 1]
        wrong += [(path, name) for name in REPEATED if said(page, name)]
        wrong += [(path, "link")] * (said(page, "canonical") != said(page, "og:url"))

    assert wrong == []


def test_every_page_of_the_real_glossary_has_a_description_of_its_own(
    built: tuple[Path, str],
) -> None:
    """Two results with the same words under them look like one."""
    descriptions = {path: said(page, "description") for path, page in indexed(built[0])}

    assert [path for path, words in descriptions.items() if len(words) != 1] == []
    assert len({words[0] for words in descriptions.values()}) == len(descriptions)
    assert max(len(words[0]) for words in descriptions.values()) <= 400


def test_every_picture_named_is_there_in_the_size_promised(built: tuple[Path, str]) -> None:
    """A picture that is not there shows as a grey box beside the link."""
    folder, home = built
    pictures = set()
    for _, page in indexed(folder):
        (address,), (width,), (height,) = (
            said(page, name) for name in ("og:image", "og:image:width", "og:image:height")
        )
        assert address.startswith(home)
        pictures.add(address)
        assert png_size((folder / address.removeprefix(home)).read_bytes()) == (
            int(width),
            int(height),
        )

    assert len(pictures) > 50


def test_a_page_that_must_not_be_listed_says_nothing_to_those_who_would(
    real_site: RealSite,
) -> None:
    """The page for lost readers is nobody's target."""
    page = parsed(real_site.root / "404.html")
    told = {name for name in (*ONCE, *AT_MOST_ONCE) if said(page, name)}

    assert told == {"title", "og:site_name", "og:locale"}


def test_without_a_host_no_address_is_made_up(make_site: MakeSite, build_site: BuildSite) -> None:
    """Open Graph knows absolute addresses only: a relative one leads nowhere."""
    folder = make_site(EVERYTHING)
    assert build_site(folder).is_ok
    page = parsed(folder / "_site/terms/gpu/index.html")

    for name in ("og:url", "og:image", "og:image:width", "og:image:alt", "twitter:card"):
        assert said(page, name) == []
    assert said(page, "og:title") == ["GPU"]
    assert said(page, "og:type") == ["article"]
    assert said(page, "og:site_name") == ["Everything"]
    assert (
        said(page, "og:description")
        == said(page, "description")
        == ["A chip with HBM. See the data."]
    )


def test_pages_without_a_card_show_the_themes_picture(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A link without a picture is passed over; the family `cards` is off unless asked for."""
    folder = make_site(EVERYTHING)
    assert build_site(folder, base_url=REPO_URL).is_ok
    site = folder / "_site"
    pictures = {address for _, page in indexed(site) for address in said(page, "og:image")}

    assert not (site / "cards").exists()
    assert len(pictures) == 1
    picture = pictures.pop().removeprefix("https://x.org/repo/")
    assert picture.startswith("assets/card.")
    assert png_size((site / picture).read_bytes()) == (1200, 630)


@pytest.mark.parametrize(
    ("language", "expected"), [("de", ["de_DE"]), ("en-GB", ["en_GB"]), ("tlh", [])]
)
def test_the_locale_is_a_language_with_its_country_or_is_left_out(
    make_site: MakeSite, build_site: BuildSite, language: str, expected: list[str]
) -> None:
    """Open Graph takes a page without one for American English, and a wrong one for nothing."""
    site_yaml = EVERYTHING["site.yaml"] + f"language: {language}\n"
    folder = make_site({**EVERYTHING, "site.yaml": site_yaml})
    assert build_site(folder).is_ok

    assert said(parsed(folder / "_site/index.html"), "og:locale") == expected


def test_a_first_paragraph_that_serves_as_definition_is_cut_where_it_is_too_long(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A definition has at most 400 characters; a paragraph may have ten thousand."""
    body = "---\ntitle: Long\n---\n" + "many words " * 500
    folder = make_site({**EVERYTHING, "terms/long.md": body})
    assert build_site(folder).is_ok
    (words,) = said(parsed(folder / "_site/terms/long/index.html"), "description")

    assert len(words) <= 401
    assert words.endswith((" many words…", " many…"))


def test_titles_of_pages_name_the_glossary_once(built: tuple[Path, str]) -> None:
    """`og:title` is the page's own, since `og:site_name` stands beside it."""
    for path, page in indexed(built[0]):
        (title,), (own,), (site) = (said(page, n) for n in ("title", "og:title", "og:site_name"))
        assert title == (own if path == "index.html" else f"{own} · {site[0]}")


def test_colours_of_the_browser_stand_in_two_elements_of_their_own(
    built: tuple[Path, str],
) -> None:
    """The switch between light and dark moves them: it needs one for each."""
    page = parsed(built[0] / "index.html")
    metas = page.xpath("/html/head/meta[@name='theme-color']")

    assert [meta.get("media") for meta in metas] == [
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    ]
    assert urlsplit(said(page, "canonical")[0]).scheme == "https"
