"""The JSON API of a glossary of 10,000 terms: every document, not a sample."""

from pathlib import Path

from tests.machines.conftest import TERMS
from tests.machines.reading import API, documents, mistakes, read


def test_every_document_of_ten_thousand_terms_fits_its_schema(ten_thousand: Path) -> None:
    """What holds of sixty terms need not hold of all: lists are parted, and texts vary."""
    assert sum(1 for name, _ in documents(ten_thousand) if name == "term") == TERMS
    assert mistakes(ten_thousand) == []


def test_more_than_five_thousand_terms_are_listed_on_pages(ten_thousand: Path) -> None:
    """A list of all would be more than a phone wants, and in time more than hosts take."""
    pages = [read(ten_thousand / API / name) for name in ("terms.json", "terms-2.json")]

    assert [len(page["terms"]) for page in pages] == [5_000, 5_000]
    assert pages[0]["next"].endswith("/api/v1/terms-2.json")
    assert pages[1]["next"] is None
    assert not (ten_thousand / API / "terms-3.json").exists()
    slugs = {one["slug"] for page in pages for one in page["terms"]}
    assert slugs == {path.stem for path in (ten_thousand / API / "terms").iterdir()}
