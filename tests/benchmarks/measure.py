"""Measures the program: beside Hugo, in growth, under `serve`, and on our own glossary.

Everything is wall clock of whole processes, as people feel it.  What is compared runs in turn, and
ratios are made within a turn, so that a slow minute of the machine slows both.

    python -m tests.benchmarks.measure --hugo hugo
"""

import argparse
import datetime as dt
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.benchmarks.glossaries import write_glossary
from tests.benchmarks.rows import HEAD, Row, compared, slope
from tests.benchmarks.running import (
    BUILD,
    OURS,
    MeasuringError,
    machine,
    peak_of,
    seconds_of,
    served,
    wait_for,
)

LAYOUT: Final = Path(__file__).resolve().parent / "hugo"
PARTS: Final = ("cold", "warm", "memory", "everything", "growth", "serve", "real")
_DEFINITION: Final = re.compile(r"^(definition: [\"']?)(?:Edited \d+ )?(?=\w)", re.MULTILINE)


@dataclass(slots=True)
class Bench:
    """One run of this tool."""

    work: Path
    """Where everything is made."""
    hugo: str | None
    """The other program."""
    runs: int
    """Turns that count; one more comes first."""
    environment: dict[str, str] = field(default_factory=dict)
    """Of all programs: the cache's key is the bench's own."""

    def __post_init__(self) -> None:
        """Keep away from the user's own files."""
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.work / "cache")}

    def source(self, size: int, *, everything: bool = False) -> Path:
        """Make a glossary, once."""
        folder = self.work / f"{'everything' if everything else 'plain'}-{size}"
        if not folder.exists():
            write_glossary(folder, size, everything=everything)
        return folder

    def ours(self, source: Path) -> list[str]:
        """Give the command that builds with our program."""
        return [*OURS, "build", "--source", str(source), "--output", str(self.output(source))]

    def theirs(self, source: Path) -> list[str]:
        """Give the command that builds with Hugo."""
        assert self.hugo is not None
        layout = self.work / "hugo"
        if not layout.exists():
            shutil.copytree(LAYOUT, layout)
        return [
            self.hugo, "--quiet", "--source", str(layout), "--contentDir", str(source),
            "--destination", str(self.output(source, "hugo")),
        ]  # fmt: skip

    def output(self, source: Path, who: str = "ours") -> Path:
        """Say where a site is published."""
        return self.work / f"{who}-{source.name}"

    def clean(self, source: Path) -> None:
        """Forget every earlier build of a glossary."""
        left = [self.output(source), self.output(source, "hugo"), source / ".cache"]
        for folder in (*left, self.work / "hugo" / "resources"):
            shutil.rmtree(folder, ignore_errors=True)

    def cold(self, source: Path) -> tuple[float, float | None]:
        """Build without any earlier build, with both."""
        self.clean(source)
        return self._both(source)

    def warm(self, source: Path, turn: int) -> tuple[float, float | None]:
        """Build again after one edited definition, with both, and see that it has arrived."""
        name, words = edit(source, turn)
        taken = self._both(source)
        for who in ("ours", "hugo") if self.hugo else ("ours",):
            page = self.output(source, who) / "terms" / name / "index.html"
            if words not in page.read_text(encoding="utf-8"):
                raise MeasuringError(f"{page} does not show the edited definition")
        return taken

    def _both(self, source: Path) -> tuple[float, float | None]:
        ours = seconds_of(self.ours(source), self.environment)
        if self.hugo is None:
            return ours, None
        return ours, seconds_of(self.theirs(source), self.environment)


def edit(source: Path, turn: int) -> tuple[str, str]:
    """Change one definition; gives the term's slug and the new words."""
    files = sorted((source / "terms").glob("*.md"))
    words = f"Edited {turn:04}"
    for file in (*files[turn * 7 % len(files) :], *files):
        text = file.read_text(encoding="utf-8")
        head, mark, body = text.partition("\n---\n")
        changed = _DEFINITION.sub(rf"\g<1>{words} ", head, count=1)
        if changed != head and "\nslug:" not in head:
            file.write_text(changed + mark + body, encoding="utf-8")
            return file.stem, words
    raise MeasuringError(f"no definition in {source} can be edited")


def builds(bench: Bench, sizes: Sequence[int], parts: Sequence[str]) -> list[Row]:
    """Measure cold and warm builds, and memory."""
    rows = []
    for size in sizes:
        source = bench.source(size)
        if "cold" in parts:
            pairs = [bench.cold(source) for _ in range(bench.runs + 1)][1:]
            rows.append(compared(f"cold {size}", pairs, "s"))
        if "warm" in parts:
            bench.cold(source)
            pairs = [bench.warm(source, turn) for turn in range(bench.runs + 1)][1:]
            rows.append(compared(f"warm {size}", pairs, "s"))
        if "memory" in parts:
            bench.clean(source)
            ours = peak_of(bench.ours(source), bench.environment)
            theirs = peak_of(bench.theirs(source), bench.environment) if bench.hugo else None
            rows.append(compared(f"memory {size}", [(ours, theirs)], "MiB"))
    return rows


