"""TBX-Basic in both styles, against schemas written from the standard's rules."""

from pathlib import Path

import pytest
from lxml import etree

from tests.exporting.returning import site
from tests.exporting.test_round_trip import CONFIG, OTHERS, WHOLE, real_files
from tests.importing.bringing import lay

FOLDER = Path(__file__).parent
NAMES = {"dca": "glossary.tbx", "dct": "glossary-dct.tbx"}
SPACES = {
    "t": "urn:iso:std:iso:30042:ed-2", "min": "http://www.tbxinfo.net/ns/min",
    "basic": "http://www.tbxinfo.net/ns/basic",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a term that has every key."""
    folder = tmp_path_factory.mktemp("tbx")
    return site(lay(folder, {"site.yaml": CONFIG, "terms/odd.md": WHOLE, **OTHERS}))


def schema(style: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(FOLDER / f"tbx-basic-{style}.rng"))


@pytest.mark.parametrize("style", NAMES)
def test_a_site_is_valid_in_both_styles(built: Path, style: str) -> None:
    """A terminology tool refuses a file with a data category at the wrong level."""
    judge = schema(style)
    assert judge.validate(etree.parse(built / NAMES[style])), judge.error_log


@pytest.mark.parametrize("style", NAMES)
def test_the_real_glossary_is_valid(real_site_folder: Path, style: str) -> None:
    """So is what authors really write."""
    judge = schema(style)
    assert judge.validate(etree.parse(real_site_folder / NAMES[style])), judge.error_log


@pytest.fixture(scope="module")
def real_site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real terms, built without git and docs."""
    return site(real_files(tmp_path_factory.mktemp("real")))


BROKEN = (
    ('type="TBX-Basic"', 'type="TBX"'),
    ('id="term-odd"', 'id="1"'),
    ('target="term-42"', 'target="term-nobody"'),
    ("preferredTerm-admn-sts", "preferredTerm"),
    ("2026-01-02", "2 January"),
    ("modification", "edition"),
    ('<langSec xml:lang="de">', "<langSec>"),
    ("<sourceDesc>", "<sourceDesc><q/>"),
    ("subjectField", "context"),
    ("acronym", "initialism"),
)


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize(("right", "wrong"), BROKEN)
def test_a_broken_document_is_refused(built: Path, style: str, right: str, wrong: str) -> None:
    """A schema that admits everything would make the tests above worthless."""
    text = (built / NAMES[style]).read_text(encoding="utf-8").replace(">@SUM<", ">SUM<")
    text = text.replace(">abbreviation<", ">acronym<")
    assert right in text
    document = etree.fromstring(text.replace(right, wrong).encode())
    assert not schema(style).validate(document)


def test_both_styles_say_the_same(built: Path) -> None:
    """Only where a data category is named differs."""
    texts = [list(etree.parse(built / name).getroot().itertext()) for name in NAMES.values()]
    assert texts[0] == texts[1]


def test_what_the_author_wrote_stands_with_the_language(built: Path) -> None:
    """So a first paragraph never comes back as an author's definition."""
    tree = etree.parse(built / NAMES["dct"])
    at = "//t:conceptEntry[@id='term-{}']/{}"
    assert tree.xpath(at.format("odd", "t:langSec/basic:definition"), namespaces=SPACES)
    assert not tree.xpath(at.format("odd", "basic:definition"), namespaces=SPACES)
    lead = tree.xpath(at.format("other", "basic:definition/text()"), namespaces=SPACES)
    assert lead == ["First paragraph; no definition."]
