"""Kill or fail a build at every system call that it makes while it publishes v2 over v1.

SQLite tests its transactions in the same way.  A trace of an untroubled run gives the calls; each
is one point.  Normal runs take a sample, `-m soak` takes all.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("publish_driver.py")
ENV = {**os.environ, "PYTHONPATH": str(DRIVER.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
CALLS = (
    "openat,read,pread64,write,pwrite64,ftruncate,close,flock,getdents64,fsync,syncfs,renameat2,"
    "?mkdir,?mkdirat,?chmod,?fchmodat,fchmod,?link,?linkat,?rename,?renameat,?unlink,?unlinkat,"
    "?rmdir,utimensat"
)
STEP = ("rename", "renameat", "renameat2", "syncfs", "fsync")
"""What a sample never leaves out."""
NO_EXCHANGE = "inject=renameat2:error=ENOSYS"
ERRORS = ("ENOSPC", "EIO", "EMFILE", "EACCES", "EROFS", "EDQUOT")

Point = tuple[str, int]
"""A system call, and the how-many-th of its name in the process (1-based)."""
Tree = dict[str, bytes]
Record = Callable[[str, object], None]
"""Takes how many points a test has tried."""


def strace(folder: Path, *options: str, mode: str = "v2") -> "subprocess.CompletedProcess[str]":
    """Publish v2 in `folder` under strace; skip where processes may not be traced."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    traced = ["-e", f"trace={CALLS}", *(arg for option in options for arg in ("-e", option))]
    driver = [sys.executable, str(DRIVER), mode, str(folder / "site")]
    command = ["strace", "-f", "-o", str(folder.parent / "trace"), *traced, *driver]
    ended = subprocess.run(command, env=ENV, check=False, capture_output=True, text=True)
    if "ptrace" in ended.stderr.lower():
        pytest.skip("needs the right to trace processes")
    return ended


def points(folder: Path, *options: str) -> list[Point]:
    """List every system call between the driver's two marks, from a run without faults."""
    shutil.copytree(folder.parent / "v1", folder)
    assert strace(folder, *options).returncode == 0
    found = traced_points(folder.parent / "trace")
    assert len(found) > 60, "the marks are not where they should be"
    shutil.rmtree(folder)
    return found


def traced_points(trace: Path) -> list[Point]:
    """List every system call between the marks in a trace."""
    found, seen = [], Counter[str]()
    is_within = False
    for line in trace.read_text().splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None:
            continue
        seen[call[1]] += 1
        if '"/sweep-' in line:
            is_within = "sweep-begins" in line
        elif is_within:
            found.append((call[1], seen[call[1]]))
    return found


def sample(found: list[Point], stride: int, *, is_soak: bool) -> list[Point]:
    """Take all points, or every `stride`-th and those around the one step that matters."""
    kept = {n for n in range(len(found)) if n % stride == 0 or is_soak}
    kept |= {n for n, (call, _) in enumerate(found) if call in STEP}
    return [found[n] for n in sorted(kept)]