def everything(bench: Bench, size: int) -> list[Row]:
    """Measure a glossary that uses all there is; no other program has the like."""
    source = bench.source(size, everything=True)
    return alone(bench, source, f"everything {size}")


def alone(bench: Bench, source: Path, name: str) -> list[Row]:
    """Measure cold and warm builds of our own program."""
    ours = Bench(bench.work, None, bench.runs)
    cold = tuple(ours.cold(source)[0] for _ in range(bench.runs + 1))
    warm = tuple(ours.warm(source, turn)[0] for turn in range(bench.runs + 1))
    return [Row(f"{name} cold", "s", cold[1:]), Row(f"{name} warm", "s", warm[1:])]


def growth(bench: Bench, sizes: Sequence[int]) -> list[Row]:
    """Fit the exponent with which cold builds grow, by least squares of the logarithms."""
    ours = Bench(bench.work, None, bench.runs)
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    exponents = []
    for _ in range(bench.runs):
        for size in sizes:
            taken[size].append(ours.cold(ours.source(size))[0])
            ours.clean(ours.source(size))
        exponents.append(slope({size: seconds[-1] for size, seconds in taken.items()}))
    rows = [Row(f"grown {size}", "s", tuple(seconds)) for size, seconds in taken.items()]
    return [*rows, Row("growth", "", tuple(exponents))]


def serving(bench: Bench, size: int) -> list[Row]:
    """Measure from the moment a definition is saved to the moment its page is written."""
    source = bench.source(size)
    bench.clean(source)
    taken = []
    with served(source, bench.environment):
        for turn in range(100, 101 + bench.runs):
            time.sleep(1.0)  # an author looks at the page, too
            name, words = edit(source, turn)
            begin = time.perf_counter()
            page = source / ".cache" / "serve" / "site" / "terms" / name / "index.html"
            wait_for(lambda page=page, words=words: _shows(page, words))  # type: ignore[misc]
            taken.append(time.perf_counter() - begin)
    return [Row(f"serve {size}", "s", tuple(taken[1:]))]


def _shows(page: Path, words: str) -> bool:
    try:
        return words in page.read_text(encoding="utf-8")
    except OSError:
        return False  # it is being published


def real(bench: Bench, glossary: Path) -> list[Row]:
    """Measure a glossary that people wrote, on a copy of its sources."""
    copy = bench.work / "real"
    for name in ("terms", "data", "newsletter", "images"):
        if (glossary / name).is_dir():
            shutil.copytree(glossary / name, copy / name)
    shutil.copyfile(glossary / "site.yaml", copy / "site.yaml")
    return alone(bench, copy, "real")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the program.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all")
    parser.add_argument("--hugo", help="the program to compare with (none)")
    parser.add_argument("--runs", type=int, default=5, help="turns that count (%(default)s)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="terms")
    parser.add_argument(
        "--growth", type=int, nargs="+", default=[1000, 2000, 5000, 10_000, 20_000, 50_000],
        help="terms of the glossaries whose growth is fitted",
    )  # fmt: skip
    parser.add_argument("--glossary", type=Path, default=BUILD.parent, help="the real one (ours)")
    parser.add_argument("--work", type=Path, help="a folder to work in (a new one, in memory)")
    given = parser.parse_args(arguments)
    if wrong := set(given.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(wrong))}")
    given.parts = given.parts or PARTS
    return given


def table(bench: Bench, given: argparse.Namespace) -> str:
    """Measure all that is asked for, and write it down."""
    rows = builds(bench, given.sizes, given.parts)
    if "everything" in given.parts:
        rows += everything(bench, max(given.sizes))
    if "serve" in given.parts:
        rows += serving(bench, max(given.sizes))
    if "real" in given.parts:
        rows += real(bench, given.glossary)
    if "growth" in given.parts:
        rows += growth(bench, given.growth)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return "\n".join([f"{today}, {machine()}", "", HEAD, *(row.line() for row in rows)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table in Markdown."""
    given = parsed(arguments)
    shared = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    where = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
    work = given.work or Path(tempfile.mkdtemp(prefix="benchmark-", dir=where))
    try:
        work.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(table(Bench(work, given.hugo, given.runs), given) + "\n")
    finally:
        if given.work is None:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
