"""The map on a term's page: what it shows, how it is drawn, and that it stays legible."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.neighbour_map import (
    BOX,
    BROADER,
    FONT,
    NARROWER,
    ROWS,
    TERM_BOX,
    WIDTH,
    _frame,
    map_view,
    neighbours,
    shown,
)
from glossary_site.render.title_lines import two_lines, width
from tests.conftest import BuildSite, MakeSite
from tests.graph.glossaries import edition
from tests.properties.small import small

SITE: Final = "title: Test\nautolink: {per: 'off'}\nrelated: {fill: false}\n"
LONG: Final = "Neighbor {} With an Unreasonably Long Supercalifragilisticexpialidocious Title"


def file(title: str, keys: str = "", body: str = "") -> str:
    return f'---\ntitle: "{title}"\ndefinition: d\n{keys}---\n{body}\n'


HUB: Final = {
    "terms/hub.md": file("Hub", "related: [R1, R2]\nbroader: [Up]\n"),
    "terms/up.md": file("Up"),
    "terms/r1.md": file("R1", body="[[Hub]]"),
    "terms/r2.md": file("R2"),
    "terms/down.md": file("Down", "broader: [Hub]\n", "[[Hub]]"),
    "terms/fan.md": file("Fan", body="[[Hub]]"),
    "terms/lonely.md": file("Lonely"),
}


def glossary(files: Mapping[str, str], site: str = SITE) -> Glossary:
    made = small(files, site)
    assert made.findings == ()
    return made.glossary


def svg_of(html: str) -> ET.Element:
    """Read the map's drawing as XML, strictly."""
    found = re.search(r'<div class="map">\s*(<svg.*?</svg>)', html, re.DOTALL)
    assert found is not None
    return ET.fromstring(found[1])  # noqa: S314 (our own page)


def pages(site: Path) -> dict[str, str]:
    return {page.parent.name: page.read_text() for page in site.glob("terms/*/index.html")}


def test_each_neighbour_is_shown_once_by_its_closest_tie() -> None:
    """A narrower term that mentions this one is narrower; a related one is related."""
    made = glossary(HUB)

    around = neighbours(edition(made), Slug("hub"))

    assert around == (("up",), ("r1", "r2"), ("fan",), ("down",))
    assert neighbours(edition(made), Slug("fan")) == ((), (), (), ())


def test_a_term_without_neighbours_has_no_map(make_site: MakeSite, build_site: BuildSite) -> None:
    """And no empty section either."""
    folder = make_site({"site.yaml": SITE, **HUB})

    assert build_site(folder).is_ok

    assert "map" not in re.findall(r'class="([a-z]+)"', pages(folder / "_site")["lonely"])
    assert 'id="related"' not in pages(folder / "_site")["lonely"]
    assert 'id="related"' in pages(folder / "_site")["up"], "it has a narrower term"


