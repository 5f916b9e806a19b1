"""Builds, kills and tampering in any order: every build that ends is as from nothing."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from glossary_site.store import direct, libc
from tests.store.building import Files, build, clean, settle, site_of

PATHS = (
    "index.html", "terms", "terms/a", "terms/a/index.html", "terms/b/index.html", "terms/b/c/d",
    "topics/x/index.html", "style.css",
)  # fmt: skip
CHANGES = (
    "rename", "replace", "link", "unlink", "mkdir", "rmdir", "chmod", "utime", "open", "write",
    "symlink", "fsync",
)  # fmt: skip
"""Calls at which a build is killed."""

sites = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"", b"1", b"2", b"33"])).map(
    lambda files: {p: b for p, b in files.items() if not any(o.startswith(f"{p}/") for o in files)}
)


def edit(path: Path) -> None:
    """Write other bytes in the same size, and set the times back."""
    before = path.stat()
    path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def copy(path: Path) -> None:
    """Change nothing but the inode."""
    shutil.copy2(path, f"{path}.fresh")
    os.replace(f"{path}.fresh", path)


def hide(path: Path) -> None:
    """Take rights away."""
    path.chmod(0o600 if path.is_file() else 0o700)


def wipe(path: Path) -> None:
    """Delete a file, or a folder with all it holds."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def exchange(first: Path, second: Path) -> None:
    """Let two things change their names."""
    first.rename(f"{first}.other")
    second.rename(first)
    Path(f"{first}.other").rename(second)


class Building(RuleBasedStateMachine):
    """An output, a standby and a seal, and what may happen to them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.work = Path(tempfile.mkdtemp(prefix="glossary-any-"))
        self.source = self.work / "glossary"
        self.source.mkdir()
        self.output = self.source / "_site"

    def teardown(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.work)

    def things(self, where: str) -> list[Path]:
        """List what can be tampered with, but for the listing of the output."""
        memory = self.source / ".cache" / "output"
        roots = {"output": [self.output], "memory": list(memory.glob("*"))}[where]
        found = [path for root in roots for path in (root, *root.rglob("*"))]
        return sorted(p for p in found if p.exists() and p.name != ".glossary-output.json")

    @rule(files=sites, is_settled=st.booleans())
    def build(self, files: Files, *, is_settled: bool) -> None:
        """Build a site."""
        if is_settled:
            settle()
        _, findings = build(self.output, self.source, files)

        assert findings == ()
        assert site_of(self.output) == clean(files, self.work)
        assert not list(self.source.glob("._site*"))

    @rule(files=sites, nth=st.integers(0, 40))
    def kill(self, files: Files, nth: int) -> None:
        """Kill a build at its nth change."""
        before = site_of(self.output) if self.output.exists() else {}
        child = os.fork()
        if child == 0:
            die_at(nth)
            build(self.output, self.source, files)
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)

        found = site_of(self.output) if self.output.exists() else {}
        assert found in (before, clean(files, self.work))

    @rule(
        where=st.sampled_from(["output", "memory"]),
        how=st.sampled_from([edit, copy, hide, wipe]),
        which=st.integers(0, 30),
    )
    def tamper(self, where: str, how: Callable[[Path], None], which: int) -> None:
        """Do something to one file or folder."""
        things = self.things(where)
        if where == "output":
            things = [path for path in things if path != self.output or how in {hide, wipe}]
        if how in {edit, copy}:
            things = [path for path in things if path.is_file()]
        if things:
            how(things[which % len(things)])

    @rule(
        where=st.sampled_from(["output", "memory"]), one=st.integers(0, 30), two=st.integers(0, 9)
    )
    def swap(self, where: str, one: int, two: int) -> None:
        """Let two files, or two folders with the same names in them, change places."""
        things = [path for path in self.things(where) if path != self.output]
        if not things:
            return
        first = things[one % len(things)]
        alike = [path for path in things if path.parent == first.parent]
        alike = [p for p in alike if p.is_file() == first.is_file() and names(p) == names(first)]
        second = alike[two % len(alike)]
        if first != second:
            exchange(first, second)


def names(path: Path) -> list[str]:
    """List what is in a folder."""
    return sorted(str(p.relative_to(path)) for p in path.rglob("*")) if path.is_dir() else []


def die_at(nth: int) -> None:
    """End this process at its nth change to the disk."""
    left = [nth]

    def deadly(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **more)

        return counted

    for name in CHANGES:
        setattr(os, name, deadly(getattr(os, name)))


def test_every_build_is_as_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happened before it."""
    monkeypatch.setattr(libc, "sync_file_system", lambda _: True)
    direct._known.clear()
    examples = 400 if os.environ.get("SOAK") else 25
    run_state_machine_as_test(
        Building,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
