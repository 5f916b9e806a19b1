"""Glossarist's datasets: one file a concept, or a file a language, and the marks in their texts."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.importing.formats.glossarist import read
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.importing.bringing import glossary, lay, said, take, terms, tree

ONE_FILE = """\
---
termid: 10
term: sampling distance
groups: [Imagery]
eng:
  terms:
  - type: expression
    normative_status: preferred
    designation: sampling distance
  - type: abbreviation
    normative_status: admitted
    designation: SD
  - type: expression
    normative_status: deprecated
    designation: pixel gap
  definition:
  - content: distance between pixel centres
  notes:
  - content: "Each {{pixel,Pixel}} counts, see {{nowhere}} and stem:[x_1]."
  examples:
  - content: On *water*.
  language_code: eng
  entry_status: valid
  review_event: a meeting
  date_accepted: 2010-06-15 00:00:00.000000000 +08:00
  sources:
  - type: authoritative
    origin: {ref: ISO 19130-1:2018, clause: "3.45", link: "https://example.org/standard"}
deu:
  terms:
  - designation: Abtastabstand
    normative_status: preferred
related:
- type: broader
  ref: {id: "11"}
- type: see
  ref: {id: "99"}
"""
OLD = """\
---
term: pixel
termid: 11
eng:
  id: 11
  term: pixel
  definition: smallest part of an image
  authoritative_source: {ref: ISO 1, link: "https://example.org/1"}
"""
CONCEPT = """\
# A comment
---
id: c-1
data:
  identifier: "102-03-01"
  localized_concepts:
    eng: 2222-aaaa
    fra: 3333-bbbb
related:
- type: superseded_by
  ref: {source: IEC, id: "102-03-02"}
status: superseded
"""
WORDS = """\
---
id: 2222-aaaa
data:
  language_code: eng
  terms:
  - designation: system
    normative_status: preferred
  definition:
  - content: set of {{elements,102-03-02}} in a context
  sources:
  - origin: {ref: {source: IEC, id: 60050-102, version: "2007"}}
"""
OTHER = """\
---
data:
  identifier: "102-03-02"
  localized_concepts: {eng: 4444-cccc}
---
id: 4444-cccc
data:
  language_code: eng
  terms: [{designation: element, normative_status: preferred}]
  definition: [{content: part of something}]
"""


def test_a_file_with_all_languages_is_one_term(tmp_path: Path) -> None:
    """The layout of version 1, with whatever else its texts hold."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"concepts/c-10.yaml": ONE_FILE, "concepts/c-11.yaml": OLD})

    brought = take(root, "glossarist", source)

    found = terms(root)
    term = found["sampling-distance"]
    assert (term.abbreviation, term.aliases) == ("SD", ("pixel gap",))
    assert (term.definition, term.topics) == ("distance between pixel centres", ("imagery",))
    assert (term.broader, str(term.updated)) == (("pixel",), "2010-06-15")
    assert [(one.title, one.url) for one in term.sources] == [
        ("ISO 19130-1:2018, 3.45", "https://example.org/standard")
    ]
    assert "Each [[pixel|Pixel]] counts, see nowhere and `x_1`." in term.body
    assert "> On \\*water\\*." in term.body
    assert found["pixel"].definition == "smallest part of an image"
    codes = said(brought)
    assert [one[1:] for one in codes if one[2] == "dangling-reference"] == [
        (19, "dangling-reference"), (36, "dangling-reference"),
    ]  # fmt: skip
    messages = " ".join(found.message for found in brought.findings)
    assert "deu (1)" in messages
    assert 'the key "review_event"' in messages


def test_words_in_files_of_their_own_find_their_concept(tmp_path: Path) -> None:
    """The layouts of versions 2 and 3: by uuid, in other files or behind another mark."""
    root = glossary(tmp_path / "to")
    source = lay(
        tmp_path / "from",
        {
            "concept/c-1.yaml": CONCEPT, "localized_concept/2222-aaaa.yaml": WORDS,
            "concept/c-2.yaml": OTHER,
        },
    )  # fmt: skip

    brought = take(root, "glossarist", source)

    found = terms(root)
    assert set(found) == {"system", "element"}
    assert found["system"].body.strip() == "set of [[element|elements]] in a context"
    assert found["system"].replaced_by == "element"
    assert [one.title for one in found["system"].sources] == ["IEC 60050-102:2007"]
    messages = " ".join(found.message for found in brought.findings)
    assert "words of a concept in fra, which are not in the source" in messages
    assert 'the status "superseded"' in messages
    before = tree(root)
    assert take(root, "glossarist", source).written == ()
    assert tree(root) == before


@settings(max_examples=100, deadline=5000)
@given(st.data())
def test_damaged_files_give_findings_and_never_an_exception(data: st.DataObject) -> None:
    """A file of a stranger may be anything, or nearly a concept."""
    whole = bytearray(data.draw(st.sampled_from([ONE_FILE, OLD, CONCEPT, OTHER])).encode())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    held = data.draw(st.just(bytes(whole)) | st.binary(max_size=200))

    read(Source(Path(), ("a.yaml",), {"a.yaml": held}), Options())
