"""Kill or fail a build at every system call while it publishes v2 upon v1, a standby and a seal.

As in test_output_sweep; but afterwards the next two builds must be as from nothing, too, for they
build upon what the killed one left.
"""

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from glossary_site.store import direct, libc
from tests.store.building import Files, build, clean, settle, site_of
from tests.store.publish_driver import SITES
from tests.store.test_output_sweep import (
    ERRORS,
    EXTENT,
    NO_EXCHANGE,
    Record,
    Tree,
    sample,
    site,
    strace,
    traced_points,
)

V0: Files = {**SITES["v1"], "index.html": b"zero\n", "terms/old/index.html": b"old\n"}
MODES = ["upon", "direct"]
REACHED_THE_END: Final = 0
"""What was written just before the survey is read again, so the clock decides how many calls there
are: a run can have fewer than the one that was counted."""


@pytest.fixture(autouse=True)
def _fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk alone in this process; the one that is traced does it."""
    monkeypatch.setattr(libc, "sync_file_system", lambda _: True)


def publish(folder: Path, files: Files, mode: str) -> None:
    """Publish in this process, as a new one would."""
    direct._known.clear()
    source = folder / "glossary"
    _, findings = build(
        folder / "site", source, files, folder / ".cache", is_direct=mode == "direct"
    )
    assert findings == ()


def prepare(folder: Path, mode: str) -> None:
    """Make a folder with v1, with the site before as its standby, and with a seal on both."""
    (folder / "glossary").mkdir(parents=True)
    for files in (SITES["v1"], V0, SITES["v1"]):
        publish(folder, files, mode)
        settle()
    settle()


def points(folder: Path, mode: str, *options: str) -> list[tuple[str, int]]:
    """List every system call of a build without faults."""
    prepare(folder, mode)
    assert strace(folder, *options, mode=mode).returncode == 0
    shutil.rmtree(folder)
    found = traced_points(folder.parent / "trace")
    assert len(found) > 60, "the marks are not where they should be"
    return found


def recovers(folder: Path, mode: str) -> bool:
    """Say whether the next builds are as from nothing and leave no litter."""
    is_right = True
    for files in (SITES["v2"], V0, SITES["v1"]):
        publish(folder, files, mode)
        is_right &= site_of(folder / "site") == clean(files, folder)
        settle()
    cache = {path.name.removesuffix(".json") for path in (folder / ".cache" / "output").iterdir()}
    litter = [name for name in os.listdir(folder) if "glossary-" in name]
    shutil.rmtree(folder)
    return is_right and not litter and len(cache) == 2


def listed(files: Files, tmp_path: Path) -> Tree:
    """Read what a build from nothing makes, with its listing."""
    return {path: body for path, (_, body) in clean(files, tmp_path).items() if body is not None}


@pytest.mark.parametrize("is_soak", EXTENT)
@pytest.mark.parametrize("faults", [(), (NO_EXCHANGE,)], ids=["exchange", "renames"])
def test_a_kill_at_any_moment_leaves_a_site_that_can_be_built_upon(
    tmp_path: Path, faults: tuple[str, ...], record_property: Record, *, is_soak: bool
) -> None:
    """Standby, seal and site are three things, and a kill may come between any two."""
    old, new = listed(SITES["v1"], tmp_path), listed(SITES["v2"], tmp_path)
    folder = tmp_path / "work"
    seen = Counter[str]()
    for call, nth in sample(points(folder, "upon", *faults), 24, is_soak=is_soak):
        prepare(folder, "upon")
        more = () if call == "renameat2" else faults
        ended = strace(folder, f"inject={call}:signal=KILL:when={nth}", *more, mode="upon")
        assert ended.returncode in {-9, REACHED_THE_END}, (call, nth, ended.stderr)

        found = site(folder)

        assert found in ((old, new) if not faults else ({}, old, new)), (call, nth)
        assert found == new or ended.returncode == -9
        seen["old" if found == old else "new" if found else "none"] += 1
        assert recovers(folder, "upon"), (call, nth)
    record_property("tried", seen.total())
    assert seen["old"] > 3
    assert seen["new"] > 1


@pytest.mark.parametrize("is_soak", EXTENT)
def test_a_kill_at_any_moment_of_a_direct_publication_is_mended(
    tmp_path: Path, record_property: Record, *, is_soak: bool
) -> None:
    """Here a mixture may be left; but the next publication notices."""
    folder = tmp_path / "work"
    chosen = sample(points(folder, "direct"), 16, is_soak=is_soak)
    record_property("tried", len(chosen))
    for call, nth in chosen:
        prepare(folder, "direct")
        ended = strace(folder, f"inject={call}:signal=KILL:when={nth}", mode="direct")
        assert ended.returncode in {-9, REACHED_THE_END}, (call, nth, ended.stderr)

        assert recovers(folder, "direct"), (call, nth)


@pytest.mark.parametrize("is_soak", EXTENT)
def test_an_error_of_any_call_ends_in_a_sentence(
    tmp_path: Path, record_property: Record, *, is_soak: bool
) -> None:
    """Whatever the disk answers: a finding and the old site, or the new site; no traceback."""
    old, new = listed(SITES["v1"], tmp_path), listed(SITES["v2"], tmp_path)
    folder = tmp_path / "work"
    chosen = sample(points(folder, "upon"), 24, is_soak=is_soak)
    record_property("tried", len(chosen))
    for n, (call, nth) in enumerate(chosen):
        prepare(folder, "upon")
        fault = f"inject={call}:error={ERRORS[n % len(ERRORS)]}:when={nth}"
        ended = strace(folder, fault, mode="upon")

        found = site(folder)

        assert ended.stderr == "", (fault, ended.stderr)
        assert (ended.returncode, found) in ((0, new), (1, old)), (fault, ended.stdout)
        assert recovers(folder, "upon"), fault
