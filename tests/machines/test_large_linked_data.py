"""10,000 terms in SKOS, read and judged by tools of others."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SKOS

from tests.machines.conftest import TERMS
from tests.machines.shapes import conforms

# rdflib warns of classes that its own parser uses.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def test_ten_thousand_terms_keep_the_conditions_of_skos_in_both_forms(ten_thousand: Path) -> None:
    """Both are parsed whole, say the same, and conform."""
    one = Graph().parse(ten_thousand / "glossary.ttl", format="turtle")
    other = Graph().parse(ten_thousand / "glossary.jsonld", format="json-ld")
    is_fine, text = conforms(one)

    assert sum(1 for _ in one.subjects(RDF.type, SKOS.Concept)) == TERMS
    assert set(one) == set(other)  # without nameless things, to be alike is to be equal
    assert is_fine, text[:2000]
