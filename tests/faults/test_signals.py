"""Ctrl-C, SIGTERM and SIGKILL at any system call of the whole command."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.faults.sweeping import Ground, Tree, build, ground, points, site, traced
from tests.program import BUILD, environment
from tests.properties.thorough import IS_SOAK

pytestmark = pytest.mark.timeout(3600 if IS_SOAK else 120)


SITES: Final[Mapping[int, Callable[[Ground], tuple[Tree, ...]]]] = {
    0: lambda at: (at.new,),
    130: lambda at: (at.old, at.new),
    -signal.SIGTERM: lambda at: (at.old,),
}
"""Which sites may stand there after an exit code."""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground(tmp_path_factory.mktemp("signals") / "glossary")


@pytest.fixture
def copies(at: Ground) -> Iterator[Callable[[], Path]]:
    """Give a copy of the glossary for each point, and remove it with the next."""
    folder = at.folder.with_name("work")

    def fresh() -> Path:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(at.folder, folder)
        return folder

    yield fresh
    shutil.rmtree(folder, ignore_errors=True)


def litter(folder: Path) -> set[str]:
    """Name what a build leaves beside the site, but for a lock's file, which locks nobody out."""
    return {one for one in os.listdir(folder) if "glossary" in one and not one.endswith("-lock")}


def recovered(folder: Path, new: Tree) -> bool:
    """Say whether the next build publishes the new site and leaves nothing else."""
    build(folder)
    return site(folder) == new and not [one for one in os.listdir(folder) if "glossary" in one]


@pytest.mark.parametrize("name", ["INT", "TERM"])
def test_a_build_that_is_asked_to_end_ends_cleanly_whenever_that_is(
    at: Ground,
    copies: Callable[[], Path],
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    """No traceback, no worker, no half of a site: 130, or the site if it was all but published."""
    seen = Counter[int]()
    for call, nth in points(at, few=3):
        folder = copies()

        ended = traced(folder, "-e", f"inject={call}:signal={name}:when={nth}")

        where = (call, nth, ended)
        assert "Traceback" not in ended.text, where
        # Before the program is loaded nothing is heeded, and nothing is done yet.
        assert ended.code in {0, 130, -signal.SIGTERM}, where
        assert site(folder) in SITES[ended.code](at), where
        assert litter(folder) == set(), where
        assert recovered(folder, at.new), where
        seen[ended.code] += 1
    assert seen[130] > 2
    record_property("tried", seen.total())


def test_whoever_asks_twice_is_not_told_of_a_bug(
    at: Ground, copies: Callable[[], Path], record_property: Callable[[str, object], None]
) -> None:
    """The second Ctrl-C of somebody impatient falls into the tidying that the first one began."""
    tried = 0
    for call, nth in points(at, few=3):
        folder = copies()

        ended = traced(folder, "-e", f"inject={call}:signal=INT:when={nth}..{nth + 6}+6")

        assert ended.code in {0, 130}, (call, nth, ended)
        assert site(folder) in (at.old, at.new), (call, nth, ended)
        assert recovered(folder, at.new), (call, nth, ended)
        tried += 1
    record_property("tried", tried)


def test_a_kill_at_any_call_of_the_whole_command_leaves_a_whole_site(
    at: Ground, copies: Callable[[], Path], record_property: Callable[[str, object], None]
) -> None:
    """Not only of publishing: a cache is read and written too, and workers are started."""
    tried = 0
    for call, nth in points(at, few=3):
        folder = copies()

        ended = traced(folder, "-e", f"inject={call}:signal=KILL:when={nth}")

        assert ended.code in {0, -9}, (call, nth, ended)
        assert site(folder) in (at.old, at.new), (call, nth)
        assert recovered(folder, at.new), (call, nth)
        tried += 1
    record_property("tried", tried)


def test_a_build_that_was_stopped_in_the_middle_keeps_others_out(
    at: Ground, copies: Callable[[], Path]
) -> None:
    """Two builds must not mix, and the second says who is in its way; the first goes on unharmed."""
    folder = copies()
    command: list[str | Path] = [sys.executable, BUILD, "build", "--source", folder, "--jobs", "1"]
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    first = subprocess.Popen(
        ["strace", "-qq", "-o", "/dev/null", "-e", "inject=renameat2:signal=STOP:when=1", *command],
        env=environment(), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    lock = folder / "._site.glossary-lock"
    holder = _stopped_holder(lock)

    second = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=False, timeout=60
    )
    seen = site(folder)
    os.kill(holder, signal.SIGCONT)
    first.communicate(timeout=60)

    assert second.returncode == 1
    assert "output-locked" in second.stderr
    assert str(holder) in second.stderr
    assert seen in (at.old, at.new)
    assert first.returncode == 0
    assert site(folder) == at.new


def _stopped_holder(lock: Path) -> int:
    """Wait until the process that holds the lock has stopped, and give its id."""
    for _ in range(3000):
        text = lock.read_text().strip() if lock.exists() else ""
        status = Path(f"/proc/{text}/stat")
        if text and status.exists() and status.read_text().rpartition(")")[2].split()[0] in "Tt":
            return int(text)
        time.sleep(0.01)
    raise TimeoutError
