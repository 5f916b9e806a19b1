"""TBX of both versions and styles, and XML that must not be read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.importing.formats.tbx import read
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.importing.bringing import glossary, lay, said, take, terms, tree

VERSION_2 = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="c1">
  <descrip type="subjectField">Hardware</descrip>
  <descripGrp><descrip type="definition">A chip for pictures.</descrip>
    <admin type="source">ISO 1</admin></descripGrp>
  <descrip type="broaderConceptGeneric" target="c2">chip</descrip>
  <ref type="crossReference" target="c9">lost</ref>
  <langSet xml:lang="en">
    <note>Costs *much* [[money]].</note>
    <tig><term>graphics processor</term>
      <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
    <tig><term>graphics processing unit</term>
      <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
      <termNote type="partOfSpeech">noun</termNote></tig>
    <ntig><termGrp><term>GPU</term><termNote type="termType">acronym</termNote></termGrp></ntig>
    <tig><term>VPU</term>
      <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet xml:lang="de"><tig><term>Grafikprozessor</term></tig></langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="en"><tig><term>chip</term></tig></langSet></termEntry>
</body></text></martif>
"""
DCA = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1">
  <descrip type="subjectField">Hardware</descrip>
  <langSec xml:lang="en">
    <descripGrp><descrip type="definition">A chip for pictures.</descrip></descripGrp>
    <termSec><term>graphics processing unit</term>
      <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    <termSec><term>GPU</term><termNote type="termType">acronym</termNote></termSec>
  </langSec>
</conceptEntry></body></text></tbx>
"""
DCT = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<text><body><conceptEntry id="c1">
  <min:subjectField>Hardware</min:subjectField>
  <langSec xml:lang="en">
    <descripGrp><basic:definition>A chip for pictures.</basic:definition></descripGrp>
    <termSec><term>graphics processing unit</term>
      <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>GPU</term><basic:termType>acronym</basic:termType></termSec>
  </langSec>
</conceptEntry></body></text></tbx>
"""


def test_version_2_is_read_with_its_words_in_their_places(tmp_path: Path) -> None:
    """The preferred word is the title, whatever its place; all others find the term."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"a.tbx": VERSION_2})

    brought = take(root, "tbx", source)

    gpu = terms(root)["graphics-processing-unit"]
    assert (gpu.abbreviation, gpu.aliases) == ("GPU", ("graphics processor", "VPU"))
    assert (gpu.definition, gpu.topics, gpu.broader) == (
        "A chip for pictures.", ("hardware",), ("chip",),
    )  # fmt: skip
    assert [one.title for one in gpu.sources] == ["ISO 1"]
    assert r"Costs \*much\* \[\[money\]\]." in gpu.body
    assert ("a.tbx", 9, "dangling-reference") in said(brought)
    messages = " ".join(found.message for found in brought.findings)
    assert "de (1)" in messages
    assert 'the data category "partOfSpeech"' in messages
    before = tree(root)
    assert take(root, "tbx", source).written == ()
    assert tree(root) == before


@pytest.mark.parametrize("text", [DCA, DCT], ids=["DCA", "DCT"])
def test_both_styles_of_version_3_say_the_same(tmp_path: Path, text: str) -> None:
    """A data category is an attribute in one and an element in the other."""
    root = glossary(tmp_path / "to")

    brought = take(root, "tbx", lay(tmp_path / "from", {"a.tbx": text}))

    gpu = terms(root)["graphics-processing-unit"]
    assert (gpu.abbreviation, gpu.definition) == ("GPU", "A chip for pictures.")
    assert gpu.topics == ("hardware",)
    assert brought.findings == ()


def test_another_language_is_taken_if_asked_for(tmp_path: Path) -> None:
    """Concepts without words in it are no terms of it."""
    root = glossary(tmp_path / "to", language="de")
    take(root, "tbx", lay(tmp_path / "from", {"a.tbx": VERSION_2}), "de")

    assert list(terms(root)) == ["grafikprozessor"]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>', "document type"),
        ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "document type"),
        ('<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://example.org/a.dtd"> %p;]>', "document type"),
        ('<!DOCTYPE tbx SYSTEM "http://example.org/a.dtd"><a>&x;</a>', "entity x"),
    ],
)
def test_entities_are_refused_with_their_line(tmp_path: Path, head: str, words: str) -> None:
    """They can fill the memory, and read files that are nobody's business."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"a.tbx": f'<?xml version="1.0"?>\n{head}\n<tbx>&b;</tbx>'})

    brought = take(root, "tbx", source)

    assert said(brought) == [("a.tbx", 2, "import-refused")]
    assert words in brought.findings[0].message
    assert not (root / "terms").exists()


def test_a_circle_of_broader_terms_is_opened_and_said(tmp_path: Path) -> None:
    """A glossary with a circle in its hierarchy does not build."""
    entry = (
        '<conceptEntry id="{0}"><descrip type="broaderConcept" target="{1}"/>\n<langSec '
        'xml:lang="en"><termSec><term>{0}</term></termSec></langSec></conceptEntry>\n'
    )
    text = f"<tbx>\n{entry.format('a', 'b')}{entry.format('b', 'a')}</tbx>"
    root = glossary(tmp_path / "to")

    brought = take(root, "tbx", lay(tmp_path / "from", {"a.tbx": text}))

    assert said(brought) == [("a.tbx", 4, "not-carried")]
    assert "circle" in brought.findings[0].message
    assert (terms(root)["a"].broader, terms(root)["b"].broader) == (("b",), ())


@settings(max_examples=100, deadline=5000)
@given(st.data())
def test_damaged_files_give_findings_and_never_an_exception(data: st.DataObject) -> None:
    """A file of a stranger may be anything, or nearly TBX."""
    whole = bytearray(data.draw(st.sampled_from([VERSION_2, DCA, DCT])).encode())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    held = data.draw(st.just(bytes(whole)) | st.binary(max_size=200))

    found, findings = read(Source(Path(), ("a.tbx",), {"a.tbx": held}), Options())

    assert found or findings or b"Entry" not in held
