"""The cases of tests/attacks/manifest.json, and what every one of them must keep to."""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hostile.nursery import MEMORY, PATIENCE, Outcome

ATTACKS: Final = Path(__file__).parents[1] / "attacks"
ERROR: Final = "error naming file and line"
INERT: Final = "rendered inert"
EITHER: Final = f"{ERROR}, or {INERT}"
ACCEPTED: Final = "accepted, output equal to the clean twin"
UNPRINTABLE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file and what has to happen to it."""

    file: str
    """Its path below tests/attacks."""
    must: str
    """One of the four sentences above, or one of the templates' own."""
    lines: tuple[int, ...]
    """A finding must name one of these; empty if any will do."""
    has_marks: bool
    """Whether BEFORE-MARK and AFTER-MARK must both be shown."""

    def __str__(self) -> str:
        """Name the case as pytest shows it."""
        return Path(self.file).name

    @property
    def content(self) -> bytes:
        """The file, byte for byte."""
        return (ATTACKS / self.file).read_bytes()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


def assert_printable(outcome: Outcome) -> None:
    """Check that nothing printed can steer a terminal or hide what it says."""
    assert UNPRINTABLE.search(outcome.text) is None, outcome.text


def read_cases(folder: str) -> list[Case]:
    """Read the cases of one folder of tests/attacks."""
    manifest = json.loads((ATTACKS / "manifest.json").read_text(encoding="utf-8"))
    return [
        Case(
            file=one["file"],
            must=one["must"],
            lines=tuple(one.get("line") or ()),
            has_marks=one.get("check_marks", False),
        )
        for one in manifest["cases"]
        if one["file"].startswith(folder + "/")
    ]


def tree(folder: Path) -> dict[str, str]:
    """Describe every file below a folder by its kind and a digest."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = "link to " + os.readlink(path)
        elif path.is_dir():
            found[name] = "folder"
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@dataclass(frozen=True, slots=True)
class Trial:
    """A build of a hostile glossary, and the state of the disk around it."""

    outcome: Outcome
    """What the program did."""
    site: Path
    """The output folder."""
    before: dict[str, str]
    """The glossary's files, and the published site's, before the build."""
    after: dict[str, str]
    """The same, after it."""

    def page(self, known: frozenset[str]) -> str:
        """Give the one page of a term that is not among the slugs `known`."""
        pages = [
            text
            for path in sorted(self.site.glob("terms/*/index.html"))
            if path.parent.name not in known
            and 'id="term"' in (text := path.read_text(encoding="utf-8"))
        ]
        assert len(pages) == 1, [path.parent.name for path in self.site.glob("terms/*/")]
        return pages[0]


def assert_kept(trial: Trial) -> None:
    """Check what holds for every input, whatever it is."""
    outcome = trial.outcome
    assert "Traceback" not in outcome.text, outcome.text
    assert outcome.code in {0, 1}, (outcome.code, outcome.text)
    assert outcome.seconds < PATIENCE
    assert outcome.peak < MEMORY
    assert_printable(outcome)
    before, after = _without_cache(trial.before), _without_cache(trial.after)
    outside = {path for path in after if not path.startswith("_site")}
    assert outside == {path for path in before if not path.startswith("_site")}
    for path in outside:
        assert after[path] == before[path]
    if outcome.code == 1:
        assert after == before
        assert "Nothing was written." in outcome.text
    assert not Path("/tmp/pwned-by-yaml").exists()  # noqa: S108 (what two attacks would write)


def _without_cache(files: dict[str, str]) -> dict[str, str]:
    """Leave out what a build may write whatever it finds."""
    return {path: digest for path, digest in files.items() if path.partition("/")[0] != ".cache"}


def assert_refused(case: Case, trial: Trial, path: str) -> None:
    """Check that a finding names the file, and a line that helps."""
    assert trial.outcome.code == 1, trial.outcome.text
    named = [found.line for found in trial.outcome.errors if found.path == path]
    assert named, trial.outcome.text
    if case.lines:
        assert set(named) & set(case.lines), trial.outcome.text
