"""A glossary with one dataset that names an address, and the server behind it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from glossary_site.refresh.connecting import Network
from glossary_site.refresh.refreshing import Report, refresh
from tests.program import TODAY
from tests.refresh.server import Server, serving

DESCRIPTION = """\
# What a chip costs.
title: Price of a chip
columns:
  - {name: date, type: date}
  - {name: price, type: number}
sources: [{title: Price list}]
updated: 2026-01-02  # looked up by hand
refresh:
  url: https://data.example/prices.csv
"""
TABLE = "date,price\n2024-01-01,20\n2025-01-01,10.50\n"

Files = dict[str, bytes]


class Glossary:
    """A glossary in a folder, and a way to refresh it."""

    def __init__(self, root: Path, server: Server) -> None:
        self.root = root
        self.server = server

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file into `data/`."""
        path = self.root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def describe(self, more: str, *, name: str = "chip") -> None:
        """Add keys of `refresh` to the description."""
        lines = "".join(f"  {line}\n" for line in more.splitlines())
        self.write(f"{name}.yaml", DESCRIPTION + lines)

    def files(self) -> Files:
        """Read every file there is, with dot files."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def text(self, path: str) -> str:
        """Read one file."""
        return (self.root / path).read_text(encoding="utf-8")

    def refresh(self, *wanted: str, network: Network | None = None, is_dry: bool = False) -> Report:
        """Refresh it on the tests' day."""
        network = network or self.server.network()
        return refresh(self.root, wanted, today=TODAY, network=network, is_dry=is_dry)


Fails = Callable[..., list[str]]


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a server that knows no path yet."""
    with serving() as running:
        yield running


@pytest.fixture
def glossary(tmp_path: Path, server: Server) -> Glossary:
    """Write the glossary."""
    made = Glossary(tmp_path / "site", server)
    made.write("chip.yaml", DESCRIPTION)
    made.write("chip.csv", TABLE)
    return made


@pytest.fixture
def fails(glossary: Glossary) -> Fails:
    """Refresh, see that not a byte has changed, and give the findings in words."""

    def refuse(network: Network | None = None) -> list[str]:
        before = glossary.files()
        report = glossary.refresh(network=network)
        assert glossary.files() == before
        assert [outcome.state for outcome in report.outcomes] == ["failed"]
        assert report.findings
        return [
            f"{one.span.path}:{one.span.line}:{one.span.column} {one.code}: {one.message}"
            for one in report.findings
        ]

    return refuse
