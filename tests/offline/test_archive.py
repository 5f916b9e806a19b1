"""`build --archive`: a site that a folder holds, whole, for whoever has no server and no network."""

import io
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import Browser

from glossary_site.archiving import archive, container, default_place, refusal
from glossary_site.archiving.relative import Relative
from glossary_site.archiving.rewriting import page, stylesheet
from glossary_site.render.addresses import Addresses, addresses
from tests.conftest import ORIGIN, REPO_URL, BuildSite, Cli, MakeSite, RealSite
from tests.whole.addresses import Site
from tests.whole.sites import EVERYTHING, PIXEL, TWO_TERMS

HOSTILE: Final = {
    "site.yaml": 'title: "A <b>&quot; href=\\"/x\\" \'glossary\'"\n',
    "terms/tag.md": (
        '---\ntitle: "href=\\"/terms/\\" <a href=\'/x/\'>"\n'
        'definition: "<!-- not a comment, src=\\"/y\\" -->"\n---\n'
        'Write `<a href="/z/">` and `<script src="/s.js"></script>`, then `<!--`.\n\n'
        "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[on](/terms/other/?a=1&b=2#main)\n"
    ),
    "terms/other.md": "---\ntitle: Other\naliases: [Otherwise]\n---\n![A dot](/images/dot.png)\n",
    "images/dot.png": PIXEL,
}


def unpacked(site: Path, base_url: str, folder: Path) -> Path:
    """Make the archive of a published site, and unpack it as a reader does."""
    archived, found = archive(site, folder / "a.zip", addresses(base_url), "A glossary")
    assert found == ()
    assert archived is not None
    with zipfile.ZipFile(folder / "a.zip") as held:
        held.extractall(folder)
    return folder / "glossary"


