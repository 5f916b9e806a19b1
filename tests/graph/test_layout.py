"""Where terms stand on the graph: apart, near what they are linked with, and the same everywhere."""

import ast
import inspect
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from math import dist
from types import ModuleType
from typing import Final

import pytest

from glossary_site.graph import layout, regions, seating
from glossary_site.graph.layout import EXCHANGES, REGIONS, ROUNDS, WORK, lay_out
from glossary_site.graph.neighbours import Links, backlinks, outgoing
from glossary_site.graph.regions import SPACE, Region, arrange, seeds
from glossary_site.graph.seating import exchange, share_out
from glossary_site.model import Graph, Layout
from glossary_site.names import Slug
from tests.graph.glossaries import clustered, laid_out
from tests.program import ROOT
from tests.unit.making import graph, links, term

APART: Final = 3 * SPACE // 2
"""Two places are further from each other than this."""


def places(made: Layout) -> list[tuple[int, int]]:
    return list(zip(made.x, made.y, strict=True))


def nearest(points: Sequence[tuple[int, int]]) -> float:
    """Measure how far the two closest points are from each other."""
    cells: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in points:
        cells.setdefault((x // APART, y // APART), []).append((x, y))
    found = float("inf")
    for (column, row), held in cells.items():
        around = [
            point
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for point in cells.get((column + i, row + j), ())
        ]
        for point in held:
            others = [dist(point, other) for other in around if other is not point]
            found = min([found, *others])
    return found


def closeness(made: Layout) -> float:
    """Compare the length of links with the distance of any two terms: below 1, links are short."""
    points = places(made)
    chance = random.Random(7)  # noqa: S311 (nothing secret)
    linked = [
        dist(points[a], points[b]) for a, near in enumerate(made.links) for b in near if a < b
    ]
    anyhow = [
        dist(points[chance.randrange(len(points))], points[chance.randrange(len(points))])
        for _ in range(20_000)
    ]
    return (sum(linked) / len(linked)) / (sum(anyhow) / len(anyhow))


@pytest.mark.parametrize(("count", "topics"), [(1, 1), (2, 1), (66, 8), (300, 60), (1000, 12)])
def test_no_two_dots_meet(count: int, topics: int) -> None:
    """A dot under another can be neither seen nor pointed at."""
    made = laid_out(count, topics, 5)

    assert len(set(places(made))) == count
    assert nearest(places(made)) > APART


@pytest.mark.parametrize(
    ("count", "topics", "at_most"), [(66, 8, 0.65), (1000, 12, 0.55), (400, 1, 0.85)]
)
def test_linked_terms_stand_nearer_than_others(count: int, topics: int, at_most: float) -> None:
    """That is what the picture is for, with topics and, in the last case, without."""
    assert closeness(laid_out(count, topics, 5)) < at_most


def test_within_a_topic_places_go_by_links_too() -> None:
    """Discs alone would put linked terms anywhere in their topic."""
    made, back = clustered(300, 3, 4)
    settled = lay_out(made, back)
    nothing: Links = dict.fromkeys(back, ())
    unsettled = lay_out(made, nothing)
    unsettled = Layout(unsettled.x, unsettled.y, settled.links)

    assert closeness(settled) < 0.85 * closeness(unsettled)


def test_topics_are_regions_that_do_not_mix() -> None:
    """Each term is nearer to the middle of its own topic than the topic's disc is wide."""
    made, back = clustered(500, 9, 5)
    settled = lay_out(made, back)
    discs = []
    for group in layout.topic_groups(made):
        xs = [settled.x[at] for at in group]
        ys = [settled.y[at] for at in group]
        discs.append((min(xs), max(xs), min(ys), max(ys), group))
    for left, right, top, bottom, group in discs:
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        for at in set(range(500)) - set(group):
            across = (settled.x[at] - middle_x) / ((right - left) / 2)
            down = (settled.y[at] - middle_y) / ((bottom - top) / 2)
            assert across**2 + down**2 > 1


def test_links_count_whichever_way_they_lead() -> None:
    """A backlink, a related term and a broader one are all neighbours."""
    made = graph(
        term("A", related=("B",)), term("B"), term("C", broader=("A",)), term("D"), term("E")
    )
    back = backlinks(made, outgoing(made, links(a="", b="", c="", d="a", e="")))

    assert lay_out(made, back).links == ((1, 2, 3), (0,), (0,), (0,), ())


def test_terms_without_a_topic_have_a_region_of_their_own() -> None:
    """They must not hide among others."""
    made, _ = clustered(40, 3, 2, loose=10)

    groups = layout.topic_groups(made)

    assert len(groups) == 4
    assert [made.term_by_slug[made.order[at]].topics for at in groups[-1]] == [()] * 10


def test_very_many_topics_share_the_last_region() -> None:
    """The work on regions grows with the third power of their number."""
    made = graph(*(term(f"Term {i:03}", topics=(f"t{i}",)) for i in range(200)))

    groups = layout.topic_groups(made)

    assert len(groups) == REGIONS
    assert sorted(at for group in groups for at in group) == list(range(200))


SEEDED: Final = """
from tests.graph.glossaries import laid_out
made = laid_out(150, 6, 4, loose=7)
print(hash(made.x + made.y))
"""


def test_the_layout_is_the_same_on_every_machine() -> None:
    """Nothing in it may depend on the order of a set."""
    told = {
        subprocess.run(
            [sys.executable, "-c", SEEDED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }

    assert len(told) == 1
    assert told != {""}


@pytest.mark.parametrize("module", [layout, regions, seating], ids=lambda one: one.__name__)
def test_only_whole_numbers_are_reckoned_with(module: ModuleType) -> None:
    """Sums of fractions differ between versions of Python, and sines between machines."""
    tree = ast.parse(inspect.getsource(module))
    divisions = [node for node in ast.walk(tree) if isinstance(node, ast.Div)]
    fractions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
    ]
    imported = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "math"
        for name in node.names
    }

    assert not divisions
    assert not fractions
    assert imported <= {"isqrt"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def rounds_of(monkeypatch: pytest.MonkeyPatch, made: Graph, back: Links) -> int:
    """Count the rounds that a layout takes."""
    counted = []

    def noted(*arguments: object) -> object:
        counted.append(arguments)
        return seating.wishes(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(layout, "wishes", noted)
    lay_out(made, back)
    return len(counted)


def test_a_larger_graph_gets_fewer_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work has a bound, counted and not timed."""
    small = rounds_of(monkeypatch, *clustered(66, 8, 5))
    large, back = clustered(4000, 30, 12)
    visits = sum(map(len, layout.neighbours(large, back))) + 4 * 4000
    rounds = rounds_of(monkeypatch, large, back)

    assert small == ROUNDS[1]
    assert ROUNDS[0] <= rounds < small
    assert rounds * visits <= WORK


def test_exchanges_stop_at_their_limit() -> None:
    """In a topic of thousands there are millions of pairs."""
    made, back = clustered(400, 2, 6)
    near = layout.neighbours(made, back)
    groups = layout.topic_groups(made)
    xs, ys = list(range(400)), [at * at % 399 for at in range(400)]

    assert 0 < exchange(groups, near, xs, ys, 200_000) <= 200_000
    assert exchange(groups, near, xs, ys, 1000) == 0
    assert EXCHANGES < 1_000_000


def test_an_exchange_never_makes_links_longer() -> None:
    """Each is judged by a formula; this is what it stands for."""
    made, back = clustered(60, 2, 4)
    near = layout.neighbours(made, back)
    chance = random.Random(3)  # noqa: S311 (nothing secret)
    xs = [chance.randrange(1000) for _ in near]
    ys = [chance.randrange(1000) for _ in near]

    def length() -> int:
        return sum((xs[a] - xs[b]) ** 2 + (ys[a] - ys[b]) ** 2 for a in range(60) for b in near[a])

    before, stood = length(), sorted(zip(xs, ys, strict=True))
    exchange(layout.topic_groups(made), near, xs, ys, 100_000)

    assert length() < before
    assert sorted(zip(xs, ys, strict=True)) == stood


def test_each_term_gets_one_seat_on_the_side_it_wishes() -> None:
    """Seats are neither lost nor given twice."""
    seats = [(2 * x, y) for x, y in seeds(Region(0, 0, 10_000), 50)]
    wish_x, wish_y = [at * 10 for at in range(50)], [0] * 50
    xs, ys = [0] * 50, [0] * 50

    share_out(range(50), seats, wish_x, wish_y, into=(xs, ys))

    assert sorted(zip(xs, ys, strict=True)) == sorted(seats)
    assert max(xs[:25]) <= min(xs[25:])


def test_regions_keep_apart_and_seek_those_they_are_linked_with() -> None:
    """The fourth is linked with the second or the third only, so it lies beside that one."""
    for favourite in (1, 2):
        weights = [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
        weights[favourite][3] = weights[3][favourite] = 50

        laid = arrange([60, 30, 30, 10], weights)

        to = [dist((laid[3].x, laid[3].y), (one.x, one.y)) - one.radius for one in laid[:3]]
        assert to[favourite] < 1.1 * laid[3].radius
        assert to[3 - favourite] > 2 * laid[3].radius


def test_regions_do_not_overlap() -> None:
    """Else topics would mix."""
    chance = random.Random(5)  # noqa: S311 (nothing secret)
    sizes = sorted((chance.randrange(1, 80) for _ in range(30)), reverse=True)

    laid = arrange(sizes, [[chance.randrange(9) for _ in sizes] for _ in sizes])

    for i, one in enumerate(laid):
        for other in laid[:i]:
            apart = dist((one.x, one.y), (other.x, other.y))
            assert apart > 0.98 * (one.radius + other.radius)


def test_a_glossary_without_links_is_laid_out_too() -> None:
    """A new glossary has none."""
    made = graph(*(term(name) for name in "abc"))

    assert lay_out(made, {Slug(name): () for name in "abc"}).links == ((), (), ())
