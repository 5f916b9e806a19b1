"""What holds for every glossary, whoever writes it: P3, P5, P6, P9, P10 and P11 of the plan."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import html5lib
import lxml.etree
import lxml.html
from hypothesis import example, given
from hypothesis import strategies as st

from glossary_site.names import fold_path
from glossary_site.pipeline import BuildOptions, build
from tests.hostile import oracle
from tests.program import TODAY
from tests.properties.glossaries import (
    NASTY,
    SITE,
    built,
    glossaries,
    put,
    terms,
    title_of,
    written,
)
from tests.properties.thorough import rarely
from tests.whole.addresses import Site
from tests.whole.sites import tree

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SHARED: Final = (
    "index.html", "feed.xml", "feed.json", "changes/", "search/", "sitemap", "graph/", "a-z/", "topics/", "404.html",
    ".glossary-output.json", "history/", "_redirects", "assets/", "api/v1/graph", "api/v1/names",
    "api/v1/terms.json", "embed/index.html", "formats/", "glossary.", "glossary-dct.", "llms",
)  # fmt: skip
"""What lists all terms, and so changes with each of them."""


@rarely
@given(files=glossaries())
@example(files={"site.yaml": SITE, "terms/t0.md": "---\ntitle: Agent\ndefinition: x\n---\n"})
def test_every_address_of_any_site_leads_to_one_file(files: dict[str, str]) -> None:
    """P3: pages, feeds, style sheets, the site map and the redirects, fragments included."""
    with written(files) as folder:
        if not build(BuildOptions(folder, folder / "_site", TODAY, jobs=1)).is_ok:
            return
        site = Site(folder / "_site", "https://glossary.example/r/")

        problems = [said for link in site.links() if (said := site.problem(link))]

        assert problems == []


@rarely
@given(files=glossaries())
def test_every_output_of_any_site_is_well_formed(files: dict[str, str]) -> None:
    """P6: strict JSON, well-formed XML, HTML without a parse error, UTF-8 without control signs."""
    _, site = built(files)

    for path, data in site.items():
        if path.endswith((".png", ".ico", ".woff2", ".xlsx")):
            continue
        text = data.decode("utf-8")
        assert CONTROL.search(text) is None, path
        if path.endswith(".html"):
            for block in re.findall(
                r'<script type="application/[^>]*>(.*?)</script>', text, re.DOTALL
            ):
                strictly(block)
            parser = html5lib.HTMLParser(strict=True)
            parser.parse(text)
        elif path.endswith((".json", ".webmanifest")):
            strictly(text)
        elif path.endswith((".xml", ".svg")):
            lxml.etree.fromstring(data)


def strictly(text: str) -> Any:  # noqa: ANN401 (JSON)
    """Parse JSON as the strictest reader does."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({key for key, _ in found}) == len(found), "a key stands twice"
        return dict(found)

    def constant(name: str) -> None:
        raise ValueError(name)

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


@rarely
@given(files=glossaries(), title=st.text(min_size=1, max_size=30) | st.sampled_from(NASTY))
@example(files={"site.yaml": SITE}, title="<img src=x onerror=alert(1)>")
def test_any_title_is_shown_as_it_was_typed_and_does_nothing(
    files: dict[str, str], title: str
) -> None:
    """P5: the heading is the title, and the page around the article is a harmless page's."""
    page = {
        name: f"---\ntitle: {json.dumps(text)}\nslug: {name}\ndefinition: {json.dumps(text + ' x')}\n---\n{text}\n"
        for name, text in (("evil", title), ("benign", "Benign"))
    }
    sites = [
        built({"site.yaml": files["site.yaml"], f"terms/{n}.md": p})[1] for n, p in page.items()
    ]
    if not all(sites):
        return
    evil, benign = (
        site[f"terms/{name}/index.html"].decode() for site, name in zip(sites, page, strict=True)
    )

    assert oracle.check(evil, benign) == []
    heading = lxml.html.fromstring(evil).find(".//h1").text_content()
    assert " ".join(heading.split()) == " ".join(unicodedata.normalize("NFC", title).split())


@rarely
@given(data=st.data(), files=glossaries())
def test_a_term_changes_other_pages_only_where_they_show_a_link_to_it(
    data: st.DataObject, files: dict[str, str]
) -> None:
    """P9: whoever may change one term has no hand in the text of another.

    Pages that list all terms change with each.  Every other page that changes has a link to the
    term, before or after: in its text, its related terms, its neighbours or *Mentioned in*.
    """
    before, old = built(files)
    titles = tuple(
        title_of(text) for path, text in sorted(files.items()) if path.startswith("terms/")
    )
    number = data.draw(st.integers(0, len(titles) - 1))
    changed = data.draw(terms(titles, number))
    after, new = built({**files, f"terms/t{number}.md": changed})
    if not (before.is_ok and after.is_ok):
        return
    own = f"terms/t{number}/"

    for path in old.keys() | new.keys():
        if old.get(path) == new.get(path) or path.startswith((own, *SHARED)):
            continue
        pages = (old.get(path, b""), new.get(path, b""))
        # Turtle names its neighbours beside itself.
        links = (f"/r/{own}".encode(), f"<t{number}/".encode())
        assert any(link in page for page in pages for link in links), path


@rarely
@given(files=glossaries(most=5))
def test_no_two_outputs_are_one_file_anywhere(files: dict[str, str]) -> None:
    """P10: on macOS and Windows too; else one page would overwrite another."""
    _, site = built(files)

    assert len({fold_path(path) for path in site}) == len(site)
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", path) for path in site)


@rarely
@given(files=glossaries())
def test_a_check_and_a_build_say_the_same(files: dict[str, str]) -> None:
    """P11: what passes before a merge passes after it."""
    with written(files) as folder:
        options = BuildOptions(folder, folder / "_site", TODAY, jobs=1)
        checked = build(BuildOptions(folder, folder / "_site", TODAY, jobs=1, dry_run=True))
        assert not (folder / "_site").exists()

        done = build(options)

    assert list(told(checked)) == list(told(done))
    assert checked.is_ok is done.is_ok


def told(report: Any) -> Iterator[str]:  # noqa: ANN401 (of the pipeline)
    yield from (f"{one.span} {one.code} {one.message} {one.hint}" for one in report.findings)


@rarely
@given(files=glossaries(), seed=st.integers(0, 99), jobs=st.sampled_from([1, 2, 7]))
def test_neither_the_order_of_files_nor_the_number_of_workers_shows(
    files: dict[str, str], seed: int, jobs: int
) -> None:
    """P2, for any glossary: the other circumstances are tried on two in test_determinism."""
    _, site = built(files)
    with written({}) as folder:
        put(folder, files, seed)
        for number, path in enumerate(sorted(files)):
            os.utime(folder / path, (seed * 1e7 + number, seed * 1e7 + number))

        build(BuildOptions(folder, folder / "_site", TODAY, jobs=jobs))

        assert (tree(folder / "_site") if (folder / "_site").exists() else {}) == site