def site(folder: Path) -> Tree:
    """Read the published site, with the file that marks it as ours; empty if there is none."""
    root = folder / "site"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def driver(mode: str, folder: Path) -> None:
    """Publish without faults."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, str(DRIVER), mode, str(folder / "site")]
    subprocess.run(command, env=ENV, check=True, capture_output=True, timeout=60)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Tree, Tree]:
    """The old and the new site, each from a clean build."""
    for version in ("v1", "v2"):
        driver(version, tmp_path / version)
    return site(tmp_path / "v1"), site(tmp_path / "v2")


def recovers(folder: Path, new: Tree) -> bool:
    """Say whether the next build publishes the new site and leaves no litter."""
    driver("v2", folder)
    is_recovered = site(folder) == new and os.listdir(folder) == ["site"]
    shutil.rmtree(folder)
    return is_recovered


EXTENT = [pytest.param(False, id="sample"), pytest.param(True, id="all", marks=pytest.mark.soak)]


@pytest.mark.parametrize("is_soak", EXTENT)
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one(
    tmp_path: Path, sites: tuple[Tree, Tree], record_property: Record, *, is_soak: bool
) -> None:
    """Readers never see a mixture, and nobody has to clean up after a crash."""
    old, new = sites
    folder = tmp_path / "work"
    seen = Counter[str]()
    for call, nth in sample(points(folder), 16, is_soak=is_soak):
        shutil.copytree(tmp_path / "v1", folder)
        ended = strace(folder, f"inject={call}:signal=KILL:when={nth}")
        assert ended.returncode == -9, (call, nth, ended.stderr)

        found = site(folder)

        assert found in (old, new), (call, nth)
        seen["old" if found == old else "new"] += 1
        assert recovers(folder, new), (call, nth)
    record_property("tried", seen.total())
    assert seen["old"] > 3
    assert seen["new"] > 1


@pytest.mark.parametrize("is_soak", EXTENT)
def test_without_an_exchange_a_kill_may_leave_no_site_but_never_a_mixture(
    tmp_path: Path, sites: tuple[Tree, Tree], record_property: Record, *, is_soak: bool
) -> None:
    """Between the two renames there is no site; the next build, even a failing one, heals it."""
    old, new = sites
    folder = tmp_path / "work"
    found_points = points(folder, NO_EXCHANGE)
    if not is_soak:
        found_points = [point for point in found_points if point[0].startswith("rename")]
    seen = Counter[str]()
    for call, nth in found_points:
        shutil.copytree(tmp_path / "v1", folder)
        faults = [f"inject={call}:signal=KILL:when={nth}"]
        faults += [] if call == "renameat2" else [NO_EXCHANGE]
        ended = strace(folder, *faults)
        assert ended.returncode == -9, (call, nth, ended.stderr)

        found = site(folder)

        assert found in ({}, old, new), (call, nth)
        seen["none" if not found else "old" if found == old else "new"] += 1
        assert found or (folder / ".site.glossary-old" / "index.html").exists()
        assert recovers(folder, new), (call, nth)
    record_property("tried", seen.total())
    assert seen["none"] == 1


@pytest.mark.parametrize("is_soak", EXTENT)
def test_an_error_of_any_call_ends_in_a_sentence(
    tmp_path: Path, sites: tuple[Tree, Tree], record_property: Record, *, is_soak: bool
) -> None:
    """Whatever the disk answers: a finding and the old site, or the new site; no traceback."""
    old, new = sites
    folder = tmp_path / "work"
    chosen = sample(points(folder), 16, is_soak=is_soak)
    record_property("tried", len(chosen))
    for n, (call, nth) in enumerate(chosen):
        shutil.copytree(tmp_path / "v1", folder)
        fault = f"inject={call}:error={ERRORS[n % len(ERRORS)]}:when={nth}"
        ended = strace(folder, fault)

        found = site(folder)

        assert ended.stderr == "", (fault, ended.stderr)
        assert (ended.returncode, found) in ((0, new), (1, old)), (fault, ended.stdout)
        assert recovers(folder, new), fault


def test_everything_is_on_the_disk_before_the_exchange_and_the_exchange_before_the_deletion(
    tmp_path: Path, sites: tuple[Tree, Tree]
) -> None:
    """A power cut may come at any moment: then only this order keeps a site whole."""
    order = [call for call, _ in points(tmp_path / "work")]

    synced, exchanged, settled = (order.index(call) for call in ("syncfs", "renameat2", "fsync"))
    made = {"write", "mkdir", "mkdirat", "link", "linkat", "fchmod", "chmod", "fchmodat"}
    gone = [n for n, call in enumerate(order) if call in {"unlink", "unlinkat", "rmdir"}]
    assert synced < exchanged < settled
    assert not made & set(order[synced:])
    assert min(gone) > settled
