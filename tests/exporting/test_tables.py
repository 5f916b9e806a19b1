"""The glossary as CSV and as a workbook: usable, and harmless wherever it is opened."""

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.exporting.columns import (
    COLUMNS,
    FOR_READERS,
    guarded,
    read_source,
    source_line,
    unguarded,
)
from glossary_site.fields.common import Source
from tests.exporting.returning import returned, site
from tests.exporting.test_round_trip import CONFIG, OTHERS, WHOLE
from tests.importing.bringing import glossary, lay, take, terms
from tests.properties.thorough import often

NASTY = st.text(alphabet="=+-@'\"; \t\n|\\:ax＝\u00a0é💡", max_size=12)
LINE = NASTY.map(lambda text: " ".join(text.split())).filter(bool)
DANGEROUS = re.compile(r"[ '\"\u00a0]*[=+\-@＝＋－＠]")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a term that has every key."""
    folder = tmp_path_factory.mktemp("tables")
    return site(lay(folder, {"site.yaml": CONFIG, "terms/odd.md": WHOLE, **OTHERS}))


@often
@given(NASTY)
def test_a_guarded_text_comes_back_and_begins_with_no_formula(text: str) -> None:
    """Nor does any part of it, where a spreadsheet parts cells at semicolons, tabs or lines."""
    assert unguarded(guarded(text)) == text
    for part in re.split(r"[;\t\n]", guarded(text)):
        assert not DANGEROUS.match(part) or part.startswith("'")


@often
@given(LINE, st.none() | LINE, st.none() | LINE)
def test_a_source_comes_back_from_its_line(title: str, who: str | None, how: str | None) -> None:
    """Bars, backslashes and words that look like keys among its parts."""
    source = Source.model_construct(
        title=title, publisher=who, url=None, published=None, licence=None, attribution=how
    )
    known = {"title": title, "publisher": who, "attribution": how}
    assert read_source(source_line(source)) == {k: v for k, v in known.items() if v is not None}


def test_csv_is_what_another_reader_takes_it_for(built: Path) -> None:
    """Each row has all columns, and no cell runs."""
    text = (built / "glossary.csv").read_bytes().decode("utf-8")
    first, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert first[:17] == list(COLUMNS)
    assert first[-3:] == list(FOR_READERS)
    assert {len(row) for row in rows} == {len(first)}
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if DANGEROUS.match(cell) and cell[0] != "'"]


def test_the_workbook_holds_texts_alone_and_can_be_used(built: Path) -> None:
    """No formula, no link, a header that stays in sight, and a sheet that says what it is."""
    book = openpyxl.load_workbook(built / "glossary.xlsx")
    assert book.sheetnames == ["Terms", "About"]
    sheet = book["Terms"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (
        "A2",
        f"A1:{sheet.dimensions.split(':')[1]}",
    )
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.hyperlink is None and cell.alignment.wrap_text for cell in cells)
    assert max(len(str(cell.value)) for cell in cells) <= 32_767
    titles = {cell.value for cell in cells if cell.column == 1}
    assert '=HYPERLINK("https://evil.example")' in titles
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Address"] == "https://g.example/w/"
    assert set(COLUMNS) <= set(about)
    names = zipfile.ZipFile(built / "glossary.xlsx").namelist()
    assert not [name for name in names if "link" in name.lower() or "macro" in name.lower()]


def test_what_an_editor_changed_in_a_table_is_imported(tmp_path: Path, built: Path) -> None:
    """A table is there to be worked on; columns for readers count for nothing."""
    book = openpyxl.load_workbook(built / "glossary.xlsx")
    sheet = book["Terms"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "42")
    row[1].value, row[3].value, row[-1].value = "Another number.", "forty-two\n=42", "nonsense"
    edited = tmp_path / "glossary.xlsx"
    book.save(edited)

    number = returned(tmp_path / "to", edited)["42"]

    assert (number.definition, number.aliases) == ("Another number.", ("forty-two", "=42"))


def test_what_is_spoilt_in_a_table_is_refused_with_its_row(tmp_path: Path) -> None:
    """A table is a stranger's again once it has left the house: no cell leads out of the folder."""
    lines = ["title,definition,slug,address", "A,fine,,", "B,x,../../b,", "C,x,,/terms/../../c/",
             "?,x,,/terms/../q/"]  # fmt: skip
    others = [key for key in COLUMNS if key not in {"title", "definition", "slug"}]
    text = "\n".join([lines[0] + "," + ",".join(others), *lines[1:]])
    source = lay(tmp_path / "from", {"a.csv": text})
    root = glossary(tmp_path / "to")

    brought = take(root, "csv", source)

    assert brought.written == ("terms/a.md", "terms/c.md")
    assert [(one.code, one.span.line) for one in brought.findings] == [
        ("import-refused", 3), ("import-refused", 5),
    ]  # fmt: skip
    assert set(terms(root)) == {"a", "c"}
    assert {path.name for path in tmp_path.iterdir()} == {"from", "to"}
