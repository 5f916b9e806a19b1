"""A build in a process of its own, which tests trace, starve, kill or keep waiting.

python publish_driver.py {v1|v2|upon|direct|hold|fork|gap|contend} OUTPUT
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

if sys.argv[1:2] == ["gap"]:
    # Before the program's own hook: a child that has not run yet, until stdin closes.
    os.register_at_fork(after_in_child=sys.stdin.read)

from glossary_site.diagnostics import Findings
from glossary_site.store import lock
from glossary_site.store.publish import (
    Staging,
    abandon,
    commit,
    open_staging,
    write,
    write_failed,
)
from tests.store import building

SITES = {
    "v1": {
        "index.html": b"one\n",
        "assets/same.css": b"same\n",
        "terms/gpu/index.html": b"gpu one\n",
        "terms/stale/index.html": b"stale\n",
    },
    "v2": {
        "index.html": b"two\n",
        "assets/same.css": b"same\n",
        "terms/gpu/index.html": b"gpu two\n",
        "terms/new/index.html": b"new\n",
    },
}


def mark(name: str) -> None:
    """Show in a trace where the part begins or ends in which faults are of interest."""
    with contextlib.suppress(FileNotFoundError):
        os.close(os.open(f"/{name}", os.O_RDONLY))


def opened(output: Path) -> tuple[Staging | None, Findings]:
    """Open a staging folder; the glossary stands elsewhere."""
    return open_staging(output, source=output.parent / "glossary")


def build(output: Path, version: str) -> Findings:
    """Publish one of the two sites as the pipeline does."""
    staging, findings = opened(output)
    if staging is None:
        return findings
    try:
        written = [write(staging, path, body) for path, body in SITES[version].items()]
    except OSError as error:
        abandon(staging)
        return (write_failed(staging.output, error),)
    published, findings = commit(staging, written)
    for note in published.notes if published else ():
        print("note:", note)  # noqa: T201 (tests read it)
    return findings


def build_upon(output: Path, *, is_direct: bool) -> Findings:
    """Publish the second site upon what is there; the cache stands beside the output."""
    source, cache = output.parent / "glossary", output.parent / ".cache"
    try:
        return building.build(output, source, SITES["v2"], cache, is_direct=is_direct)[1]
    except OSError as error:
        return (write_failed(output, error),)


def hold(output: Path, *, with_child: bool) -> None:
    """Hold the output's lock until stdin closes; perhaps with a forked worker that lives on."""
    staging, _ = opened(output)
    assert staging is not None
    if with_child:
        if os.fork() == 0:
            print(os.getpid(), flush=True)  # noqa: T201 (the worker is up only when it says so)
            time.sleep(60)
            os._exit(0)
    else:
        print(0, flush=True)  # noqa: T201 (the same)
    sys.stdin.read()
    abandon(staging)


def hold_in_a_child(output: Path) -> None:
    """Hold the lock until killed, with a child that has just been forked and has a copy of it."""
    staging, _ = opened(output)
    assert staging is not None
    child = os.fork()
    print(child or "has let go", flush=True)  # noqa: T201 (tests read it)
    if child:
        signal.pause()
    os._exit(0)


def contend(output: Path) -> int:
    """Let six processes take the lock in turn, and count how often two had it at once."""
    lock_path, inside = f"{output}.lock", f"{output}.inside"
    children = []
    for _ in range(6):
        child = os.fork()
        if child == 0:
            clashes = 0
            for _ in range(100):
                lock.acquire(lock_path, wait=True)
                try:
                    os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
                    os.unlink(inside)
                except OSError:
                    clashes += 1
                lock.release(lock_path)
            os._exit(min(clashes, 100))
        children.append(child)
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def main(mode: str, output: Path) -> int:
    """Run one mode; what goes wrong is printed and counts as 1."""
    if mode in {"hold", "fork"}:
        hold(output, with_child=mode == "fork")
        return 0
    if mode == "gap":
        hold_in_a_child(output)
    if mode == "contend":
        return contend(output)
    mark("sweep-begins")
    if mode in {"upon", "direct"}:
        findings = build_upon(output, is_direct=mode == "direct")
    else:
        findings = build(output, mode)
    mark("sweep-ends")
    for found in findings:
        print(f"{found.code}: {found.message}")  # noqa: T201 (the same)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
