"""The exchange formats of a glossary of 10,000 terms, read by tools of others."""

import csv
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from lxml import etree

from tests.machines.conftest import TERMS

SCHEMAS: Final = Path(__file__).resolve().parents[1] / "exporting"
_ENTRY: Final = "{urn:iso:std:iso:30042:ed-2}conceptEntry"


@pytest.mark.parametrize(("file", "style"), [("glossary.tbx", "dca"), ("glossary-dct.tbx", "dct")])
def test_ten_thousand_terms_are_valid_tbx(file: str, style: str, ten_thousand: Path) -> None:
    """By the schema that is written from the rules of the standard, in both styles."""
    whole = etree.parse(ten_thousand / file)
    schema = etree.RelaxNG(etree.parse(SCHEMAS / f"tbx-basic-{style}.rng"))

    assert schema.validate(whole), schema.error_log.last_error
    assert sum(1 for _ in whole.iter(_ENTRY)) == TERMS


def test_ten_thousand_terms_are_rows_of_both_tables(ten_thousand: Path) -> None:
    """A reader of CSV and one of workbooks find the same terms in the same order."""
    with (ten_thousand / "glossary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    book = openpyxl.load_workbook(ten_thousand / "glossary.xlsx", read_only=True)
    titles = [
        row[0] for row in book.worksheets[0].iter_rows(min_row=2, max_col=1, values_only=True)
    ]

    assert len(rows) == TERMS
    assert titles == [row["title"] for row in rows]
    assert all(row["definition"] and row["body"] for row in rows)
