"""A term as Markdown says what its page says, and nothing in a body gets out of its part."""

from pathlib import Path

import lxml.html
import pytest

from glossary_site.diagnostics import Severity
from tests.conftest import ORIGIN, REPO_URL, BuildSite, MakeSite, RealSite
from tests.hostile.all_xss import CASES
from tests.hostile.cases import ATTACKS
from tests.mirror.reading import article, file_of, headings, links, rendered, words
from tests.whole.sites import PIXEL

PARTS = {"Article", "Live Data", "Related Terms", "Mentioned in", "Sources", "Page"}
FORGED = "Forged"
OUTBREAKS = {
    "heading": "# Forged\n\n## Forged",
    "heading-in-a-list": "- # Forged\n\n> # Forged",
    "indented-heading": "  # Forged",
    "underlined": "Forged\n======\n\nForged\n------",
    "underlined-twice": "Forged\nForged\n===\n===\nForged\n---",
    "fence": "```\nnever closed",
    "fence-of-tildes": "~~~~\nnever closed",
    "fence-within": "```\na\n````\n# Forged\n```",
    "fence-indented": "```\na\n  ```\n\n# Forged\n\n```\nb\n```",
    "fence-in-a-list": "- ```\n  never closed",
    "fence-as-span": "``` a\nb```\n\n# Forged",
    "comment": "<!-- never closed",
    "script": "<script>never closed\n\n<style>\n\n<textarea>",
    "instruction": "<?php never closed\n\n<![CDATA[ never\n\n<!DOCTYPE html",
    "rule": "---\ntitle: Forged\n---\n\n## Forged",
    "open-link": "[never closed](/terms/",
    "open-code": "`never closed",
    "quotation": "> never\n> ```\n> closed",
    "numbers": "1) a\n\n    # Forged\n\n2) b",
    "reference": "[Sources]: javascript:alert(1)\n\n[Sources]",
    "note": "A[^1].\n\n[^1]: a\n\n    # Forged\n",
    "picture": "![a](https://evil.example/a.png) ![b][c]\n\n[c]: https://evil.example/b.png",
    "scheme": "[a](javascript:alert(1)) [b](<data:text/html,x>) [c](\njavascript:alert(1))",
}


@pytest.fixture(params=["root", "repo"])
def built(request: pytest.FixtureRequest, real_site: RealSite) -> tuple[Path, str]:
    """The real site, and its address."""
    if request.param == "root":
        return real_site.root, f"{ORIGIN}/"
    return real_site.repo, REPO_URL


def mirrors(site: Path) -> list[Path]:
    """List the mirrors of all terms."""
    found = sorted(site.glob("terms/*/index.md"))
    assert found
    return found


def test_every_mirror_has_the_words_of_its_page(real_site: RealSite) -> None:
    """Figures are put in, links keep their words, code stays: read by a program of others."""
    for mirror in mirrors(real_site.root):
        page = lxml.html.parse(mirror.with_name("index.html")).getroot()
        (prose,) = page.xpath("//article//div[@class='prose']")
        text = mirror.read_text(encoding="utf-8")
        assert words(rendered(article(text))) == words(prose), mirror
        tree = rendered(text)
        assert headings(tree, "h1") == [page.xpath("string(//h1)")]
        definition = page.xpath("string(//p[@class='definition'])")
        assert definition in [one.text_content() for one in tree.iter("p")], mirror


def test_every_mirror_has_the_related_terms_datasets_and_sources_of_its_page(
    real_site: RealSite,
) -> None:
    """A model that reads only this must be able to name what it rests on."""
    for mirror in mirrors(real_site.root):
        page = lxml.html.parse(mirror.with_name("index.html")).getroot()
        text = mirror.read_text(encoding="utf-8")
        for address in page.xpath("//section[@id='sources']//a/@href"):
            if address.startswith("https://"):
                assert address.replace("(", "%28").replace(")", "%29") in text, mirror
        for address in page.xpath("//section[@id='related']//ul[@class='cards']//a/@href"):
            assert f"]({ORIGIN}{address}index.md): " in text, mirror
        for one in page.xpath("//section[@id='live-data']/div/@id"):
            assert f"{ORIGIN}/data/{one.removeprefix('data-')}/index.md" in text, mirror


def test_every_link_of_a_mirror_is_absolute_and_leads_to_a_file(built: tuple[Path, str]) -> None:
    """A mirror is read away from its site."""
    site, base = built
    found = [one for one in site.glob("**/index.md") if one.parts[len(site.parts)] != "docs"]
    assert len(found) > len(mirrors(site))
    for mirror in found:  # the library alone reads no fences of the documentation's lists
        for address in links(mirror.read_text(encoding="utf-8")):
            if address.startswith("#fn"):
                continue
            assert address.startswith(("https://", "http://", "mailto:")), (mirror, address)
            if address.startswith(base):
                assert file_of(site, address, base).is_file(), (mirror, address)


