"""CSV from spreadsheets: whatever parts the cells, nothing in them is more than text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_site.importing.formats.csv_table import read
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.importing.bringing import glossary, said, take, terms, tree
from tests.program import ROOT, run

ATTACKS = ROOT / "tests/attacks/import"


def sheet(folder: Path, text: str | bytes, name: str = "words.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_is_read_whatever_parts_its_cells(tmp_path: Path, sign: str) -> None:
    """Excel writes semicolons in half of Europe."""
    rows = [
        ["Term", "Meaning", "Also known as", "Category", "See also", "URL"],
        ["GPU", "A chip.", '"Graphics card | video card"', "Hardware", "Chip", "https://example.org/gpu"],
        ["Chip", "Silicon.", "", "Hardware", "", ""],
    ]  # fmt: skip
    text = "\ufeff" + "\r\n".join(sign.join(row) for row in rows) + "\r\n"
    root = glossary(tmp_path / "to")

    brought = take(root, "csv", sheet(tmp_path, text))

    assert brought.findings == ()
    gpu = terms(root)["gpu"]
    assert (gpu.title, gpu.definition, gpu.topics) == ("GPU", "A chip.", ("hardware",))
    assert gpu.aliases == ("Graphics card", "video card")
    assert gpu.related == ("Chip",)
    assert [source.url for source in gpu.sources] == ["https://example.org/gpu"]


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    """Whoever is not sure whether it worked tries again."""
    root = glossary(tmp_path / "to")
    source = sheet(tmp_path, "title,summary\nA word,Means this.\n")
    take(root, "csv", source)
    before = tree(root)

    again = take(root, "csv", source)

    assert (again.written, again.unchanged) == ((), ("terms/a-word.md",))
    assert tree(root) == before


def test_cells_of_an_attack_stay_text(tmp_path: Path) -> None:
    """No cell makes a key, ends the front matter early or leads out of the folder."""
    root = glossary(tmp_path / "to")

    brought = take(root, "csv", ATTACKS / "04-terms.csv")

    assert len(brought.written) == 3
    # The title "../../x" and the last row's "x" would have one address.
    assert [found.code for found in brought.findings] == ["import-refused"]
    assert brought.findings[0].span.line == 7
    for path in brought.written:
        text = (root / path).read_text()
        fields = yaml.safe_load(text.split("---\n")[1])
        assert set(fields) <= {"title", "definition", "slug"}
        assert text.count("\n---\n") == 1
        assert (root / path).resolve().parent == (root / "terms").resolve()
    assert yaml.safe_load((root / "terms/a.md").read_text().split("---\n")[1])["title"] == (
        "=cmd|' /C calc'!A0"
    )
    assert sorted(one.name for one in root.iterdir()) == ["site.yaml", "terms"]


def test_two_rows_with_one_address_are_an_error_on_the_second(tmp_path: Path) -> None:
    """The first would otherwise be lost, or the build would fail later."""
    root = glossary(tmp_path / "to")

    done = run("import", "csv", ATTACKS / "07-same-slug.csv", "--source", root)

    assert done.returncode == 1
    assert "07-same-slug.csv:3:1: error[import-refused]: the address /terms/foo-bar/" in done.stderr
    assert [path.name for path in (root / "terms").iterdir()] == ["foo-bar.md"]


def test_lines_are_right_behind_cells_of_several_lines(tmp_path: Path) -> None:
    """An editor goes to the line that is named."""
    text = 'title,definition,related\nA,"one\ntwo\nthree",\nB,"x\ny",Nowhere\n'
    root = glossary(tmp_path / "to")

    brought = take(root, "csv", sheet(tmp_path, text))

    assert said(brought) == [("words.csv", 6, "dangling-reference")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b'title,definition\nA,"open\nB,b\n', 2, "never closed"),
        (b'title,definition\nA,"a"b\n', 2, "text follows"),
        (b"number,meaning\n1,b\n", 1, "no column is known to hold the title"),
        ("title\nCafé\n".encode("cp1252"), 2, "is not UTF-8"),
        ("title\nA\n".encode("utf-16"), 1, "is not UTF-8"),
        (b"", 1, "empty"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said_with_its_line(
    tmp_path: Path, text: bytes, line: int, words: str
) -> None:
    """Rows that ran into each other must not become terms."""
    root = glossary(tmp_path / "to")

    brought = take(root, "csv", sheet(tmp_path, text))

    assert [found.span.line for found in brought.findings] == [line]
    assert words in brought.findings[0].message
    assert brought.written == ()


def test_the_likely_encoding_is_hinted_at(tmp_path: Path) -> None:
    """Windows-1252 is what an older Excel saves."""
    brought = take(glossary(tmp_path / "to"), "csv", sheet(tmp_path, b"title\nCaf\xe9\n"))

    assert "Windows-1252" in (brought.findings[0].hint or "")


def test_a_column_that_means_nothing_is_named_once(tmp_path: Path) -> None:
    """What is lost is said, and how to keep it."""
    root = glossary(tmp_path / "to")
    source = sheet(tmp_path, "title,Erklärung,owner\nA,eins,me\nB,zwei,you\n")

    brought = take(root, "csv", source, definition="Erklärung")

    assert terms(root)["a"].definition == "eins"
    assert [found.message for found in brought.findings] == ['the key "owner", of 2 terms']


def test_tags_are_added_to_the_category(tmp_path: Path) -> None:
    """Two columns may say what a term is about."""
    root = glossary(tmp_path / "to")
    take(root, "csv", sheet(tmp_path, "title,category,tags\nA,Chips,fast; new\n"))

    assert terms(root)["a"].topics == ("chips", "fast", "new")


@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400) | st.text(alphabet='title,;\t"\n=[]{}\r', max_size=200).map(str.encode)
)
def test_any_bytes_give_findings_and_never_an_exception(data: bytes) -> None:
    """A file of a stranger may be anything."""
    found, findings = read(Source(Path(), ("a.csv",), {"a.csv": data}), Options())

    assert found or findings
