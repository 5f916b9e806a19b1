"""Inputs that make Markdown parsers slow, deep or large end soon, one way or the other."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from glossary_site.workers import TIME_LIMIT
from tests.hostile.cases import ATTACKS, assert_kept
from tests.hostile.conftest import Try

NAMES: Final = (
    "abbr-defs", "amplify-abbr", "amplify-reflink", "autolink", "automail", "backticks",
    "bang-bracket", "bracket-open", "cdata", "def-list", "def-list-nest", "emph", "fence-spaces",
    "fence-unclosed", "footnote-defs", "footnote-refs", "link-angle", "link-open",
    "list-indent-crash", "list-nest-crash", "long-line", "long-word", "many-links",
    "many-paragraphs", "quotes-nest", "same-headings", "smarty-quotes", "table-ticks", "tag-open",
    "wikilinks",
)  # fmt: skip
SAMPLE: Final = frozenset(
    {
        ("bracket-open", 4), ("wikilinks", 4), ("footnote-refs", 4), ("list-nest-crash", 4),
        ("amplify-abbr", 4), ("amplify-reflink", 4), ("quotes-nest", 16), ("fence-spaces", 16),
        ("link-open", 16), ("long-word", 16), ("list-indent-crash", 64),
    }
)  # fmt: skip
"""Tried in every run: what was slowest, deepest and largest."""
MUST_BUILD: Final = frozenset({"long-line", "long-word", "many-paragraphs"})
SAID: Final = frozenset({"too-slow", "too-complex", "body-too-large"})

Folder = dict[int, Path]


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """All inputs, in three sizes: KB to folder."""
    folders = {}
    for size in (4, 16, 64):
        folders[size] = tmp_path_factory.mktemp("slow") / str(size)
        script: list[str | Path] = [
            sys.executable,
            ATTACKS / "make_perf.py",
            folders[size],
            str(size),
        ]
        subprocess.run(script, check=True, capture_output=True)
    return folders


def trials() -> list[object]:
    """List every input in every size; most are for the exhaustive run only."""
    return [
        pytest.param(
            name,
            size,
            id=f"{name}-{size}KB",
            marks=[] if (name, size) in SAMPLE else pytest.mark.soak,
        )
        for size in (4, 16, 64)
        for name in NAMES
    ]


@pytest.mark.parametrize(("name", "size"), trials())
def test_a_slow_body_is_built_or_refused_in_time(
    name: str, size: int, inputs: Folder, attempt: Try
) -> None:
    """One term that hangs the build would hold up everybody's."""
    path = f"terms/{name}.md"

    trial = attempt({path: (inputs[size] / f"{name}.md").read_bytes()})

    assert_kept(trial)
    outcome = trial.outcome
    codes = {found.code for found in outcome.errors}
    assert {found.path for found in outcome.errors} <= {path}
    assert codes <= SAID, outcome.text
    assert outcome.code == 0 or codes, outcome.text
    if "too-slow" in codes:
        assert outcome.seconds > TIME_LIMIT
    if name in MUST_BUILD and size <= 16:
        assert outcome.code == 0, outcome.text


def test_a_refused_body_is_not_rendered(inputs: Folder, attempt: Try) -> None:
    """A limit that is checked and then ignored would cost the time it is there to save."""
    trial = attempt({"terms/x.md": (inputs[64] / "bracket-open.md").read_bytes()})

    assert {found.code for found in trial.outcome.errors} == {"body-too-large"}
    assert trial.outcome.seconds < TIME_LIMIT


def test_every_input_is_tried(inputs: Folder) -> None:
    """The list above and the script must not drift apart."""
    made = json.loads((inputs[4] / "perf.json").read_text(encoding="utf-8"))

    assert {one["file"] for one in made} == {f"{name}.md" for name in NAMES}
