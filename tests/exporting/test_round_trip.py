"""Every export imports again to the same glossary."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from glossary_site.model import Term
from glossary_site.pipeline import BuildOptions, build
from tests.exporting.returning import BY_SLUG, FORMS, NOT_IN_TBX, record, returned, site
from tests.importing.bringing import lay, terms
from tests.program import ROOT, TODAY
from tests.properties.glossaries import Files, glossaries, put
from tests.properties.thorough import seldom

TABLES = ("glossary.csv", "glossary.xlsx")
BOTH_TBX = ("glossary.tbx", "glossary-dct.tbx")
CONFIG = "title: G\nbase_url: https://g.example/w/\noutputs: [pages, data, machines]\n"
WHOLE = """\
---
title: "=HYPERLINK(\\"https://evil.example\\")"
definition: "'=1+1 is ]]> <b>&amp;</b> _x0041_x0042_ — \\U0001f4a1"
abbreviation: "@SUM"
aliases: ["a; =b", "c, d", "+1|e", "-2", "'x", "''=y"]
topics: [chips, things]
related: [other, 42]
broader: ["42"]
sources:
  - {title: 'A | B \\ C', publisher: "=P | url: x", url: "https://a.example/?a=1&b=2", published: 2024-05, licence: CC BY 4.0, attribution: "@all"}
  - {title: "-cmd|' /C calc'!A0"}
slug: odd
former_slugs: [odder, oddest]
updated: 2026-01-02
autolink: exact-case
lang: de
---

- list
=setext

    code  \ttab;=1

Trailing spaces\x20\x20
"quoted", and `]]>` _x000D_ &amp;
"""
OTHERS = {
    "terms/other.md": "---\ntitle: Other\nreplaced_by: odd\n---\nFirst paragraph; no definition.\n",
    "terms/number.md": '---\ntitle: "42"\ndefinition: A number.\nautolink: "off"\n---\n',
    "terms/suiron.md": "---\ntitle: 推論\ndefinition: Inference.\n---\n" + "Long = words. " * 4600,
}


def same(written: dict[str, Term], back: dict[str, Term], name: str) -> None:
    """Compare all keys of term files; of TBX those that it can carry."""
    less = NOT_IN_TBX | BY_SLUG if name in BOTH_TBX else frozenset()
    assert {slug: record(term, without=less) for slug, term in back.items()} == {
        slug: record(term, without=less) for slug, term in written.items()
    }


@pytest.mark.parametrize("name", FORMS)
def test_a_term_with_every_key_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    """Formulas, metacharacters, long texts and codes of characters among them."""
    source = lay(tmp_path / "g", {"site.yaml": CONFIG, "terms/odd.md": WHOLE, **OTHERS})
    written = terms(source)

    back = returned(tmp_path / "to", site(source) / name)

    same(written, back, name)
    assert back["odd"].related == ("other", "42")
    assert back["other"].replaced_by == "odd"


@pytest.mark.parametrize("name", FORMS)
def test_the_real_glossary_comes_back_as_it_is(tmp_path: Path, name: str, real_copy: Path) -> None:
    """What authors really write is the example that matters most."""
    same(terms(ROOT), returned(tmp_path / "to", real_copy / name), name)


@pytest.fixture(scope="module")
def real_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The formats of the real glossary's site."""
    return site(real_files(tmp_path_factory.mktemp("real")))


def real_files(folder: Path) -> Path:
    """Copy the real glossary, without git and documentation."""
    for part in ("terms", "data", "images", "newsletter"):
        if (ROOT / part).exists():
            shutil.copytree(ROOT / part, folder / part)
    config = (ROOT / "site.yaml").read_text(encoding="utf-8")
    kept = [line for line in config.split("\n") if not line.startswith("outputs:")]
    text = "\n".join([*kept, "outputs: [pages, data, newsletter, machines]", ""])
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


@settings(seldom, max_examples=seldom.max_examples // 3)
@given(glossaries())
def test_any_glossary_comes_back_from_every_export(files: Files) -> None:
    """Nasty titles and hostile bodies, whatever they hold: all keys, each in its place."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "g"
        folder.mkdir()
        files = {
            **files,
            "site.yaml": files["site.yaml"].replace("[default, history]", "[machines]"),
        }
        put(folder, files)
        if not build(BuildOptions(folder, folder / "_site", TODAY, jobs=1)).is_ok:
            return
        written = terms(folder)
        for number, form in enumerate(FORMS):
            same(written, returned(Path(name) / f"to{number}", folder / "_site" / form), form)
