"""Real glossaries that nobody here wrote: each is imported whole, and builds."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from glossary_site.importing.bringing import Brought
from glossary_site.importing.formats import reader_of
from glossary_site.importing.records import Link, Options
from glossary_site.importing.sources import open_source
from tests.importing.bringing import CORPORA, glossary, take, tree
from tests.program import run

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not on this machine")

CNCF: Final = {
    "en": (90, 0), "bn": (83, 8), "de": (19, 14), "es": (81, 0), "fr": (71, 0), "ja": (74, 0),
    "pt-br": (59, 10), "ur": (11, 15), "zh-cn": (73, 5),
}  # fmt: skip
"""Terms, and references that lead nowhere, as counted in the files by hand."""


def codes(brought: Brought) -> Counter[str]:
    return Counter(found.code for found in brought.findings)


def is_built(root: Path) -> bool:
    """Say whether what was imported is published, and a build finds no error in it."""
    done = run("build", "--source", root, "--output", root / "_site")
    return done.returncode == 0 and "error[" not in done.stderr


def is_same_again(root: Path, form: str, source: Path, language: str = "en") -> bool:
    before = tree(root)
    again = take(root, form, source, language)
    return tree(root) == before and again.written == () and again.differing == ()


@pytest.mark.parametrize("language", CNCF)
def test_the_cloud_native_glossary_in_each_of_its_languages(tmp_path: Path, language: str) -> None:
    """Scripts of four kinds, right to left among them, and links that translators forgot."""
    root = glossary(tmp_path / "to", language=language)
    source = CORPORA / "cncf/content" / language

    brought = take(root, "hugo", source, language)

    assert (len(brought.written), codes(brought)["dangling-reference"]) == CNCF[language]
    assert codes(brought)["import-refused"] == 0
    assert is_built(root)
    assert is_same_again(root, "hugo", source, language)


def test_a_machine_learning_glossary(tmp_path: Path) -> None:
    """207 of its terms have no text, two have one address, nine relations lead nowhere."""
    root = glossary(tmp_path / "to")

    brought = take(root, "hugo", CORPORA / "mlg/terms")

    fences = {
        path.name: path.read_text(encoding="utf-8").split("\n").index("---", 1) + 1
        for path in (CORPORA / "mlg/terms").glob("*.md")
    }
    dangling = [found.span for found in brought.findings if found.code == "dangling-reference"]
    assert sum(span.line < fences[span.path] for span in dangling) == 9
    assert (len(brought.written), codes(brought)["import-refused"]) == (380, 1)
    assert is_built(root)
    assert is_same_again(root, "hugo", CORPORA / "mlg/terms")


def test_glosario_in_english(tmp_path: Path) -> None:
    """633 terms in one file; of its 403 relations two lead nowhere, of the links none."""
    root, source = glossary(tmp_path / "to"), CORPORA / "glosario/glossary.yml"

    brought = take(root, "glosario", source)

    assert (len(brought.written), codes(brought)["dangling-reference"]) == (633, 2)
    assert is_built(root)
    assert is_same_again(root, "glosario", source)


def test_glosario_in_all_its_languages_has_one_dead_link(tmp_path: Path) -> None:
    """It stands in the Amharic words for backpropagation."""
    source = CORPORA / "glosario/glossary.yml"
    dead = []
    languages = "af am ar bn de el es fr he hr id it ja ko nl pt st sw tn uk xh zu".split()

    for language in languages:
        brought = take(glossary(tmp_path / language), "glosario", source, language)
        dead += [
            (language, found.span.line)
            for found in brought.findings
            if found.code == "dangling-reference" and found.span.line not in {10105, 10106}
        ]

    assert dead == [("am", 1627)]


@pytest.mark.parametrize("form", ["hugo", "yaml", "docusaurus"])
def test_a_glossary_of_operations_loses_nothing(tmp_path: Path, form: str) -> None:
    """Its keys are nearly ours: 389 relations, and none leads nowhere."""
    root, source = glossary(tmp_path / "to"), CORPORA / "devops/src/data/terms"

    brought = take(root, form, source)

    assert (len(brought.written), codes(brought)["dangling-reference"]) == (124, 0)
    assert is_built(root)
    assert is_same_again(root, form, source)


@pytest.mark.parametrize(
    ("form", "path", "language", "links", "related"),
    [
        ("hugo", "cncf/content/en", "en", 235, 0),
        ("hugo", "cncf/content/ur", "ur", 20, 0),
        ("hugo", "cncf/content/de", "de", 21, 0),
        ("hugo", "mlg/terms", "en", 151, 452),
        ("yaml", "devops/src/data/terms", "en", 0, 389),
        ("glosario", "glosario/glossary.yml", "en", 830, 403),
    ],
)
def test_no_reference_is_overlooked(
    form: str, path: str, language: str, links: int, related: int
) -> None:
    """A reference that is not seen cannot be dangling: zero findings would prove nothing."""
    source, _ = open_source(CORPORA / path)
    assert source is not None

    terms, _ = reader_of(form)(source, Options(language))

    assert sum(isinstance(part, Link) for term in terms for part in term.body) == links
    assert sum(len(term.related) for term in terms) == related