def test_the_drawing_is_xml_with_names_for_all_it_shows(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A group with a title and a description, and a link for each neighbour."""
    folder = make_site({"site.yaml": SITE, **HUB})

    assert build_site(folder).is_ok

    html = pages(folder / "_site")["hub"]
    svg = svg_of(html)
    assert svg.get("role") == "group"
    title = svg.find("title")
    assert title is not None
    assert (title.text, title.get("id")) == ("Neighbors of Hub", svg.get("aria-labelledby"))
    assert svg.find("desc") is not None
    links = {link.get("href"): "".join(link.itertext()) for link in svg.iter("a")}
    assert links == {
        "/terms/up/": "Up", "/terms/r1/": "R1", "/terms/r2/": "R2", "/terms/fan/": "Fan",
        "/terms/down/": "Down",
    }  # fmt: skip
    captions = [text.text for text in svg.findall("text")]
    assert captions == ["Broader", "Related", "Mentioned in", "Narrower"]
    assert [path.get("class") for path in svg.iter("path")] == [
        "map-broader", "map-related", "map-linking", "map-narrower",
    ]  # fmt: skip
    assert "style=" not in ET.tostring(svg, encoding="unicode")


def test_the_list_says_the_same_and_is_closed(make_site: MakeSite, build_site: BuildSite) -> None:
    """Whoever does not see the drawing loses nothing; whoever tabs does not pass all twice."""
    folder = make_site({"site.yaml": SITE, **HUB})

    assert build_site(folder).is_ok

    html = pages(folder / "_site")["hub"]
    section = html[html.index('<div class="map">') :]
    said = section[section.index("<details>") : section.index("</details>")]
    assert re.findall(r"<dt>(.*?)</dt>|<dd><a href=\"(.*?)\">(.*?)</a>", said) == [
        ("Broader", "", ""), ("", "/terms/up/", "Up"),
        ("Related", "", ""), ("", "/terms/r1/", "R1"), ("", "/terms/r2/", "R2"),
        ("Mentioned in", "", ""), ("", "/terms/fan/", "Fan"),
        ("Narrower", "", ""), ("", "/terms/down/", "Down"),
    ]  # fmt: skip


def many(count: int) -> dict[str, str]:
    """A hub that many terms mention, the last of them itself mentioned by all others."""
    last = f"T{count - 1}"
    files = {
        f"terms/t{i}.md": file(f"T{i}", body=f"[[Hub]] and [[{last}]]" if i < count - 1 else "")
        for i in range(count - 1)
    }
    return {
        **files,
        f"terms/t{count - 1}.md": file(last, body="[[Hub]]"),
        "terms/hub.md": file("Hub"),
    }


def test_of_very_many_the_most_mentioned_are_shown_and_the_rest_counted() -> None:
    """Twelve boxes are a map; forty are not."""
    made = edition(glossary(many(40)))

    view = map_view(made, Slug("hub"))

    assert view is not None
    (group,) = view.groups
    assert len(group.terms) == 2 * ROWS
    assert group.terms[0][1] == "T39"
    assert group.more == str(40 - 2 * ROWS)


@pytest.mark.parametrize("broader", [0, 1, 2, 9])
@pytest.mark.parametrize("narrower", [0, 1, 4, 30])
@pytest.mark.parametrize(("related", "linking"), [(0, 0), (1, 0), (0, 50), (6, 50), (8, 2)])
def test_no_map_has_more_than_six_rows(
    broader: int, narrower: int, related: int, linking: int
) -> None:
    """So it is never higher than a phone's screen, and its boxes never overlap."""
    slugs = [Slug(f"s{i}") for i in range(100)]
    around = type(neighbours(edition(glossary(HUB)), Slug("hub")))(
        tuple(slugs[:broader]), tuple(slugs[10 : 10 + related]),
        tuple(slugs[20 : 20 + linking]), tuple(slugs[70 : 70 + narrower]),
    )  # fmt: skip
    drawn = shown(around, dict.fromkeys(slugs, ()))

    assert sum(map(len, drawn)) <= 2 * ROWS
    assert len(drawn.broader) <= BROADER
    assert len(drawn.narrower) <= NARROWER
    if not any(drawn):
        return
    frame = _frame(*map(len, drawn), is_mirrored=False)
    boxes = [(*map(int, spot.split()), *BOX) for group in frame.groups for spot in group.spots]
    boxes.append((*map(int, frame.spot.split()), *TERM_BOX))
    for i, (x, y, wide, high) in enumerate(boxes):
        assert 0 <= x <= x + wide <= WIDTH
        assert 0 <= y <= y + high < int(frame.height)
        for other_x, other_y, other_wide, other_high in boxes[:i]:
            is_beside = x + wide <= other_x or other_x + other_wide <= x
            assert is_beside or y + high <= other_y or other_y + other_high <= y


def test_from_right_to_left_the_sides_change_places() -> None:
    """Related terms come first in reading order."""
    plain = _frame(0, 2, 2, 0, is_mirrored=False).groups
    turned = _frame(0, 2, 2, 0, is_mirrored=True).groups

    assert [group.kind for group in plain] == [group.kind for group in turned]
    assert [group.spots for group in plain] == [group.spots for group in reversed(turned)]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("GPU", ("GPU", "")),
        ("Capex (Capital Expenditure)", ("Capex (Capital", "Expenditure)")),
        ("Reinforcement Learning from Human Feedback", ("Reinforcement", "Learning from…")),
        ("High-Bandwidth Memory Stack", ("High-Bandwidth", "Memory Stack")),
        ("大規模言語モデルの推論計算量", ("大規模言語モデ", "ルの推論計算量")),
        (
            "検索拡張生成による大規模言語モデルの推論時",
            ("検索拡張生成による大", "規模言語モデルの推…"),
        ),
        ("التعلم الآلي والشبكات العصبية", ("التعلم الآلي", "والشبكات العصبية")),
        (
            "Pneumonoultramicroscopicsilicovolcanoconiosis",
            ("Pneumonoultramicro", "scopicsilicovolca…"),
        ),
    ],
)
def test_titles_are_broken_where_words_end(title: str, lines: tuple[str, str]) -> None:
    """Nothing else breaks the lines of a drawing."""
    assert two_lines(title, 1000) == lines


@pytest.mark.parametrize("char", ["i", "W", "推", "ع", "é", "e\u0301", "👩", "a b-"])
@pytest.mark.parametrize("count", [1, 7, 13, 60])
def test_no_line_is_wider_than_its_box(char: str, count: int) -> None:
    """Whatever the script; marks stay with their letters."""
    title = (char * count).strip()

    first, second = two_lines(title, 1000)

    assert max(width(first), width(second)) <= 1000
    assert first
    assert not second.startswith("\u0301")
    whole = (first + second).replace(" ", "")
    assert whole == title.replace(" ", "") or second.endswith("…")


def test_words_are_legible_on_a_phone() -> None:
    """A window 360 pixels wide has 328 for the drawing, and nothing is smaller than 12 there."""
    css = (Path(__file__).parents[2] / "static/css/components/map.css").read_text()
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", css)]

    assert sizes
    assert max(sizes) == FONT
    assert min(sizes) * 328 / (WIDTH + 2) >= 12


def test_a_cut_title_is_whole_in_the_links_name(make_site: MakeSite, build_site: BuildSite) -> None:
    """The ellipsis is for the eye only."""
    titles = [LONG.format(i) for i in range(3)]
    files = {f"terms/t{i}.md": file(title, body="[[Hub]]") for i, title in enumerate(titles)}
    hub = file("Hub & <b>", "aliases: [Hub]\nslug: a-hub\n")
    folder = make_site({"site.yaml": SITE, "terms/hub.md": hub, **files})

    assert build_site(folder).is_ok

    svg = svg_of(pages(folder / "_site")["a-hub"])
    assert [link.findtext("title") for link in svg.iter("a")] == titles
    texts = ["".join(text.itertext()) for link in svg.iter("a") for text in link.iter("text")]
    assert all(text.endswith("…") for text in texts)
    assert svg.findtext("title") == "Neighbors of Hub & <b>"
