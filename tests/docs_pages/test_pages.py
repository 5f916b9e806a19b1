"""What lies in `docs/` becomes pages: in order, with addresses for headings, and no dead link."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

from glossary_site.content.docs import without_comments
from glossary_site.diagnostics import CODES
from glossary_site.pipeline import BuildReport
from glossary_site.render.addresses import doc_path
from tests.cache.keeping import DOT, RICH, Change, assert_as_clean, edit
from tests.conftest import BuildSite, MakeSite, RealSite
from tests.hostile.cases import ATTACKS
from tests.program import ROOT
from tests.whole.addresses import Site

SITE = (
    "title: Small\noutputs: [default, docs]\nrepository: https://github.com/a/b\nbase_url: /base/\n"
)
XSS = [path.read_text("utf-8", "replace") for path in sorted(ATTACKS.glob("xss/*.md"))[::3]]
XSS = [re.sub(r"[\x00-\x08\x0b-\x1f]|\[\[", "", text) for text in XSS]
TERM = "---\ntitle: GPU\ndefinition: A chip.\n---\n"
Publish = Callable[..., tuple[BuildReport, Path]]
INDEX = "# Handbook\n\n## Guides\n\n- [Second things](how/b.md)\n- [First things](how/a.md)\n"


@pytest.fixture
def publish(make_site: MakeSite, build_site: BuildSite) -> Publish:
    """Build a small glossary with these files in `docs/`."""

    def build_it(docs: Mapping[str, str | bytes], site: str = SITE) -> tuple[BuildReport, Path]:
        files: dict[str, str | bytes] = {f"docs/{path}": text for path, text in docs.items()}
        folder = make_site({"site.yaml": site, "terms/gpu.md": TERM, **files})
        return build_site(folder, notes=False), folder / "_site"

    return build_it


def page(site: Path, path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((site / path / "index.html").read_text("utf-8"))


def told(report: BuildReport) -> list[str]:
    return [
        f"{one.span.path}:{one.span.line}:{one.span.column} {one.code}" for one in report.findings
    ]


def test_every_file_of_our_documentation_is_a_page(real_site: RealSite) -> None:
    """A page that is only on GitHub is not found by who uses the site."""
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))

    assert len(files) > 30
    assert [file for file in files if not (real_site.repo / doc_path(file)).is_file()] == []
    home = lxml.html.document_fromstring((real_site.repo / "index.html").read_bytes())
    assert home.xpath("//footer//a[@href='/repo/docs/']")


def test_every_link_within_our_documentation_leads_to_a_page_and_a_heading(
    real_site: RealSite,
) -> None:
    """Under a base path, too, where a forgotten one would show."""
    site = Site(real_site.repo, "https://x.org/repo/")
    pages = [path for path in site.html if path.startswith("docs/")]
    dead = []
    for path in pages:
        for href in site.page(path).xpath("//main//a/@href"):
            target, _, fragment = href.partition("#")
            if not target.startswith("/repo/") and target:
                continue
            file = target.removeprefix("/repo/") + "index.html" if target else path
            file = file if file in site.files else target.removeprefix("/repo/")
            ids = site.page(file).xpath("//@id") if file.endswith(".html") else []
            if file not in site.files or (fragment and unquote(fragment) not in ids):
                dead.append(f"{path}: {href}")

    assert len(pages) > 30
    assert dead == []


def test_every_code_has_an_address_of_its_own(real_site: RealSite) -> None:
    """It is what an editor is sent to who meets a finding for the first time."""
    ids = page(real_site.repo, "docs/reference/diagnostics").xpath("//h2/@id")

    assert sorted(set(CODES) - set(ids)) == []


def test_the_index_is_the_order_of_the_navigation(publish: Publish) -> None:
    """Who writes it decides what is read first, and under which words."""
    report, site = publish(
        {"index.md": INDEX, "how/a.md": "# A\n", "how/b.md": "# B\n", "z.md": "Z"}
    )

    root = page(site, "docs/how/a")
    nav = root.xpath("//div[@aria-label='Documentation']")[0]
    assert report.findings == ()
    assert [link.text for link in nav.xpath(".//ul//a")] == ["Second things", "First things", "Z"]
    assert nav.xpath(".//a[@aria-current]/text()") == ["First things"]
    assert nav.xpath("./details/details[@open]/summary/text()") == ["Guides"]
    assert root.xpath("//a[@rel='prev']/@href") == ["/base/docs/how/b/"]
    assert root.xpath("//a[@rel='next']/@href") == ["/base/docs/z/"]
    assert root.xpath("//nav[@class='breadcrumbs']//a/text()") == ["Home", "Handbook", "A"]
    assert root.xpath("//a[text()='Edit this page']/@href") == [
        "https://github.com/a/b/edit/main/docs/how/a.md"
    ]


def test_without_an_index_one_is_made(publish: Publish) -> None:
    """The footer leads to it, and nobody is asked to edit a file that is not there."""
    report, site = publish({"how-to/a.md": "# A [b] *c*\n", "z.md": "# Z\n"})

    root = page(site, "docs")
    assert report.findings == ()
    assert root.xpath("//div[@class='prose']//a/text()") == ["How to", "A [b] c", "Z"]
    assert root.xpath("//a[text()='Edit this page']") == []


def test_nothing_is_published_unless_it_is_asked_for(publish: Publish) -> None:
    """A folder `docs/` may be about something else, and full of mistakes."""
    report, site = publish({"index.md": "[x](nowhere.md)"}, "title: Small\n")

    assert report.findings == ()
    assert not (site / "docs").exists()


def test_a_dead_link_is_found_at_its_place(publish: Publish) -> None:
    """With file, line and column, as in a term."""
    report, _ = publish({
        "index.md": "# D\n\nSee [a](a.md#one), [a](a.md#tow)\nand [b](b.md), [c](../LICENSE).\n",
        "a.md": "# A\n\n```text wrong file=x\n[b](b.md)\n```\n\n## One\n\n[x](/docs/none/)\n",
    })  # fmt: skip

    assert told(report) == [
        "docs/a.md:9:3 broken-link",
        "docs/index.md:3:22 broken-fragment",
        "docs/index.md:4:7 broken-link",
        "docs/index.md:4:18 broken-link",
    ]


def test_what_lies_beside_leads_to_the_repository(publish: Publish) -> None:
    """A reader of the site can follow it as a reader on GitHub can."""
    report, site = publish({"index.md": "[one](../site.yaml), [all](../terms/), [[GPU]]\n"})

    links = page(site, "docs").xpath("//div[@class='prose']//a/@href")
    assert report.findings == ()
    assert links == [
        "https://github.com/a/b/blob/main/site.yaml",
        "https://github.com/a/b/blob/main/terms",
        "/base/terms/gpu/",
    ]


def test_without_a_repository_what_lies_beside_is_only_words(publish: Publish) -> None:
    """There is no address that it could have."""
    site_yaml = "title: Small\noutputs: [default, docs]\n"
    report, site = publish({"index.md": "See [one](../site.yaml).\n"}, site_yaml)

    assert told(report) == ["docs/index.md:1:9 relative-link"]
    assert page(site, "docs").xpath("//div[@class='prose']//a") == []


def test_code_says_what_it_is_an_example_of(publish: Publish) -> None:
    """Wrong and right must not look alike, and code in a list is code."""
    text = (
        "1. Do\n\n   ```yaml wrong file=a<b>.yaml also=x\n   a:\n     - <i>\n   ```\n\n   More.\n"
        "2. Then\n\n~~~\n```\n~~~\n"
    )
    report, site = publish({"index.md": text})

    prose = page(site, "docs").xpath("//div[@class='prose']")[0]
    example = prose.xpath(".//li//div[@class='example wrong']")[0]
    assert report.findings == ()
    assert example.xpath("./p")[0].text_content() == "Wrong a<b>.yaml"
    assert example.xpath("./pre/code/text()") == ["a:\n  - <i>\n"]
    assert prose.xpath("./ol/li[1]//p[text()='More.']")
    assert prose.xpath("./pre/code/text()") == ["```\n"]


def test_a_comment_is_left_out_and_moves_nothing() -> None:
    """Made parts are marked by comments, which readers need not see; findings keep their lines."""
    text = "<!-- a\nb --> c\n```\n<!-- kept -->\n```\n"

    assert without_comments(text) == "\nc\n```\n<!-- kept -->\n```\n"


def test_pictures_of_docs_are_shown_and_checked(publish: Publish) -> None:
    """Only what is a picture for sure is published: SVG may carry scripts."""
    report, site = publish({
        "how/a.md": "![A dot](../dot.png) ![B](../b.svg) ![C](https://x.org/c.png)\n",
        "dot.png": DOT,
        "b.svg": "<svg/>",
        "note.txt": "left alone",
    })  # fmt: skip

    assert told(report) == ["docs/how/a.md:1:25 unknown-image", "docs/how/a.md:1:40 external-image"]
    assert page(site, "docs/how/a").xpath("//div[@class='prose']//img/@src") == [
        "/base/docs/dot.png"
    ]
    assert (site / "docs/dot.png").read_bytes() == DOT
    assert not (site / "docs/b.svg").exists()
    assert not (site / "docs/note.txt").exists()


def test_a_hostile_page_is_inert(publish: Publish) -> None:
    """Documentation comes by pull request as terms do, and is as little trusted."""
    docs = {f"x{at}.md": text for at, text in enumerate(XSS)}
    _, site = publish(
        {"index.md": "# D\n\n## main\n", **docs}, SITE + "checks: {broken-link: off}\n"
    )

    wrong = []
    pages = sorted(site.glob("docs/**/index.html"))
    for path in pages:
        root = lxml.html.document_fromstring(path.read_text("utf-8"))
        article = root.xpath("//article[@id='docs']")[0]
        wrong += article.xpath(
            ".//script | .//iframe | .//style | .//*[@style or @onerror or @onclick]"
        )
        hrefs = [href.strip().lower() for href in article.xpath(".//@href | .//@src")]
        wrong += [
            h for h in hrefs if not h.startswith(("/", "#", "http://", "https://", "mailto:"))
        ]
        wrong += [root] if len(root.xpath("//*[@id='main']")) != 1 else []
    assert len(pages) > len(XSS) // 2
    assert wrong == []


def test_a_build_that_remembers_makes_the_same_pages(make_site: MakeSite) -> None:
    """After an edit of one page, of a title that others show, of a picture, of a term's name."""
    rich: dict[str, str | bytes] = {
        **RICH,
        "site.yaml": str(RICH["site.yaml"]) + "outputs: [default, docs]\n",
    }
    docs: dict[str, str | bytes] = {
        "docs/index.md": "# D\n\n- [A](a.md)\n- [B](b.md)\n",
        "docs/a.md": "# A\n\nSee [b](b.md#one) and [[Tape]]. ![x](x.png)\n",
        "docs/b.md": "# B\n\n## One\n\n## Two\n\n## Three\n",
        "docs/x.png": DOT,
    }
    folder = make_site({**rich, **docs})
    assert_as_clean(folder)
    changes: tuple[Change, ...] = (
        {"docs/b.md": "# Bee\n\n## Other\n"},
        {"docs/b.md": "# Bee\n\n## One\n"},
        {"docs/c.md": "# C\n"},
        {"docs/x.png": None},
        {"docs/x.png": DOT, "docs/c.md": None},
        {"terms/tape.md": None},
        {"docs/index.md": None},
        {"docs/a.md": None, "docs/b.md": None},
    )
    for change in changes:
        edit(folder, change)
        assert_as_clean(folder)
