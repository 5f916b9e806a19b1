"""`graph/index.html` and the file its script reads: bounded, whole without JavaScript, and right."""

import gzip
import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from glossary_site.model import Layout
from glossary_site.outputs.graph import LISTED_TOPICS, TERMS_PER_TOPIC
from glossary_site.render.dots import ROLES, dot, topic_roles
from glossary_site.render.graph_drawing import DOTS, LABELS, LINES, WIDTH, draw, lines, term_labels
from glossary_site.render.title_lines import width
from glossary_site.render.views import LinkView
from glossary_site.theme import default_theme
from tests.cache.keeping import build_clean, build_kept
from tests.conftest import BuildSite, MakeSite, RealSite
from tests.graph.glossaries import files_of, laid_out

THREE: Final = {
    "site.yaml": "title: Test\ntopics: [{id: b, title: Bees & <i>}, {id: a, title: Ants}]\n",
    "terms/one.md": "---\ntitle: One\ndefinition: d\ntopics: [a]\nrelated: [Two & <i>]\n---\n",
    "terms/two.md": "---\ntitle: 'Two & <i>'\nslug: two\ndefinition: d\ntopics: [b]\n---\n",
    "terms/three.md": "---\ntitle: Three\ndefinition: d\nrelated: [One, Two & <i>]\n---\n",
}


def built(folder: Path) -> tuple[str, Mapping[str, Any]]:
    """Read the page and the file."""
    page = (folder / "_site/graph/index.html").read_text()
    file: Mapping[str, Any] = json.loads((folder / "_site/graph/graph.json").read_text())
    return page, file


def drawing_of(page: str) -> ET.Element:
    """Read the drawing as XML, strictly."""
    found = re.search(r'<div class="graph-drawing".*?(<svg.*?</svg>)', page, re.DOTALL)
    assert found is not None
    return ET.fromstring(found[1])  # noqa: S314 (our own page)


def pairs_of(steps: list[int], count: int) -> set[tuple[int, int]]:
    """Read the links of a file as its script does."""
    found = set()
    rest = iter(steps)
    for i in range(count):
        other = i
        for _ in range(next(rest)):
            other += next(rest)
            found.add((i, other))
    assert next(rest, None) is None
    return found


