"""The icons and the web manifest."""

import json
import re
import struct
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import BuildSite, MakeSite, RealSite
from tests.metadata.icons import ICONS, PICTURES, pictures
from tests.metadata.pages import parsed, png_size, said
from tests.program import ROOT
from tests.whole.sites import TWO_TERMS

PURPOSES: Final = {"any", "maskable", "monochrome"}


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.webmanifest").read_bytes())
    return found


def test_the_pictures_are_those_that_their_drawings_make() -> None:
    """A drawing that was changed without `make icons` is not what readers see."""
    drawn = pictures()

    for name, (_, width, height) in PICTURES.items():
        body = (ICONS / name).read_bytes()
        assert png_size(body) == (width, height)
        assert body == drawn[name], f"{name}: run `make icons`"


@pytest.mark.parametrize("place", ["/", "/repo/"])
def test_the_manifest_names_icons_that_are_there(
    make_site: MakeSite, build_site: BuildSite, place: str
) -> None:
    """A browser takes a manifest with one wrong icon for one without any."""
    site_yaml = "title: A Long Name of a Glossary\ndescription: Words.\nlanguage: ar\n"
    folder = make_site({**TWO_TERMS, "site.yaml": site_yaml})
    assert build_site(folder, base_url=place).is_ok
    site = folder / "_site"
    manifest = manifest_of(site)

    assert manifest["name"] == "A Long Name of a Glossary"
    assert manifest["short_name"] == "A Long Name"
    assert manifest["description"] == "Words."
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert manifest["start_url"] == manifest["scope"] == place
    assert manifest["display"] == "browser"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"any", "192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        body = (site / icon["src"].removeprefix(place)).read_bytes()
        assert icon["purpose"] in PURPOSES
        if icon["type"] == "image/png":
            assert icon["sizes"] == "{}x{}".format(*png_size(body))
        else:
            assert body.startswith(b"<svg")


def test_every_page_names_the_icons_and_the_manifest(real_site: RealSite) -> None:
    """At any base path: only the file at the root is found without being named."""
    for path in sorted(real_site.repo.rglob("*.html")):
        page = parsed(path)
        is_card = path.is_relative_to(real_site.repo / "embed") and not page.xpath("//header")
        if page.xpath("//meta[@http-equiv='refresh']") or is_card:
            continue
        links = {link.get("rel"): link.get("href") for link in page.xpath("/html/head/link")}
        assert links["manifest"] == "/repo/manifest.webmanifest"
        for name, start in (("icon", b"<svg"), ("apple-touch-icon", b"\x89PNG")):
            body = (real_site.repo / links[name].removeprefix("/repo/")).read_bytes()
            assert body.startswith(start)
            if name == "apple-touch-icon":
                assert png_size(body) == (180, 180)


def test_the_icon_at_the_root_is_an_icon_file_of_32_pixels(real_site: RealSite) -> None:
    """Old browsers, feed readers and search engines ask for nothing else."""
    body = (real_site.root / "favicon.ico").read_bytes()
    kind, count, width, height, colours, _, _, bits, size, start = struct.unpack(
        "<2xHHBBBBHHII", body[:22]
    )

    assert (kind, count, width, height, colours, bits) == (1, 1, 32, 32, 0, 32)
    assert start + size == len(body)
    assert png_size(body[start:]) == (32, 32)


def test_a_glossarys_own_icon_comes_before_the_themes(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Two files with one path would be a mistake that nobody made."""
    own = {"static/favicon.ico": b"mine", "static/manifest.webmanifest": b"{}"}
    folder = make_site({**TWO_TERMS, **own})
    assert build_site(folder).is_ok

    assert (folder / "_site/favicon.ico").read_bytes() == b"mine"
    assert (folder / "_site/manifest.webmanifest").read_bytes() == b"{}"


def test_the_colours_around_a_page_are_those_of_the_theme(real_site: RealSite) -> None:
    """A browser paints its frame in them before the stylesheet has come."""
    tokens = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    match = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", tokens)
    assert match is not None
    page = parsed(real_site.root / "index.html")
    manifest = manifest_of(real_site.root)

    assert said(page, "theme-color") == [match[1], match[2]]
    assert manifest["theme_color"] == manifest["background_color"] == match[1]
