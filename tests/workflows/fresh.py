"""Follows CONTRIBUTING.md in a fresh clone, with a stopwatch."""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.docs.pictures import EXAMPLE, example
from tests.program import ROOT
from tests.workflows.runner import git

T = TypeVar("T")


def followed(folder: Path) -> float:
    """Do what it says to have a new term in the browser; give the seconds that took."""
    clone, home = folder / "glossary-site", folder / "home"
    home.mkdir()
    listed = git("ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_bytes((ROOT / name).read_bytes())
    environment = {**os.environ, "HOME": str(home)}
    environment.pop("VIRTUAL_ENV", None)
    begun = time.monotonic()
    log = folder / "log"
    with log.open("wb") as out:
        serving = subprocess.Popen(
            ["make", "serve"], cwd=clone, env=environment, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        address = _until(lambda: re.search(r"Serving at (http://\S+)", log.read_text()), log)[1]
        (clone / EXAMPLE).write_text(example(), encoding="utf-8")
        slug = Path(EXAMPLE).stem
        _until(lambda: _read(f"{address}terms/{slug}/").count("How many bytes"), log)
        took = time.monotonic() - begun
        program = [".venv/bin/python", "build.py"]
        for command in ([*program, "check", "--fix"], ["make", "check"]):
            subprocess.run(command, cwd=clone, env=environment, check=True)
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.wait(20)
    return took


def _until(look: Callable[[], T | None], log: Path) -> T:
    """Look again and again until there is something."""
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own server)
            body: bytes = answer.read()
            return body.decode()
    except urllib.error.HTTPError:
        return ""