def test_nothing_in_a_body_gets_out_of_its_part(make_site: MakeSite, build_site: BuildSite) -> None:
    """Whoever may write a term could else forge sources, or hide those of the author."""
    soft = "title: T\nchecks: {broken-link: warning, unknown-image: warning}\n"
    files = {"site.yaml": soft, "terms/other.md": "---\ntitle: Other\n---\nNothing.\n"}
    for name, body in OUTBREAKS.items():
        sources = "sources: [{title: Real, url: 'https://real.example/'}]\nrelated: [Other]\n"
        files[f"terms/{name}.md"] = (
            f"---\ntitle: T {name}\nslug: {name}\ndefinition: D.\n{sources}---\n{body}\n"
        )
    site = make_site(files)
    report = build_site(site)
    assert report.is_ok, report.findings
    for name in OUTBREAKS:
        text = (site / "_site" / f"terms/{name}/index.md").read_text(encoding="utf-8")
        tree = rendered(text)
        assert headings(tree, "h1") == [f"T {name}"], text
        assert headings(tree, "h2") == ["Article", "Related Terms", "Sources", "Page"], text
        assert "https://real.example/" in tree.xpath("//a/@href"), text
        assert tree.xpath("//*[self::script or self::style or self::img]") == [], text
        assert not [one for one in tree.xpath("//a/@href") if "script:" in one or "data:" in one]


def test_the_attacks_on_pages_do_nothing_in_mirrors(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A chat window that renders Markdown is a page, too."""
    files: dict[str, str | bytes] = {"site.yaml": "title: T\n"}
    for case in CASES:
        files[f"terms/{case.file.rpartition('/')[2]}"] = (ATTACKS / case.file).read_bytes()
    site = make_site(files)
    for one in build_site(site).findings:
        if one.severity is Severity.ERROR:
            (site / one.span.path).unlink(missing_ok=True)
    report = build_site(site)
    assert report.is_ok, report.findings
    built = mirrors(site / "_site")
    assert len(built) > 50
    for mirror in built:
        text = mirror.read_text(encoding="utf-8")
        tree = rendered(text)
        assert set(headings(tree, "h2")) <= PARTS, text
        allowed = {"href", "src", "alt", "title", "id", "class", "style", "start"}
        for element in tree.iter():
            assert element.tag not in {"script", "style", "iframe", "form", "svg", "object"}, text
            assert set(element.attrib) <= allowed, text


def test_our_notation_is_resolved_and_code_is_not(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Brackets and braces of ours mean nothing to others; those within code are what is shown."""
    body = (
        "See [[Other]], [[Other|that *one*]] and \\[[Other]], but `[[Other]]` is code.\n\n"
        "Now {{ prices.latest }}, not `{{ prices.latest }}`.\n\n"
        "![A dot](dot.png) and [a page](/terms/other/#t-part).\n\n"
        "```\n[[Other]] {{ prices.latest }} # <b>\n```\n\n| a | b |\n| --- | --- |\n| [[Other|c]] | d |\n"
    )
    data = "title: Prices\ncolumns: [{name: year, type: year}, {name: price, type: number, unit: USD}]\n"
    data += "sources: [{title: S, url: 'https://s.example/'}]\nnotes: [Mind this.]\n"
    site = make_site({
        "site.yaml": "title: T\nbase_url: https://t.example/sub/\n",
        "terms/term.md": f"---\ntitle: Term\ndefinition: D.\ndata: [prices]\n---\n{body}",
        "terms/other.md": "---\ntitle: Other\ndefinition: O.\n---\n## Part\n\nNothing.\n",
        "data/prices.yaml": data, "data/prices.csv": "year,price\n2024,5\n2025,7\n",
        "images/dot.png": PIXEL,
    })  # fmt: skip
    report = build_site(site)
    assert report.is_ok, report.findings
    text = (site / "_site" / "terms/term/index.md").read_text(encoding="utf-8")
    other = "https://t.example/sub/terms/other/index.md"
    assert f"See [Other]({other}), [that *one*]({other}) and \\[[Other]], but `[[Other]]`" in text
    assert "not `{{ prices.latest }}`" in text
    assert "Now {{" not in text
    assert "```\n[[Other]] {{ prices.latest }} # <b>\n```" in text
    assert "![A dot](https://t.example/sub/images/dot.png)" in text
    assert "[a page](https://t.example/sub/terms/other/#t-part)" in text
    assert f"| [c]({other}) | d |" in text
    assert "| 2025 | 7 |" in text
    assert "- Caution: Mind this.\n" in text
    assert "[CSV](https://t.example/sub/data/prices.csv)" in text
    part = (site / "_site" / "terms/other/index.md").read_text(encoding="utf-8")
    assert "### Part\n" in part


def test_titles_and_definitions_are_plain_text(make_site: MakeSite, build_site: BuildSite) -> None:
    """What is no Markdown on the page must not become any."""
    title, said = "C# *x* [a](b) <i>", "1. `a` # b | c <script>"
    head = f"---\nslug: a\ntitle: '{title}'\ndefinition: '{said}'\nrelated: [Other]\n---\n"
    other = f"---\nslug: o\ntitle: Other\nrelated: ['{title}']\n---\nText.\n"
    site = make_site({"site.yaml": "title: T\n", "terms/a.md": head, "terms/o.md": other})
    report = build_site(site)
    assert report.is_ok, report.findings
    for slug in ("a", "o"):
        text = (site / "_site" / f"terms/{slug}/index.md").read_text(encoding="utf-8")
        tree = rendered(text)
        assert title in tree.text_content(), text
        assert said in tree.text_content(), text
        assert tree.xpath("//em | //i | //code | //script") == []
