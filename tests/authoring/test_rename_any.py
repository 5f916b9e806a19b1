"""Any term of any glossary renamed: nothing is lost, nothing new is wrong, and the way back works."""

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_site import renaming
from glossary_site.content.term_files import read_all_terms
from glossary_site.pipeline import BuildOptions, BuildReport, build
from tests.program import TODAY
from tests.whole.sites import tree

NAMES = (
    "GPU", "Inference Cost", "AI Compute", "Café", "C++", "token", "Data Center", "R&D", "No",
    "Capex (Capital Expenditure)", "Über-Model", "推論", "A: B", "Price_of_it", "1.10", "L'été",
)  # fmt: skip
NEW = ("Price", "Costs of AI", "Ünit", "B & C", "Yes", "X: Y", "Tea (drink)", "C#", "2.0", "推測")


def glossary(chance: random.Random) -> dict[str, str]:
    """Make a glossary in which terms speak of each other in all the ways there are."""
    names = chance.sample(NAMES, chance.randint(3, 8))
    files = {"site.yaml": "title: T\n", "permalinks.txt": "/\n"}
    listed = []
    for i, name in enumerate(names):
        others = [one for one in names if one != name]
        quoted = '"' + name.replace('"', '\\"') + '"'
        lines = [f"title: {quoted}"]
        if chance.random() < 0.5:
            lines.append("definition: A thing.")
        if not name.isascii():
            lines.append(f"slug: s{i}")
        if chance.random() < 0.4:
            lines.append(f"aliases: [Alias {i}, 'Other {i}']")
        if chance.random() < 0.6:
            related = chance.sample(others, min(len(others), 2))
            lines.append("related:" + "".join(f"\n  - {_quote(one)}  # why" for one in related))
        if chance.random() < 0.2:
            lines.append(f"replaced_by: {_quote(chance.choice(others))}")
        if chance.random() < 0.3:
            lines.append(f"former_slugs: [old-{i}]")
        body = _body(chance, others)
        if chance.random() < 0.3:
            inner = [f"  {one}" for line in lines for one in line.split("\n")]
            inner[0] = "- " + inner[0][2:]
            block = "".join(f"    {line}\n" if line else "\n" for line in body.split("\n"))
            listed.append("\n".join(inner) + "\n  body: |\n" + block)
        else:
            ends = "\r\n" if chance.random() < 0.3 else "\n"
            text = "---\n" + "\n".join(lines) + "\n---\n" + body + "\n"
            files[f"terms/t{i}.md"] = text.replace("\n", ends)
    if listed:
        files["terms/list.yaml"] = "".join(listed)
    files["newsletter/n.md"] = f"---\ntitle: N\ndate: 2026-01-01\n---\n{_body(chance, names)}\n"
    return files


def _quote(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _body(chance: random.Random, others: list[str]) -> str:
    """Write a body with links of every kind."""
    parts = ["It begins."]
    for _ in range(chance.randint(0, 5)):
        name = chance.choice(others)
        parts.append(
            chance.choice(
                [
                    f"See [[{name}]].", f"See [[{name.lower()}|words]].", f"`[[{name}]]`",
                    f"| a |\n| --- |\n| [[{name}\\|b]] |", f"> A quoted [[{name}]].",
                    f"- [[{name}]]\n- \\[[{name}]]", f"~~~\n[[{name}]]\n~~~",
                ]
            )
        )  # fmt: skip
    return "\n\n".join(parts)


def write(folder: Path, files: dict[str, str]) -> None:
    """Put files into a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def look(folder: Path) -> BuildReport:
    """Check a glossary, without advice: what reads best is no matter here."""
    return build(
        BuildOptions(source=folder, output=folder / "_site", today=TODAY, jobs=1, dry_run=True)
    )


def codes(report: BuildReport) -> list[str]:
    """List what is found; addresses that are not listed are the tests' own doing."""
    return sorted(one.code for one in report.findings if one.code != "unlisted-permalink")


def addresses(report: BuildReport) -> set[str]:
    """List the addresses of terms."""
    assert report.edition is not None
    graph = report.edition.glossary.graph
    return {*graph.term_by_slug, *graph.redirects}


def links(report: BuildReport, old: str, new: str) -> dict[str, list[str]]:
    """Tell what each body leads to, with one slug in place of another."""
    assert report.edition is not None
    fragments = report.edition.glossary.fragments
    return {
        new if slug == old else slug: sorted(
            new if one == old else one for one, kind in made.links.items() if kind == "written"
        )
        for slug, made in fragments.items()
    }


def renamed_there_and_back(seed: int) -> None:
    """Rename a term, look, rename it back, look again."""
    chance = random.Random(seed)  # noqa: S311 (the same glossary for the same seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, glossary(chance))
        before = look(folder)
        term = chance.choice(read_all_terms(folder).terms)
        new, keeps = chance.choice(NEW), chance.random() < 0.3
        untouched = tree(folder)
        planned, found = renaming.plan(folder, term.title, new, keep_alias=keeps)
        if planned is None:
            assert found
            assert tree(folder) == untouched
            return
        assert renaming.carry_out(folder, planned)[1] == ()
        after = look(folder)
        slugs = (planned.change.old_slug, planned.change.new_slug)

        assert not Counter(codes(after)) - Counter(codes(before))
        assert addresses(before) <= addresses(after)
        assert links(before, *slugs) == links(after, *slugs)

        back, found = renaming.plan(folder, new, term.title)
        assert back is not None, found
        assert renaming.carry_out(folder, back)[1] == ()
        again = look(folder)
        assert codes(again) == codes(before)
        assert addresses(after) <= addresses(again) | {slugs[1]}
        assert links(again, back.change.new_slug, slugs[0]) == links(before, "", "")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_renaming_loses_nothing_and_can_be_undone(seed: int) -> None:
    """The promise is about every glossary, not about the one that a test was written for."""
    renamed_there_and_back(seed)


@pytest.mark.soak
def test_many_more_renamings_lose_nothing() -> None:
    """What a few examples do not show may be in the next."""
    for seed in range(1000):
        renamed_there_and_back(seed)
