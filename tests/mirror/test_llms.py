"""`llms.txt` follows its convention, and all that it names is there."""

import re
from pathlib import Path

import pytest

from glossary_site.exporting import llms
from tests.conftest import ORIGIN, REPO_URL, BuildSite, MakeSite, RealSite
from tests.mirror.reading import file_of, guide


def terms(number: int) -> dict[str, str | bytes]:
    """Write a glossary of some terms, the first of which all others link to."""
    made: dict[str, str | bytes] = {
        f"terms/t{n}.md": f"---\ntitle: T{n}\ndefinition: Of {n}.\ntopics: [a]\n---\nSee [[T0]].\n"
        for n in range(1, number)
    }
    made["terms/t0.md"] = "---\ntitle: T0\ndefinition: Of 0.\n---\nNothing.\n"
    made["site.yaml"] = "title: Words\ntopics: [{id: a, title: The A}]\n"
    return made


@pytest.mark.parametrize("which", ["root", "repo"])
def test_the_guide_follows_its_convention_and_every_link_leads_to_a_file(
    real_site: RealSite, which: str
) -> None:
    """Programs read it by its form: heading, quotation, text, then lists of links."""
    base = f"{ORIGIN}/" if which == "root" else REPO_URL
    site: Path = getattr(real_site, which)
    text = (site / "llms.txt").read_text(encoding="utf-8")
    read = guide(text)
    assert read.title == "AI Economy Glossary"
    assert read.summary
    assert list(read.sections)[-1] == "Optional"
    assert len(text) < 120_000
    found = [address for part in read.sections.values() for _, address, _ in part]
    found += re.findall(rf"{re.escape(base)}[^\s,]+", read.about)
    for address in found:
        assert address.startswith(base), address
        assert file_of(site, address, base).is_file(), address
    told = [one for name, part in read.sections.items() if name != "Optional" for one in part]
    slugs = [path.parent.name for path in site.glob("terms/*/index.md")]
    assert sorted(address for _, address, _ in told) == sorted(
        f"{base}terms/{slug}/index.md" for slug in slugs
    )
    assert all(note for _, _, note in told)


def test_the_whole_text_has_every_term_once_from_a_to_z(real_site: RealSite) -> None:
    """Who reads it all must be able to tell where a term begins."""
    text = (real_site.root / "llms-full.txt").read_text(encoding="utf-8")
    titles = re.findall(r"\n---\n\n# (.+)\n", text)
    listed = (real_site.root / "terms/index.md").read_text(encoding="utf-8")
    assert titles == re.findall(r"^- \[(.+?)\]\(", listed, re.MULTILINE)
    assert len(titles) == len(list(real_site.root.glob("terms/*/index.md")))
    assert text.count("\n## Page\n") == len(titles)


def test_a_large_glossary_names_its_topics_and_most_linked_terms_and_says_so(
    make_site: MakeSite, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guide that fills a model's memory guides nobody."""
    monkeypatch.setattr(llms, "SIZE", 600)
    edition = build_site(make_site(terms(40)), is_only_planned=True).edition
    assert edition is not None
    read = guide(llms.llms_txt(edition).decode())
    assert read.sections["Lists of terms"] == [
        ("All terms from A to Z", "/terms/index.md", "40 terms are too many to list them here")
    ]
    assert read.sections["Topics"] == [("The A", "/topics/a/index.md", "39 terms")]
    most = read.sections["Terms to which most others link"]
    assert most[0] == ("T0", "/terms/t0/index.md", "Of 0.")
    assert 2 < len(most) < 20


def test_the_whole_text_comes_in_parts_that_the_guide_names(
    make_site: MakeSite, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can fetch a file of a hundred megabytes to read one term."""
    monkeypatch.setattr(llms, "PART", 20_000)
    edition = build_site(make_site(terms(40)), is_only_planned=True).edition
    assert edition is not None
    read = guide(llms.llms_txt(edition).decode())
    names = re.findall(r"/(llms-full[-0-9]*\.txt)", read.about)
    assert names == ["llms-full.txt", "llms-full-2.txt", "llms-full-3.txt", "llms-full-4.txt"]
    assert [llms.full_path(part) for part in range(1, len(llms.parts(edition)) + 1)] == names
    texts = [llms.llms_full(edition, part).decode() for part in range(1, len(names) + 1)]
    titles = [re.findall(r"\n---\n\n# (.+)\n", text) for text in texts]
    assert sorted(one for part in titles for one in part) == sorted(f"T{n}" for n in range(40))


def test_without_the_family_nothing_of_it_is_written(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Whoever wants pages only gets pages only."""
    files = terms(3)
    files["site.yaml"] = "title: Words\noutputs: [pages]\n"
    folder = make_site(files)
    report = build_site(folder)
    assert report.is_ok, report.findings
    site = folder / "_site"
    assert [*site.glob("**/*.md"), *site.glob("llms*")] == []
