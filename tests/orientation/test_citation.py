"""Citations: APA, BibTeX and CSL-JSON that programs can read, and that claim nothing unknown."""

import datetime as dt
import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.model import Term
from glossary_site.render.citation import citation
from glossary_site.render.views import CitationView
from tests.conftest import BuildSite, MakeSite
from tests.orientation.making import page, texts
from tests.unit.making import term

DAY = dt.date(2026, 11, 3)
ADDRESS = "https://glossary.example/terms/inference/"

DATE_PARTS: dict[str, Any] = {
    "type": "array", "minItems": 1, "maxItems": 2,
    "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
}  # fmt: skip
CSL: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["entry", "entry-dictionary", "entry-encyclopedia", "webpage"]},
            "title": {"type": "string"},
            "container-title": {"type": "string"},
            "language": {"type": "string"},
            "URL": {"type": "string"},
            "issued": {
                "type": "object", "additionalProperties": False,
                "properties": {"date-parts": DATE_PARTS},
            },
        },
    },
}  # fmt: skip
"""What the published schema of CSL-JSON says of the keys that we use."""


def cited(made: Term, site: str = "AI Glossary", address: str | None = ADDRESS) -> CitationView:
    return citation(made, site, "en", address)


def apa(view: CitationView) -> str:
    return view.before + view.work + view.after


def test_the_citation_is_that_of_a_work_of_reference_in_apa() -> None:
    """Title, day, work, address: the manner of APA's seventh edition for an entry without author."""
    view = cited(term("Inference", updated=DAY))

    assert apa(view) == f"Inference. (2026, November 3). In AI Glossary. {ADDRESS}"
    assert view.work == "AI Glossary"


def test_the_bibtex_entry_has_all_that_is_known() -> None:
    """Inner braces keep a title's capitals; the month is the name that every style knows."""
    assert cited(term("GPU", updated=DAY)).bibtex.splitlines() == [
        "@misc{gpu,", "  title = {{GPU}},", "  howpublished = {{AI Glossary}},", "  year = {2026},",
        "  month = nov,", f"  url = {{{ADDRESS}}},", "}",
    ]  # fmt: skip


def test_what_is_not_known_is_not_claimed() -> None:
    """No day of change, no host: n.d., and no address."""
    view = cited(term("Inference"), address=None)

    assert apa(view) == "Inference. (n.d.). In AI Glossary."
    assert "year" not in view.bibtex
    assert "url" not in view.bibtex
    assert json.loads(view.csl_json)[0].keys().isdisjoint({"issued", "URL", "author"})


def test_contributors_are_not_called_authors() -> None:
    """Who commits a text need not have written it, and nobody is cited unasked."""
    view = cited(term("Inference", updated=DAY, contributors=("Zoë", "Ben")))

    assert "Zoë" not in apa(view) + view.bibtex + view.csl_json


def test_a_title_that_ends_in_a_sign_gets_no_full_stop() -> None:
    """As APA sets it."""
    assert apa(cited(term("Why?"))).startswith("Why? (n.d.).")


ODD = (
    "C++ & C# {50%}",
    "a } b {",
    "back\\slash",
    "~home ^up _low $5 #1",
    "Größe „x“",
    "推論",
    "@misc{x,",
)


@pytest.mark.parametrize("title", ODD)
def test_an_odd_title_makes_a_bibtex_entry_that_is_whole(title: str) -> None:
    """One brace too many and a reader's whole bibliography fails."""
    assert_is_whole(cited(term(title, slug="x", updated=DAY), title).bibtex)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40))
def test_any_title_makes_a_bibtex_entry_that_is_whole(title: str) -> None:
    """Titles are anybody's."""
    view = cited(term(title, slug="x", updated=DAY), title)

    assert_is_whole(view.bibtex)
    jsonschema.validate(json.loads(view.csl_json), CSL)
    assert json.loads(view.csl_json)[0]["title"] == title


def assert_is_whole(entry_text: str) -> None:
    """Read an entry as BibTeX does: braces count even behind a backslash."""
    depth = 0
    for at, char in enumerate(entry_text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth > 0 or at + 1 == len(entry_text) or at < len("@misc{"), entry_text
    assert depth == 0
    head, *fields, last = entry_text.split("\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,", head)
    assert last == "}"
    assert all(re.fullmatch(r"  [a-z]+ = (\{.*\}|[a-z]{3}),", line) for line in fields), fields
    bare = re.sub(r"\\(text[a-z]+\{\}|[$&#_%])", "", entry_text.partition("  year")[0])
    assert not re.search(r"[\\$&#_%^~]", bare)


def test_the_csl_entry_fits_the_schema() -> None:
    """Reference managers refuse what does not."""
    view = cited(term("Inference", updated=DAY, lang=None))
    data = json.loads(view.csl_json)

    jsonschema.validate(data, CSL)
    assert data == [
        {
            "id": "inference", "type": "entry-dictionary", "title": "Inference",
            "container-title": "AI Glossary", "language": "en",
            "issued": {"date-parts": [[2026, 11, 3]]}, "URL": ADDRESS,
        }
    ]  # fmt: skip


def test_what_stands_on_the_page_is_what_was_made(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Copied from the page, the entries still parse: nothing in them became HTML."""
    title = "A <b> & } { \\"
    folder = make_site(
        {
            "site.yaml": "title: R&D </code>\nbase_url: https://glossary.example/\n",
            "terms/x.md": f"---\ntitle: '{title}'\nslug: x\nlang: de\nupdated: 2026-11-03\n---\nX.\n",
        }
    )

    assert build_site(folder).is_ok

    bibtex, csl = texts(page(folder, "terms/x"), "//h:section[@id='cite']//h:pre")
    assert "title = {{A <b> \\& \\textbraceright{} \\textbraceleft{} \\textbackslash{}}}" in bibtex
    (item,) = json.loads(csl)
    assert (item["title"], item["container-title"]) == (title, "R&D </code>")
    assert (item["language"], item["URL"]) == ("de", "https://glossary.example/terms/x/")
    marks = page(folder, "terms/x").xpath("//@data-copy")
    assert marks == ["citation", "BibTeX", "CSL-JSON"]