@pytest.fixture(scope="module")
def real(real_site: RealSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real glossary, unpacked."""
    return unpacked(real_site.repo, REPO_URL, tmp_path_factory.mktemp("real"))


def astray(folder: Path) -> list[str]:
    """List the addresses of pages that lead to no file, or not down to the file."""
    site = Site(folder, "https://folder.example/some/where/")
    links = [link for link in site.links() if link.path.endswith((".html", ".css"))]
    assert links
    whole = [link for link in links if re.match(r"[a-z]+:|#|$", link.address) is None]
    found = [problem for link in links if (problem := site.problem(link))]
    found += [
        f"{link.path}: {link.address}"
        for link in whole
        if link.address.startswith("/") or re.search(r"/(?:[?#]|$)", link.address.partition("?")[0])
    ]
    return found


def test_every_address_of_every_page_leads_to_a_file(real: Path) -> None:
    """Without a server nobody adds `index.html`, and `/` is the root of the reader's own disk."""
    assert len(list(real.rglob("*.html"))) > 100
    assert astray(real) == []


def test_an_address_that_leads_astray_is_seen(tmp_path: Path) -> None:
    """A checker that finds nothing says nothing until it has found a planted mistake."""
    for address in ("/x.html", "sub/", "none.html", "page.html#none", "sub/?q=1"):
        (tmp_path / "page.html").write_text(f'<!doctype html><title>T</title><a href="{address}">')
        (tmp_path / "sub").mkdir(exist_ok=True)
        (tmp_path / "sub/index.html").write_text("<!doctype html><title>T</title>")
        (tmp_path / "x.html").write_text("<!doctype html><title>T</title>")

        assert len(astray(tmp_path)) >= 1, address


@pytest.mark.parametrize("base_url", ["/", "/repo/", f"{ORIGIN}/a/b/"])
@pytest.mark.parametrize("files", [EVERYTHING, HOSTILE], ids=["everything", "hostile"])
def test_pages_say_the_same_wherever_the_site_lives(
    make_site: MakeSite,
    build_site: BuildSite,
    tmp_path: Path,
    files: Mapping[str, str],
    base_url: str,
) -> None:
    """What looks like a tag or an address in a text is a text, and stays as it is."""
    folder = make_site(files)
    assert build_site(folder, base_url=base_url).is_ok

    copy = unpacked(folder / "_site", base_url, tmp_path)

    assert astray(copy) == []
    for file in copy.rglob("*.html"):
        before = lxml.html.document_fromstring(
            (folder / "_site" / file.relative_to(copy)).read_bytes()
        )
        after = lxml.html.document_fromstring(file.read_bytes())
        assert texts(after) == texts(before), file
        assert scripts(after) == [], file
        (policy,) = after.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'")
        assert "script-src" not in policy
        assert "connect-src" not in policy
        assert [
            name
            for one in after.iter(lxml.etree.Element)
            for name in dict(one.attrib)
            if name[:2] == "on"
        ] == []


def texts(tree: lxml.html.HtmlElement) -> list[str]:
    """List all texts of a page, and what its attributes say that are no addresses."""
    lxml.etree.strip_elements(tree, "script", "svg", with_tail=False)
    said = [" ".join(text.split()) for text in tree.itertext()]
    named = {"alt", "title", "id", "class", "aria-label", "content"}
    for one in tree.iter(lxml.etree.Element):
        if one.get("http-equiv") is None:
            said += [value for name, value in one.items() if name in named]
    return [text for text in said if text]


def scripts(tree: lxml.html.HtmlElement) -> list[str]:
    return [one.get("src", "") for one in tree.iter("script") if "json" not in one.get("type", "")]


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_pages_open_from_a_folder_in_a_browser(
    chromium: Browser, real: Path, has_scripts: bool
) -> None:
    """Colours, pictures and links as on the web, and nothing that the console would complain of."""
    context = chromium.new_context(java_script_enabled=has_scripts)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("requestfailed", lambda request: said.append(f"{request.failure} {request.url}"))
    paper = "() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
    blank = "() => [...document.images].filter((one) => !one.naturalWidth).length"
    for path in ("index.html", "terms/gpu/index.html", "graph/index.html", "data/index.html"):
        tab.goto((real / path).as_uri())
        assert tab.evaluate(paper), path
        assert tab.evaluate(blank) == 0, path
        drawn = tab.locator(".icon svg").all()
        assert [
            one
            for one in drawn
            if not one.evaluate("(e) => !e.checkVisibility() || e.getBBox().width")
        ] == []
        assert tab.evaluate("() => document.querySelectorAll('use[href]').length") == 0

    tab.goto((real / "index.html").as_uri())
    tab.locator(".site-nav").get_by_role("link", name="Terms", exact=True).click()
    assert tab.url == (real / "terms/index.html").as_uri()
    tab.locator("#search").fill("gpu")
    tab.locator("#search").press("Enter")
    tab.wait_for_url("**/terms/index.html?q=gpu")
    tab.goto((real / "terms/graphics-processing-unit/index.html").as_uri())
    tab.wait_for_url("**/terms/gpu/index.html")
    assert tab.locator("h1").inner_text().startswith("GPU")
    # A browser that is sent on stops loading the icon of the page that it leaves.
    assert [one for one in said if not one.startswith("net::ERR_ABORTED")] == []
    context.close()


def test_the_archive_is_plain_and_the_same_each_time(
    make_site: MakeSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who keeps archives compares them; who unpacks one must find its files where they belong."""
    folder = make_site(EVERYTHING)
    build = ("build", "--source", folder, "--clean", "--base-url", "/repo/")

    first = cli(*build, "--archive", "--jobs", "1")
    body = (folder / "_site.zip").read_bytes()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = cli(*build, "--jobs", "2", "--timings", "--archive", folder / "other.zip")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert (folder / "other.zip").read_bytes() == body
    assert f" files in {folder / '_site.zip'}, 0." in first.stdout
    assert re.search(r"^archive +\d", second.stdout, re.MULTILINE)
    with zipfile.ZipFile(folder / "_site.zip") as held:
        assert held.testzip() is None
        names = held.namelist()
        told = {(one.date_time, one.external_attr >> 16) for one in held.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 0o100644)}
    assert names == sorted(names)
    assert {"glossary/index.html", "glossary/README.txt", "glossary/terms/gpu/index.html"} < set(
        names
    )
    wild = [
        name for name in names if name.startswith("/") or {"", ".", ".."} & set(name.split("/"))
    ]
    assert wild == []
    assert [name for name in names if name.rpartition("/")[2][:1] in {".", "_"}] == []


def test_with_an_error_no_archive_is_written(make_site: MakeSite, cli: Cli) -> None:
    """The last good one stays, as the published site does."""
    folder = make_site(TWO_TERMS)
    assert cli("build", "--source", folder, "--archive").returncode == 0
    body = (folder / "_site.zip").read_bytes()
    (folder / "terms/gpu.md").write_text("---\ntitle: GPU\nrelated: [None]\n---\nA chip.\n")

    done = cli("build", "--source", folder, "--archive")

    assert done.returncode == 1
    assert done.stdout.endswith("Nothing was written.\n")
    assert (folder / "_site.zip").read_bytes() == body


def test_an_archive_of_ours_is_replaced_and_nothing_else_ever_is(
    make_site: MakeSite, cli: Cli
) -> None:
    """A wrong name must not cost anybody a file, nor may a build publish its own archive."""
    folder = make_site({**TWO_TERMS, "static/a.txt": "a"})
    with zipfile.ZipFile(folder / "mine.zip", "w") as mine:
        mine.writestr("thesis.txt", "years of work")
    (folder / "link.zip").symlink_to(folder / "mine.zip")
    (folder / ".git").mkdir()
    places = ["mine.zip", "link.zip", "terms", "static/a.zip", "_site/a.zip", "_site", ".git/a.zip"]
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    for place in places:
        done = cli("build", "--source", folder, "--archive", folder / place)
        assert done.returncode == 1, place
        assert "error[output-refused]" in done.stderr, place
        assert done.stdout == "1 error, 0 warnings. Nothing was written.\n"

    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    (folder / "._site.zip.glossary-archive").write_bytes(b"of a build that was killed")
    for _ in range(2):
        assert cli("build", "--source", folder, "--archive").returncode == 0
    assert sorted(os.listdir(folder))[:4] == [".cache", ".git", "_site", "_site.zip"]


def test_a_site_that_was_changed_by_hand_is_not_archived(
    make_site: MakeSite, build_site: BuildSite, tmp_path: Path
) -> None:
    """An archive holds what a build wrote, and half of one build is never joined with another."""
    folder = make_site(TWO_TERMS)
    build_site(folder)
    (folder / "_site/terms/gpu/index.html").write_text("spoilt")

    archived, found = archive(folder / "_site", tmp_path / "a.zip", Addresses("", "/"), "T")

    assert archived is None
    assert [one.code for one in found] == ["write-failed"]
    assert "terms/gpu/index.html was changed" in found[0].message
    assert [name for name in os.listdir(tmp_path) if "zip" in name] == []


def test_a_disk_that_refuses_is_a_finding(
    tmp_path: Path, make_site: MakeSite, build_site: BuildSite
) -> None:
    """The site stands then, and the message says so."""
    folder = make_site(TWO_TERMS)
    build_site(folder)
    (tmp_path / "file").write_text("no folder")

    archived, found = archive(folder / "_site", tmp_path / "file/a.zip", Addresses("", "/"), "T")

    assert archived is None
    assert "the site is published" in found[0].message


def test_more_files_than_a_plain_zip_can_count() -> None:
    """10,000 terms in six formats are 60,000 files; the count of a zip ends soon after."""
    body = io.BytesIO()
    count = container.write(body, (container.member(f"{n:05}", b"") for n in range(70_000)))

    with zipfile.ZipFile(body) as held:
        assert len(held.namelist()) == count == 70_000
        assert held.infolist()[69_999].filename == "69999"


def test_an_archive_too_large_to_be_read_everywhere_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half an archive would be found out when it is needed."""
    monkeypatch.setattr(container, "MOST_BYTES", 100)

    with pytest.raises(container.TooLargeError):
        container.write(
            io.BytesIO(), [container.member("a", b"a" * 99), container.member("b", b"")]
        )


FILES: Final = frozenset({"index.html", "terms/index.html", "terms/a/index.html", "a.csv"})
AT_REPO: Final = Relative(
    addresses(REPO_URL), FILES, {"/repo/assets/sprite.0.svg#x": "<svg>x</svg>"}
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/repo/", "../../index.html"),
        ("/repo/terms/a/#b", "../../terms/a/index.html#b"),
        ("/repo/terms/a?q=1", "../../terms/a/index.html?q=1"),
        ("/repo/a.csv", "../../a.csv"),
        ("/repo/../../etc/passwd", "https://x.org/etc/passwd"),
        ("/other/", "https://x.org/other/"),
        ("//evil.example/x", "https://evil.example/x"),
        ("/\\evil.example/x", "https:/\\evil.example/x"),
        (" \t/re\npo/a.csv ", "../../a.csv"),
        ("../", "../../terms/index.html"),
        ("../../../../a.csv", "https://x.org/a.csv"),
        ("#b", "#b"),
        ("", ""),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://y.org/repo/", "https://y.org/repo/"),
    ],
)
def test_an_address_leads_to_where_it_led(address: str, expected: str) -> None:
    """From a folder `//host` would be a file of another machine, and `/` the reader's disk."""
    assert AT_REPO.address(address, "terms/a/index.html") == expected


POLICY: Final = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a title=\'x href="/repo/"\' href="/repo/">', '<a title=\'x href="/repo/"\' href="../index.html">'),
        ('<p>href="/repo/"</p>', '<p>href="/repo/"</p>'),
        ('<!-- <a href="/repo/"> -->', '<!-- <a href="/repo/"> -->'),
        ('<title><a href="/repo/"></title>', '<title><a href="/repo/"></title>'),
        ('<a href="/repo/terms/a?x=1&amp;y=&quot;">', '<a href="../terms/a/index.html?x=1&amp;y=&quot;">'),
        ("<a href='/repo/?\"'>", '<a href="../index.html?&quot;">'),
        ("<a href=/repo/>", '<a href="../index.html">'),
        ('<a title="a > b" href="/repo/">', '<a title="a > b" href="../index.html">'),
        ('<img srcset="/repo/a.csv 1x, /repo/a.csv 2x">', '<img srcset="../a.csv 1x, ../a.csv 2x">'),
        ('<meta http-equiv="refresh" content="0; url=/repo/">', '<meta http-equiv="refresh" content="0; url=../index.html">'),
        ('<meta name="x" content="0; url=/repo/">', '<meta name="x" content="0; url=/repo/">'),
        ('<link rel="manifest" href="/repo/m">', ""),
        ('<use href="/repo/assets/sprite.0.svg#x"></use>', "<svg>x</svg><use></use>"),
        ('<script src="/repo/a.csv"></script>', '<script src="../a.csv"></script>'),
        (POLICY + '<script src="/repo/a.js">x</script><b>', POLICY.replace("; script-src 'self'", "") + "<b>"),
        ('<script type="application/ld+json">{"a":"<a href=\\"/repo/\\">"}</script>',) * 2,
    ],
)  # fmt: skip
def test_only_addresses_of_elements_are_changed(text: str, expected: str) -> None:
    """A text about HTML is full of what looks like it."""
    assert page(text, "terms/index.html", AT_REPO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a{b:url(/repo/a.csv)}", 'a{b:url("../a.csv")}'),
        ("a{b:url( '/repo/a.csv' )}", 'a{b:url( "../a.csv" )}'),
        ('@import "/repo/a.csv";', '@import "../a.csv";'),
        ("/* url(/repo/a.csv) */", "/* url(/repo/a.csv) */"),
        ("a{b:url(data:image/png;base64,AA)}", 'a{b:url("data:image/png;base64,AA")}'),
    ],
)
def test_stylesheets_name_files_too(text: str, expected: str) -> None:
    """A glossary's own stylesheet may name a picture by its address."""
    assert stylesheet(text, "assets/a.css", AT_REPO) == expected


def test_an_archive_lies_beside_the_output_unless_told() -> None:
    """Whoever names the output need not name the archive."""
    assert default_place(Path("a/b")) == Path("a/b.zip")
    assert refusal(Path(".."), output=Path("_site"), source=Path()) is not None
