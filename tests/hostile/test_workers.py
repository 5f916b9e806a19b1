"""A worker that hangs, dies or fails costs one item, and leaves nothing behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary_site import workers
from glossary_site.workers import crew
from tests.hostile.making import obedient, unprepared
from tests.program import ROOT, environment

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.timeout(60),
]
WORDS = [f"word {i}" for i in range(40)]
Limited = Callable[[list[str]], tuple[list[str | None], tuple[workers.Failure, ...]]]


@pytest.fixture(params=["fork", "forkserver", "spawn"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Limited:
    """Run items in two workers, started in each of the ways there are."""
    monkeypatch.setattr(crew, "start_method", lambda: request.param)
    return lambda items: workers.run(obedient, items, jobs=2, limit=1.0)


@pytest.mark.parametrize(
    ("order", "reason", "detail"),
    [
        ("sleep", "time", "limit 1 s"),
        ("spin", "time", "limit 1 s"),
        ("kill", "death", "SIGKILL"),
        ("segfault", "death", "SIGSEGV"),
        ("exit", "death", "exit code 7"),
        ("memory", "memory", "it needs more memory than there is"),
    ],
)
def test_one_bad_item_costs_only_itself(order: str, reason: str, detail: str, run: Limited) -> None:
    """`Pool.map` hangs for ever here, and `ProcessPoolExecutor` loses everything."""
    items = [*WORDS[:17], order, *WORDS[17:]]

    results, failures = run(items)

    assert [(f.index, f.reason, f.detail) for f in failures] == [(17, reason, detail)]
    assert results == [None if item == order else item.upper() for item in items]
    assert multiprocessing.active_children() == []


def test_every_bad_item_is_named_in_order(run: Limited) -> None:
    """An author who mends one must not meet the next only in the next build."""
    items = ["exit", "a", "kill", "b", "memory", "c", "sleep", "d", "kill"]

    results, failures = run(items)

    assert [(f.index, f.reason) for f in failures] == [
        (0, "death"), (2, "death"), (4, "memory"), (6, "time"), (8, "death"),
    ]  # fmt: skip
    assert results == [None, "A", None, "B", None, "C", None, "D", None]


def test_a_build_of_nothing_but_bad_items_ends(run: Limited) -> None:
    """Each costs a worker, and the last must not leave the parent waiting for none."""
    results, failures = run(["kill"] * 5)

    assert results == [None] * 5
    assert [f.index for f in failures] == [0, 1, 2, 3, 4]


def test_a_bug_of_ours_is_raised_with_the_workers_traceback(run: Limited) -> None:
    """It is no author's mistake, and whoever mends it needs to know where it was."""
    with pytest.raises(workers.WorkerError, match="LookupError: a bug of ours"):
        run([*WORDS, "raise"])

    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_worker_that_cannot_be_prepared_is_a_bug_told(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every fresh worker would fail like the one before, without end."""
    monkeypatch.setattr(crew, "start_method", lambda: method)

    with pytest.raises(workers.WorkerError, match="LookupError: a bug of ours"):
        workers.run(unprepared, WORDS, jobs=2)

    assert multiprocessing.active_children() == []


def descendants(pid: int) -> set[int]:
    """List the processes below one."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    parent = {int(child): int(over) for child, over in map(str.split, listed.stdout.splitlines())}
    below = {pid}
    while more := {child for child, over in parent.items() if over in below} - below:
        below |= more
    return below - {pid}


def are_gone(pids: set[int], patience: float = 5.0) -> bool:
    """Wait until no process is left."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not any(is_alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def is_alive(pid: int) -> bool:
    """Say whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return not state.stdout.startswith(("Z", " Z")) and bool(state.stdout.strip())


def start(folder: Path, *command: str | Path) -> tuple[subprocess.Popen[bytes], set[int]]:
    """Start a program and wait until it has two workers."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    until = time.monotonic() + 20
    while len(found := descendants(process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    return process, found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_no_worker(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C goes to the whole group in a terminal, and to the parent alone from a CI runner."""
    slow = "---\ntitle: {}\ndefinition: s\n---\n\n```" + " " * 40_000 + "\n"
    (tmp_path / "terms").mkdir()
    (tmp_path / "site.yaml").write_text("title: x\n", encoding="utf-8")
    for name in ("slow a", "slow b", "slow c"):
        (tmp_path / f"terms/{name}.md").write_text(slow.format(name), encoding="utf-8")
    process, pids = start(tmp_path, "-m", "glossary_site", "build", "--jobs", "2")
    assert len(pids) >= 2, process.communicate()[
        0
    ]  # what compiles the templates may still be there
    since = time.monotonic()

    process.send_signal(number)
    output, _ = process.communicate(timeout=20)

    assert process.returncode == 130
    assert time.monotonic() - since < 3
    assert are_gone(pids)
    assert b"Traceback" not in output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.yaml", "terms"]


def test_ctrl_c_in_a_terminal_reaches_the_workers_too(tmp_path: Path) -> None:
    """The whole group gets the signal; only the parent may act on it, and only once."""
    process, pids = start(tmp_path, "-m", "tests.hostile.making", "sleep", "spin")
    assert len(pids) == 2, process.communicate()[0]

    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=20)

    assert process.returncode == 130
    assert are_gone(pids)
    assert output == b""


def test_workers_end_after_their_item_when_the_parent_is_killed(tmp_path: Path) -> None:
    """SIGKILL leaves the parent no time; a worker that answers finds nobody there."""
    process, pids = start(tmp_path, "-m", "tests.hostile.making", *["nap"] * 40)
    assert len(pids) == 2, process.communicate()[0]

    process.kill()
    output, _ = process.communicate(timeout=20)

    assert are_gone(pids)
    assert output == b""