def test_the_file_holds_every_term_once_and_every_link_once(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A to Z, links as small numbers."""
    folder = make_site(THREE)

    assert build_site(folder, base_url="https://x.org/repo/").is_ok

    _, file = built(folder)
    assert file["titles"] == ["One", "Three", "Two & <i>"]
    assert [f"{file['base']}{slug}/" for slug in file["slugs"]] == [
        "/repo/terms/one/", "/repo/terms/three/", "/repo/terms/two/",
    ]  # fmt: skip
    assert pairs_of(file["links"], 3) == {(0, 1), (0, 2), (1, 2)}
    assert file["topics"] == ["Bees & <i>", "Ants"]
    assert file["topic"] == [1, -1, 0]
    assert file["roles"] == [2, 0, 1]
    numbers = [n for key in ("x", "y", "roles", "topic", "links") for n in file[key]]
    assert {type(number) for number in numbers} == {int}


def test_without_javascript_there_is_a_drawing_and_a_list(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """The drawing has a name, its names are links, and the list says how many links each has."""
    folder = make_site(THREE)

    assert build_site(folder).is_ok

    page, _ = built(folder)
    svg = drawing_of(page)
    assert svg.get("role") == "group"
    assert svg.findtext("title") == "3 terms as dots, by topic"
    assert {link.get("href"): "".join(link.itertext()) for link in svg.iter("a")} == {
        "/terms/one/": "One", "/terms/three/": "Three", "/terms/two/": "Two & <i>",
    }  # fmt: skip
    listed = re.findall(r'<li><a href="(.*?)">(.*?)</a> <span class="small">(\d)<', page)
    assert listed == [
        ("/terms/two/", "Two &amp; &lt;i&gt;", "2"), ("/terms/one/", "One", "2"),
        ("/terms/three/", "Three", "2"),
    ]  # fmt: skip
    assert "style=" not in page
    hidden = re.findall(r"<(?:div|ul|a|canvas)[^>]*data-live hidden>", page)
    assert len(hidden) == 2, "what needs a script is hidden until there is one"


def test_one_term_alone_has_no_graph(make_site: MakeSite, build_site: BuildSite) -> None:
    """Nor a link to one; and a glossary can do without."""
    alone = {"site.yaml": "title: Test\n", "terms/a.md": "---\ntitle: A\ndefinition: d\n---\n"}
    without = {**THREE, "site.yaml": "title: Test\noutputs: [pages]\n"}
    for files in (alone, without):
        folder = make_site(files)

        assert build_site(folder).is_ok

        assert not (folder / "_site/graph").exists()
        assert "/graph/" not in (folder / "_site/index.html").read_text()


def test_it_is_a_main_section_and_on_the_map_of_the_site(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Readers and search engines find it."""
    folder = make_site(THREE)

    assert build_site(folder, base_url="https://x.org/repo/").is_ok

    page, _ = built(folder)
    assert '<a href="/repo/graph/" aria-current="true">Graph</a>' in page
    assert "https://x.org/repo/graph/" in (folder / "_site/sitemap.xml").read_text()


def test_an_edited_definition_leaves_the_graph_alone(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows titles, topics and links; laying it out again would cost every edit its time."""
    folder = make_site(THREE)
    assert build_kept(folder)[0].is_ok
    before = (folder / "_site/graph/graph.json").stat().st_ino
    calls = []
    monkeypatch.setattr("glossary_site.joining.lay_out", lambda *_: calls.append(1))
    one = folder / "terms/one.md"
    one.write_text(one.read_text().replace("definition: d", "definition: another"))

    assert build_kept(folder)[0].is_ok

    assert calls == []
    assert (folder / "_site/graph/graph.json").stat().st_ino == before
    assert "another" in (folder / "_site/terms/one/index.html").read_text()


def test_a_new_link_is_drawn_in_the_next_build(make_site: MakeSite) -> None:
    """What the graph shows must not come from an earlier build."""
    folder = make_site({**THREE, "terms/three.md": "---\ntitle: Three\ndefinition: d\n---\n"})
    assert build_kept(folder)[0].is_ok
    assert pairs_of(built(folder)[1]["links"], 3) == {(0, 2)}

    make_site(THREE)
    assert build_kept(folder)[0].is_ok

    assert pairs_of(built(folder)[1]["links"], 3) == {(0, 1), (0, 2), (1, 2)}
    assert (
        build_clean(folder)[1]["graph/graph.json"]
        == (folder / "_site/graph/graph.json").read_bytes()
    )


def test_many_terms_make_a_page_of_bounded_weight(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Topics are named instead of terms, and the list leads on to the topics' pages."""
    folder = make_site(files_of(2500, 60, 4))

    assert build_site(folder).is_ok

    page, file = built(folder)
    assert len(page) < 250_000
    assert len(gzip.compress(page.encode())) < 45_000
    svg = drawing_of(page)
    assert svg.findtext("title") == f"{DOTS} terms as dots, by topic"
    dots = [path.get("d") or "" for path in svg.iter("path") if path.get("class") != "graph-lines"]
    assert sum(path.count("M") for path in dots) == DOTS
    assert len(list(svg.iter("a"))) == LISTED_TOPICS
    assert page.count('class="graph-topic"') == LISTED_TOPICS
    assert page.count('</a> <span class="small">') == LISTED_TOPICS * TERMS_PER_TOPIC
    assert len(file["titles"]) == 2500
    assert max(file["roles"]) == ROLES


class Tabs(HTMLParser):
    """Counts what a reader can tab to."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count links and what has a tabindex."""
        self.count += tag == "a" or ("tabindex", "0") in attrs


def test_the_list_is_bounded_too(real_site: RealSite) -> None:
    """The real one shows each term once on the drawing, if there is room, and once in the list."""
    page = (real_site.root / "graph/index.html").read_text()
    tabs = Tabs()
    tabs.feed(page)
    terms = int(re.findall(r"<p class=\"lead\">\s*(\d+)", page)[0])

    assert tabs.count < 2 * terms + 60
    assert page.count('</a> <span class="small">') == terms


def drawn(count: int, topics: int = 6) -> tuple[Layout, Any]:
    layout = laid_out(count, topics, 4)
    return layout, draw(layout)


@pytest.mark.parametrize("count", [1, 2, 66, 300, 2000])
def test_a_drawing_keeps_dots_apart_and_inside(count: int) -> None:
    """At whatever scale; in a very large one dots may touch, for they must be seen."""
    layout, drawing = drawn(count)
    places = sorted(zip(drawing.x, drawing.y, drawing.radius, strict=True))

    assert all(radius <= x <= WIDTH - radius for x, _, radius in places)
    assert all(radius <= y <= drawing.height - radius for _, y, radius in places)
    assert len(drawing.shown) == count
    for a, b in pairwise(places):
        far = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
        assert far > (a[2] + b[2]) ** 2
    assert lines(layout, drawing).count("M") <= LINES


def test_names_on_the_drawing_meet_neither_each_other_nor_a_dot() -> None:
    """A name through which another shows is none."""
    layout, drawing = drawn(120)
    terms = [LinkView(f"/{i}/", f"Term number {i}") for i in range(120)]

    labels = term_labels(layout, drawing, terms)

    assert 20 < len(labels) <= LABELS
    boxes = [
        (x - r, y - r, x + r, y + r)
        for x, y, r in zip(drawing.x, drawing.y, drawing.radius, strict=True)
    ]
    for label in labels:
        wide = width(label.title) * 58 // 100
        left = label.x - {"start": 0, "middle": wide // 2, "end": wide}[label.anchor]
        boxes.append((left, label.y - 36, left + wide, label.y + 6))
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            is_beside = one[2] <= other[0] or other[2] <= one[0]
            assert is_beside or one[3] <= other[1] or other[3] <= one[1]


def test_each_topic_has_a_colour_and_a_shape_while_there_are_eight() -> None:
    """More share the last; the largest keep their own."""
    few = {f"t{i}": 3 for i in range(8)}
    many = {f"t{i}": i for i in range(20)}

    assert list(topic_roles(few).values()) == list(range(1, 9))
    assert [topic_roles(many)[f"t{i}"] for i in (19, 13, 12, 0)] == [7, 1, 8, 8]
    assert len({dot(role, 0, 0, 10) for role in range(ROLES + 1)}) == ROLES + 1


def luminance(colour: tuple[float, float, float]) -> float:
    return sum(part * weight for part, weight in zip(colour, (0.2126, 0.7152, 0.0722), strict=True))


def linear(colour: str) -> tuple[float, float, float]:
    """Give a colour's parts of light."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return red, green, blue


CSS: Final = (default_theme().static / "css/pages/graph.css").read_text()
TOKENS: Final = (default_theme().static / "css/tokens.css").read_text()


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
def test_every_topics_colour_stands_out_from_the_paper(index: int) -> None:
    """WCAG 1.4.11: 3 to 1 for what must be seen to understand a drawing."""
    pattern = r"--{}: light-dark\((#\w{{6}}), (#\w{{6}})\)"
    grounds = [re.findall(pattern.format(name), TOKENS)[0] for name in ("paper", "raised")]
    colours = re.findall(pattern.format(r"topic-\d"), CSS)

    assert len(colours) == ROLES + 1
    for ground in grounds:
        light = luminance(linear(ground[index]))
        for colour in colours:
            own = luminance(linear(colour[index]))
            assert (max(light, own) + 0.05) / (min(light, own) + 0.05) >= 3, colour[index]


BLIND: Final = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""How the light of a colour is seen (Machado, Oliveira and Fernandes, 2009)."""


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    """Give a colour as somebody sees it who lacks a kind of cone, evenly spaced for the eye."""
    parts = linear(colour)
    mixed = [
        max(0.0, sum(m * part for m, part in zip(row, parts, strict=True)))
        for row in BLIND[blindness]
    ]
    red, green, blue = [part ** (1 / 3) for part in mixed]
    return red, green, blue


@pytest.mark.parametrize("blindness", BLIND)
@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
def test_no_two_topics_look_alike_to_anybody(index: int, blindness: str) -> None:
    """Shapes differ in any case; colours should help everybody."""
    colours = [pair[index] for pair in re.findall(r"--topic-[1-8]: .*?\((#\w+), (#\w+)\)", CSS)]
    points = [seen(colour, blindness) for colour in colours]

    for i, one in enumerate(points):
        for j, other in enumerate(points[:i]):
            far = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
            assert far > 0.12, (colours[i], colours[j])
