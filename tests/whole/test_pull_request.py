"""A pull request with twenty mistakes: each is found on its line, in every format, with a hint."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

import pytest

from tests.conftest import Cli
from tests.program import environment
from tests.whole.sites import PIXEL

RIGHT: Final[Mapping[str, str | bytes]] = {
    "site.yaml": """\
title: Chips
topics:
  - {id: chips, title: Chips}
  - {id: money, title: Money}
newsletter: {name: News, provider: none}
""",
    "terms/gpu.md": """\
---
title: GPU
definition: A chip that calculates in parallel, and draws 2 kW.
aliases: [Graphics Processor]
topics: [chips]
related: [Memory]
broader: [Chip]
data: [prices]
sources:
  - {title: A report, published: 2025-03}
lang: en
---
A graphics processor needs [[Memory]]. It cost {{ prices.latest }} lately.

## In use

See [its use](#in-use), ![A board with chips](board.png) and [all prices](/data/prices/).
""",
    "terms/memory.md": """\
---
title: Memory
definition: What keeps data near a GPU.
aliases: [RAM]
topics: [chips]
related: [GPU]
former_slugs: [storage]
---
Memory is measured in bytes, says [a report](https://example.org/memory).

It is fast.
""",
    "terms/chip.md": """\
---
title: Chip
definition: A thin slice of silicon with circuits on it.
aliases: [Die]
topics: [chips]
related: [GPU]
broader: []
---
Every GPU is a chip, and so is memory.
""",
    "terms/money.yaml": """\
- title: Price
  definition: The sum that somebody pays for a thing.
  topics: [money]
  related: [Cost]
  lang: en
- title: Cost
  definition: The sum that it takes to make a thing.
  aliases: [Expense]
  topics: [money]
  related: [Price]
""",
    "data/prices.yaml": """\
title: Prices of chips
unit: USD
columns:
  - {name: year, type: year}
  - {name: price, type: number, unit: USD}
sources:
  - {title: A report, published: 2025-03}
headline: {column: price}
""",
    "data/prices.csv": "year,price\n2024,3\n2025,2\n",
    "data/power.yaml": """\
title: Power of chips
columns:
  - {name: year, type: year}
  - {name: power, type: number, unit: W}
sources:
  - {title: A report, published: 2025-03}
""",
    "data/power.csv": "year,power\n2024,300\n2025,700\n",
    "newsletter/first.md": """\
---
title: First
date: 2026-01-01
data: [prices, power]
---
On [[GPU]].
""",
    "images/board.png": PIXEL,
    "permalinks.txt": """\
/
# What follows is sorted too.
/data/
/data/power.csv
/data/power.datapackage.json
/data/power.json
/data/power/
/data/prices.csv
/data/prices.datapackage.json
/data/prices.json
/data/prices/
/feed.xml
/graph/
/newsletter/
/newsletter/feed.xml
/newsletter/first/
/sources/
/terms/
/terms/chip/
/terms/cost/
/terms/die/
/terms/expense/
/terms/gpu/
/terms/graphics-processor/
/terms/memory/
/terms/price/
/terms/ram/
/terms/storage/
/topics/
/topics/chips/
/topics/money/
""",
}


class Mistake(NamedTuple):
    """A mistake in one line of a file."""

    code: str
    path: str
    right: str
    """What stands in the right file; the line on which it begins is the line of the finding."""
    wrong: str
    """What somebody wrote instead."""
    hint: str
    """What an editor must read."""


MISTAKES: Final = (
    Mistake("unknown-key", "terms/gpu.md", "lang: en", "langg: en", 'did you mean "lang"?'),
    Mistake("unknown-topic", "terms/gpu.md", "[chips]", "[chipz]", 'did you mean "chips"?'),
    Mistake("unknown-term", "terms/gpu.md", "[[Memory]]", "[[Memori]]", 'did you mean "Memory"?'),
    Mistake("unknown-dataset", "terms/gpu.md", "[prices]", "[price]", 'did you mean "prices"?'),
    Mistake("undated-source", "terms/gpu.md", ", published: 2025-03}", "}", "published"),
    Mistake("broken-figure", "terms/gpu.md", "prices.latest", "prices.latst", "did you mean"),
    Mistake("skipped-heading", "terms/gpu.md", "## In use", "#### In use", "##"),
    Mistake("broken-fragment", "terms/gpu.md", "#in-use)", "#in-uses)", 'did you mean "in-use"?'),
    Mistake("missing-alt-text", "terms/gpu.md", "![A board with chips]", "![]", "words"),
    Mistake("redundant-alias", "terms/memory.md", "[RAM]", "[RAM, memory]", "remove it"),
    Mistake("bad-slug", "terms/memory.md", "[storage]", "[Storage]", "write storage under"),
    Mistake("unsafe-link", "terms/memory.md", "https:", "javascript:", "only its words are shown"),
    Mistake("repeated-word", "terms/memory.md", "It is", "It is is", "leave one out"),
    Mistake("broader-cycle", "terms/chip.md", "broader: []", "broader: [GPU]", "take one of"),
    Mistake("repeated-key", "terms/money.yaml", "lang: en", "title: Fee", "keep one of the two"),
    Mistake(
        "name-collision", "terms/money.yaml", "[Expense]", "[Expense, Die]", "give one of the two"
    ),
    Mistake("bad-data", "data/power.csv", "2025,700", "2025,n/a", "leave the cell empty"),
    Mistake("bad-value", "newsletter/first.md", "2026-01-01", "1.1.2026", "write YYYY-MM-DD"),
    Mistake("bad-image", "images/chip.png", "", "no picture", "export one of PNG"),
    Mistake(
        "lost-permalink", "permalinks.txt", "# What follows is sorted too.", "/a-tube/", "gone"
    ),
)
Place = tuple[str, str, int]
"""Code, path and line."""
Told = list[tuple[Place, str]]
"""Findings as a report tells them, each with its hint."""


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    env = environment(GIT_CONFIG_GLOBAL=os.devnull)
    subprocess.run(["git", *settings, *arguments], cwd=folder, env=env, check=True)


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def repository(tmp_path: Path, cli: Cli) -> Path:
    """Make a repository whose glossary is right, with a branch that makes every mistake."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, RIGHT)
    cli("check", "--fix", "--source", tmp_path)  # lists the addresses
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "A glossary")
    git(tmp_path, "checkout", "-q", "-b", "twenty-mistakes")
    for mistake in MISTAKES:
        target = tmp_path / mistake.path
        text = target.read_text() if mistake.right else ""
        assert text.count(mistake.right) >= 1, mistake
        target.write_text(text.replace(mistake.right, mistake.wrong, 1) or mistake.wrong)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Twenty mistakes")
    return tmp_path


def expected() -> dict[Place, str]:
    """Give the hint for each place where a mistake stands."""
    places = {}
    for one in MISTAKES:
        right = RIGHT.get(one.path, "")
        assert isinstance(right, str)
        line = right.count("\n", 0, right.find(one.right)) + 1 if one.right else 1
        places[one.code, one.path, line] = one.hint
    assert len(places) == len(MISTAKES)
    return places


def from_text(stdout: str) -> Told:
    found = re.finditer(
        r"^(\S+):(\d+):\d+: \w+\[([\w-]+)\]: .*\n(?:(?: \d+)? +\| .*\n)*(?: hint: (.*)\n)?",
        stdout, re.MULTILINE,
    )  # fmt: skip
    return [((one[3], one[1], int(one[2])), one[4] or "") for one in found]


def from_json(stdout: str) -> Told:
    found = json.loads(stdout)["findings"]
    return [((one["code"], one["file"], one["line"]), one["hint"] or "") for one in found]


def from_github(stdout: str) -> Told:
    found = re.finditer(
        r"^::\w+ file=([^,]*),line=(\d+),.*?title=([\w-]+)::(.*)$", stdout, re.MULTILINE
    )
    return [((one[3], one[1], int(one[2])), one[4].partition("%0Ahint: ")[2]) for one in found]


def from_sarif(stdout: str) -> Told:
    told = []
    for one in json.loads(stdout)["runs"][0]["results"]:
        place = one["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        text = one["message"]["text"]
        told.append(((one["ruleId"], path, place["region"]["startLine"]), text))
    return told


def from_gitlab(stdout: str) -> Told:
    return [
        (
            (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]),
            one["description"],
        )
        for one in json.loads(stdout)
    ]


READERS: Final[Mapping[str, Callable[[str], Told]]] = {
    "text": from_text, "json": from_json, "github": from_github, "sarif": from_sarif,
    "gitlab": from_gitlab,
}  # fmt: skip


def test_twenty_mistakes_are_twenty_findings_in_every_format(cli: Cli, repository: Path) -> None:
    """An editor mends a pull request in one go, and no mistake is merged."""
    for form, read in READERS.items():
        done = cli("check", "--strict", "--format", form, "--source", repository)

        found = read(done.stdout)
        assert done.returncode == 1
        assert sorted(place for place, _ in found) == sorted(expected()), form
        assert len(found) == 20
        for place, hint in found:
            assert expected()[place].casefold() in hint.casefold(), (form, place)


def test_the_corrected_branch_has_none(cli: Cli, repository: Path) -> None:
    """Who has mended everything sees nothing left."""
    git(repository, "revert", "--no-edit", "HEAD")

    for form, read in READERS.items():
        done = cli("check", "--strict", "--format", form, "--source", repository)

        assert done.returncode == 0, done.stdout
        assert read(done.stdout) == []
    assert cli("check", "--source", repository).stdout == ""


def test_what_has_one_answer_is_mended_at_once(cli: Cli, repository: Path) -> None:
    """The rest is for people, who then see it alone."""
    before = set(expected())

    done = cli("check", "--fix", "--format", "json", "--source", repository)

    left = {place for place, _ in from_json(done.stdout)}
    mended = {(code, path) for code, path, _ in before - left}
    assert mended == {
        ("unknown-key", "terms/gpu.md"),
        ("redundant-alias", "terms/memory.md"),
        ("bad-slug", "terms/memory.md"),
        ("repeated-word", "terms/memory.md"),
    }
    assert left < before
    changed = subprocess.run(
        ["git", "diff", "--name-only"], cwd=repository, check=True, capture_output=True, text=True
    )
    assert changed.stdout.split() == ["terms/gpu.md", "terms/memory.md"]
