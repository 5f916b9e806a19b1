"""Workbooks: what the cells show, made by another program, and nothing of their formulas."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_site.importing.formats.xlsx import read
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.importing.bringing import glossary, said, take, terms


def workbook(folder: Path) -> Path:
    """Make a workbook with all that is unusual."""
    book = openpyxl.Workbook()
    words = book.active
    assert words is not None
    words.title = "Words"
    words.append(["Term", "Definition", "Category", "Updated", "Notes on it"])
    words.append(["GPU", "A chip.", "Hardware", dt.date(2026, 3, 1), "secret"])
    words.append(["Chip", "Silicon.", None, dt.datetime(2026, 3, 2, 12), None])  # noqa: DTZ001 (a sheet has no zones)
    words.append([42, "=CONCATENATE(A2, A3)", "Numbers", None, None])
    words.merge_cells("C2:C3")
    book.create_sheet("Old").append(["Term"])
    hidden = book.create_sheet("Hidden")
    hidden.append(["Term"])
    hidden.append(["Buried"])
    hidden.sheet_state = "hidden"
    path = folder / "words.xlsx"
    book.save(path)
    return path


def test_a_sheet_is_read_as_it_shows(tmp_path: Path) -> None:
    """Dates, numbers and merged cells are what an author sees, not what the file stores."""
    root = glossary(tmp_path / "to")

    brought = take(root, "xlsx", workbook(tmp_path))

    found = terms(root)
    assert set(found) == {"gpu", "chip", "42"}
    assert (found["gpu"].definition, str(found["gpu"].updated)) == ("A chip.", "2026-03-01")
    assert str(found["chip"].updated) == "2026-03-02"
    assert found["chip"].topics == ("hardware",)
    assert found["42"].definition is None
    messages = " ".join(found.message for found in brought.findings)
    assert 'the hidden sheet "Hidden"' in messages
    assert 'the sheet "Old"' in messages
    assert 'the key "Notes on it"' in messages
    assert ("words.xlsx", 4, "not-carried") in said(brought)  # the formula without a value


def test_another_sheet_is_read_by_name(tmp_path: Path) -> None:
    """A hidden one, too, if it is asked for."""
    root = glossary(tmp_path / "to")
    take(root, "xlsx", workbook(tmp_path), sheet="Hidden")

    assert list(terms(root)) == ["buried"]


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    """Names of sheets are easily misspelt."""
    brought = take(glossary(tmp_path / "to"), "xlsx", workbook(tmp_path), sheet="Word")

    assert [found.message for found in brought.findings] == ['no sheet is called "Word"']
    assert brought.findings[0].hint == 'did you mean "Words"?'


def shared(path: Path, strings: bytes) -> Path:
    """Write a workbook as Excel does, with its texts in a part of their own."""
    parts = {
        "_rels/.rels": b'<R><Relationship Id="r" Type="x/officeDocument" Target="xl/book.xml"/></R>',
        "xl/book.xml": b'<b xmlns:r="u"><sheets><sheet name="S" r:id="r1"/></sheets></b>',
        "xl/_rels/book.xml.rels": b'<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/>'
        b'<Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></R>',
        "xl/s.xml": b'<w><row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row></w>',
        "xl/t.xml": strings,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_texts_that_cells_share_are_found(tmp_path: Path) -> None:
    """Excel writes each text once, in pieces of one look, and beside it how it is said."""
    strings = b"<sst><si><t>title</t></si><si><r><t>G</t></r><r><t>PU</t></r><rPh><t>x</t></rPh></si></sst>"
    root = glossary(tmp_path / "to")

    brought = take(root, "xlsx", shared(tmp_path / "a.xlsx", strings))

    assert brought.findings == ()
    assert terms(root)["gpu"].title == "GPU"


@pytest.mark.parametrize(
    ("strings", "words"),
    [
        (
            b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>',
            "type",
        ),
        (b"<sst>" + b" " * 60_000_000 + b"</sst>", "bytes unpacked"),
        (b"<sst>" + b"<si/>" * 1_000_001 + b"</sst>", "more than 1,000,000 texts"),
    ],
    ids=["entities", "blanks", "texts"],
)
def test_texts_that_would_fill_the_memory_are_refused(
    tmp_path: Path, strings: bytes, words: str
) -> None:
    """A workbook is an archive of XML: it can be both kinds of bomb."""
    root = glossary(tmp_path / "to")

    brought = take(root, "xlsx", shared(tmp_path / "a.xlsx", strings))

    assert [found.code for found in brought.findings] == ["import-refused"]
    assert words in brought.findings[0].message
    assert brought.written == ()


def repacked(path: Path, part: str, text: bytes) -> Path:
    """Put another text in the place of a part."""
    held = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return path


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("xl/worksheets/sheet1.xml", b"<a>" * 200, "deep"),
        ("xl/worksheets/sheet1.xml", b"<w><row><c/><c></row></w>", "no XML"),
        ("xl/workbook.xml", b"<workbook/>", "no workbook with sheets"),
    ],
)
def test_a_hostile_workbook_is_refused(tmp_path: Path, part: str, text: bytes, words: str) -> None:
    """Any part may be broken, or broken on purpose."""
    brought = take(glossary(tmp_path / "to"), "xlsx", repacked(workbook(tmp_path), part, text))

    assert "import-refused" in [found.code for found in brought.findings]
    assert any(words in found.message for found in brought.findings)
    assert brought.written == ()


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    """A place in a sheet is a claim, not an amount."""
    sheet = (
        b'<w><sheetData><row r="1"><c r="A1" t="str"><v>title</v></c></row><row r="1048576">'
        b'<c r="A1048576" t="str"><v>Far</v></c><c r="XFD1048576" t="str"><v>x</v></c></row>'
        b'</sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells></w>'
    )
    root = glossary(tmp_path / "to")

    brought = take(root, "xlsx", repacked(workbook(tmp_path), "xl/worksheets/sheet1.xml", sheet))

    assert list(terms(root)) == ["far"]
    assert any("beyond column" in found.message for found in brought.findings)


@pytest.fixture(scope="module")
def whole_workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One workbook for all examples: a second one would bear another time."""
    return workbook(tmp_path_factory.mktemp("book")).read_bytes()


@settings(max_examples=40, deadline=5000, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_workbook_gives_findings_and_never_an_exception(
    whole_workbook: bytes, data: st.DataObject
) -> None:
    """A file of a stranger may be anything, or nearly a workbook."""
    whole = bytearray(whole_workbook)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])

    found, findings = read(Source(Path(), ("a.xlsx",), {"a.xlsx": cut}), Options())

    assert found or findings
