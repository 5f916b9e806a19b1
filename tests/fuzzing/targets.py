"""What is fuzzed: readers of what strangers write.  A target raises only if a promise is broken."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from glossary_site.content.decoding import decode
from glossary_site.content.figure_grammar import Misspelling, named_datasets, parse
from glossary_site.content.front_matter import split_file
from glossary_site.content.images import read_image
from glossary_site.content.permalinks import parse as parse_permalinks
from glossary_site.content.tables import read_table
from glossary_site.content.terms import check_body
from glossary_site.content.yaml_plain import read_plain
from glossary_site.content.yaml_text import parse_yaml, read_yaml
from glossary_site.diagnostics import Findings, shown
from glossary_site.fields.dataset import Column
from glossary_site.importing.formats import FORMATS, reader_of
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.figures.rendering import render
from tests.hostile import oracle
from tests.program import ROOT

ATTACKS: Final = ROOT / "tests" / "attacks"
FINDINGS: Final = Path(__file__).parent / "findings"
"""Inputs that once broke a promise: one file each, in a folder with the target's name."""
COLUMNS: Final = (
    Column(name="year", type="year"),
    Column(name="price", type="number"),
    Column(name="who", type="string"),
)
BENIGN: Final = '<!doctype html><title>T</title><article id="term"><p>x</p></article>'


class Target(NamedTuple):
    """A function that is tried with any bytes."""

    name: str
    """What `python -m tests.fuzzing` calls it."""
    run: Callable[[bytes], None]
    """Raises if a promise is broken."""
    seeds: tuple[Path, ...]
    """Files to begin with; folders stand for all that they hold."""


def _check(findings: Findings, path: str, lines: int | None) -> None:
    """Every finding names the file and a line of it, in one printable sentence."""
    for found in findings:
        assert found.span.path == path, found
        assert found.span.line >= 1, found
        assert found.span.column >= 1, found
        assert lines is None or found.span.line <= lines, (lines, found)
        assert found.message == shown(found.message), found


def _text(data: bytes, path: str) -> str | None:
    text, found = decode(path, data)
    _check(found, path, data.count(b"\n") + data.count(b"\r") + 1)
    return text


def front_matter(data: bytes) -> None:
    """Split a file into YAML and body, and read the YAML."""
    text = _text(data, "terms/x.md")
    if text is None:
        return
    split, found = split_file("terms/x.md", text)
    _check(found, "terms/x.md", text.count("\n") + 1)
    assert split is not None or found


def yaml_file(data: bytes) -> None:
    """Read YAML; the quick reader must agree with the parser."""
    text = _text(data, "x.yaml")
    if text is None:
        return
    made, found = read_yaml("x.yaml", text)
    _check(found, "x.yaml", text.count("\n") + 1)
    assert made is not None or found
    if read_plain(text, 1) is not None:
        parsed, mistakes = parse_yaml("x.yaml", text)
        assert (parsed, mistakes) == (made, found)


def body(data: bytes) -> None:
    """Render a body: what comes of it is inert, however the browser parses it."""
    text = _text(data, "terms/t.md")
    if text is None or len(text) > 4096:
        return
    _, found = check_body("terms/t.md", text, 5)
    _check(found, "terms/t.md", text.count("\n") + 5)
    if found:
        return
    fragment, found = render(text)
    _check(found, "terms/t.md", text.count("\n") + 5)
    # Seeds bear two marks that the oracle wants to see both; a piece of a seed may have one.
    page = BENIGN.replace("<p>x</p>", fragment.html.replace("-MARK", ""))
    assert oracle.check(page, BENIGN) == [], fragment.html


def figure(data: bytes) -> None:
    """Read what stands between double braces."""
    text = data.decode("utf-8", "replace")
    made = parse(text)
    if isinstance(made, Misspelling):
        assert made.message
    named_datasets("{{" + text + "}}")


def csv(data: bytes) -> None:
    """Read a table in CSV: rows, or what is wrong with it."""
    _table("data/x.csv", data)


def json(data: bytes) -> None:
    """Read a table in JSON."""
    _table("data/x.json", data)


def _table(path: str, data: bytes) -> None:
    rows, found = read_table(path, data, COLUMNS)
    _check(found, path, data.count(b"\n") + data.count(b"\r") + 1)
    assert not (rows and found)
    for row in rows:
        assert len(row) == len(COLUMNS)


def image(data: bytes) -> None:
    """Measure a picture."""
    for path in ("images/x.png", "images/x.jpg", "images/x.gif", "images/x.webp", "images/x.avif"):
        made, found = read_image(path, data)
        _check(found, path, None)
        assert (made is None) is bool(found)


def permalinks(data: bytes) -> None:
    """Read the list of addresses."""
    text = _text(data, "permalinks.txt")
    if text is not None:
        _, found = parse_permalinks(text)
        _check(found, "permalinks.txt", text.count("\n") + 1)


def importer(name: str, file: str) -> Callable[[bytes], None]:
    """Make the target of one import format."""
    read = reader_of(name)

    def run(data: bytes) -> None:
        _, found = read(Source(Path(), (file,), {file: data}), Options())
        for one in found:
            assert one.span.line >= 1, one
            assert one.message == shown(one.message), one

    return run


_IMPORTED: Final[Mapping[str, str]] = {
    "hugo": "content/x.md", "kubernetes": "x.md", "mdn": "x/index.md", "obsidian": "x.md",
    "docusaurus": "x.md", "glosario": "glossary.yml", "yaml": "x.yaml", "csv": "x.csv",
    "xlsx": "x.xlsx", "tbx": "x.tbx", "skos": "x.ttl", "glossarist": "concept-1.yaml",
}  # fmt: skip
assert _IMPORTED.keys() == FORMATS.keys()

TARGETS: Final = (
    Target("front-matter", front_matter, (ATTACKS / "frontmatter", ROOT / "terms")),
    Target("yaml", yaml_file, (ATTACKS / "frontmatter", ROOT / "data", ROOT / "site.yaml")),
    Target("body", body, (ATTACKS / "xss", ROOT / "terms")),
    Target("figure", figure, (ROOT / "terms",)),
    Target("csv", csv, (ATTACKS / "data", ROOT / "data")),
    Target("json", json, (ATTACKS / "data",)),
    Target("image", image, (ATTACKS / "svg",)),
    Target("permalinks", permalinks, (ROOT / "permalinks.txt",)),
    *(
        Target(
            f"import-{name}", importer(name, file), (ATTACKS / "import", ATTACKS / "frontmatter")
        )
        for name, file in _IMPORTED.items()
    ),
)
"""All of them, in the order in which they are run."""


def inputs(target: Target, largest: int = 16_384) -> Iterable[tuple[str, bytes]]:
    """Give the seeds of a target and what it once failed at, by name."""
    folders = (*target.seeds, FINDINGS / target.name)
    for place in folders:
        for path in sorted(place.iterdir()) if place.is_dir() else (place,):
            if path.is_file() and path.stat().st_size <= largest:
                yield path.name, path.read_bytes()
