"""`newsletter export`: what a mail holds, what it may not hold, and when there is none."""

import re
import sys
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import html5lib
import pytest
from playwright.sync_api import Browser

from glossary_site.mailing.body import MEASURE, STYLES, mail_body
from glossary_site.mailing.plain import WIDTH, Footnotes, plain_body
from glossary_site.mailing.services import BY_ITSELF, UNSUBSCRIBE
from tests.conftest import Cli, MakeSite
from tests.metadata.pages import png_size
from tests.newsletter.list_server import SLUG, list_server
from tests.program import ROOT, run
from tests.whole.sites import EVERYTHING, tree

BASE: Final = "https://glossary.example/"
TAG: Final = "{{ unsubscribe_url }}"
CHART: Final = "chart: {kind: line, x: year, y: price}\n"
SMALL: Final[Mapping[str, str]] = {
    **EVERYTHING,
    "site.yaml": (
        f"title: Everything\nbase_url: {BASE}\ntopics: [{{id: chips, title: Chips}}]\n"
        "newsletter: {name: News, consent: Leave at any time., privacy_url: 'https://x.org/p',"
        " provider: buttondown, buttondown: {username: news}}\n"
    ),
    "data/prices.yaml": EVERYTHING["data/prices.yaml"] + CHART,
}
STYLED: Final = frozenset(STYLES) - {name for name, style in STYLES.items() if not style}


def exported(cli: Cli, folder: Path, *options: str, issue: str = "latest") -> dict[str, bytes]:
    """Export an issue of a small glossary, and read the files."""
    output = folder.parent / "mail"
    done = cli("newsletter", "export", issue, "--source", folder, "--output", output, *options)
    assert done.returncode == 0, done.stderr
    files = tree(output)
    del files[".glossary-output.json"]
    assert done.stdout.split() == [
        str(output / name) for name in done.stdout.split() and _order(files)
    ]
    return files


def _order(files: Mapping[str, bytes]) -> list[str]:
    """Order files as they are told: HTML, text, pictures."""
    return sorted(files, key=lambda name: [".html", ".txt", ".png"].index(Path(name).suffix))


def assert_parses(html: bytes) -> None:
    """Read as browsers do; a mistake fails."""
    html5lib.HTMLParser(strict=True).parse(html)


def attribute(html: str, name: str) -> list[str]:
    return re.findall(rf'\s{name}="([^"]*)"', html)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The newest issue of our own glossary, exported by the program itself."""
    output = tmp_path_factory.mktemp("mail") / "issue"
    done = run(
        "newsletter", "export", "latest", "--source", ROOT, "--output", output,
        "--base-url", BASE, "--unsubscribe", TAG,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(output)


def part(files: Mapping[str, bytes], suffix: str) -> str:
    """Read the one file that ends in `suffix`."""
    (name,) = (name for name in files if name.endswith(suffix))
    return files[name].decode()


def test_a_mail_of_our_own_glossary_is_well_formed_small_and_whole(real: dict[str, bytes]) -> None:
    """What a mail program has to guess, each guesses in its own way; Gmail cuts at 102 kB."""
    html = part(real, ".html")

    assert_parses(html.encode())
    assert len(html.encode()) < 100_000
    assert html.count("Explore the Data</a>") == 3
    assert html.count("<img ") == 3
    assert f'<a href="{TAG}"' in html
    assert "Read this issue on the web" in html
    assert max(map(len, html.splitlines())) < 100_000


def test_a_mail_loads_nothing_and_every_address_is_whole(real: dict[str, bytes]) -> None:
    """A mail has no page around it: what is relative or loaded is broken, or tells on the reader."""
    html = part(real, ".html")

    assert re.findall(r"<(?:script|link|style|iframe|form|input|object|svg|video)\b", html) == []
    assert [h for h in attribute(html, "href") if not h.startswith("https://") and h != TAG] == []
    assert all(source in real for source in attribute(html, "src"))
    assert re.findall(r"\s(?:class|id|on\w+)=", html) == []
    assert "url(" not in html
    assert "@" not in "".join(attribute(html, "style"))


def test_every_style_stands_on_its_element(real: dict[str, bytes]) -> None:
    """Many mail programs drop a stylesheet, and then a mail must not fall apart."""
    html = part(real, ".html")
    bare = [
        tag
        for tag in re.findall(r"<([a-z][a-z0-9]*)(?=[\s>])[^>]*>", html)
        if tag in STYLED | {"h1", "body"}
    ]
    styled = re.findall(r"<([a-z][a-z0-9]*)\s[^>]*style=\"[^\"]+\"", html)

    assert bare == [tag for tag in styled if tag in STYLED | {"h1", "body"}]
    assert "max-width:600px" in html


def test_the_pictures_are_as_large_as_the_mail_says(real: dict[str, bytes]) -> None:
    """A wrong height makes the text jump while pictures load; sharp screens want twice the pixels."""
    html = part(real, ".html")
    for tag in re.findall(r"<img [^>]+>", html):
        (name,), (width,), (height,) = (attribute(tag, key) for key in ("src", "width", "height"))
        wide, high = png_size(real[name])

        assert (int(width), wide) == (MEASURE, 2 * MEASURE)
        assert abs(int(height) - high * MEASURE / wide) <= 0.5
        assert attribute(tag, "alt")[0].startswith("Chart: ")


def test_the_plain_text_says_all_that_the_html_says(real: dict[str, bytes]) -> None:
    """Some read only this part, and filters distrust a mail whose parts differ."""
    html, text = part(real, ".html"), part(real, ".txt")
    body = re.sub(r"^.*?</title>", "", html, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<div style=\"display:none.*?</div>", "", body))
    missing = set(re.findall(r"\w{4,}", words)) - set(re.findall(r"\w{4,}", text))

    assert missing == set()
    for address in {h for h in attribute(html, "href") if h.startswith("https://")}:
        assert re.search(rf"^\[\d+\] {re.escape(address)}$", text, re.MULTILINE), address
    assert f"\nUnsubscribe: {TAG}\n" in text
    assert [
        line for line in text.splitlines() if len(line) > WIDTH and "https://" not in line
    ] == []


def test_the_figures_stand_in_words_with_source_and_way_to_the_data(
    make_site: MakeSite, cli: Cli
) -> None:
    """A figure without a date and a source is a rumour."""
    files = exported(cli, make_site(SMALL))
    html, text = part(files, ".html"), part(files, ".txt")

    for shown in (">$2.50</td>", ">2025, up 2.5-fold since 2024</td>", "Source: A study"):
        assert shown in html
    assert f'href="{BASE}data/prices/"' in html
    assert f'href="{BASE}newsletter/first/"' in html
    assert f'<a href="{BASE}terms/gpu/"' in html
    assert "Leave at any time." in html
    assert "  $2.50 2025, up 2.5-fold since 2024\n  Source: A study\n  Explore the Data [2]" in text
    assert list(_order(files)) == ["first.html", "first.txt", "prices.png"]


def test_the_same_issue_gives_the_same_bytes(make_site: MakeSite, cli: Cli) -> None:
    """A second export must not look like a change."""
    folder = make_site(SMALL)
    first = exported(cli, folder, "--jobs", "1")

    assert exported(cli, folder, "--jobs", "2") == first
    assert exported(cli, folder, issue="first") == first
    assert exported(cli, folder, issue="newsletter/first.md") == first


HOSTILE: Final = """\
---
title: '<img src=x onerror=alert(1)> {{ 7 }} *|EVIL|*'
date: 2026-02-01
data: [prices]
---
<script>alert(1)</script> {{{{ user.password }}}} {% include %} {$name} *|FNAME|* [x](javascript:alert(1))

| <b>a</b> | {$b} |
| --- | --- |
| *|C|* | `{{ d` |

![<i>](/images/none.png "onerror=alert(1)")
"""


def test_what_an_author_writes_stays_text(make_site: MakeSite, cli: Cli) -> None:
    """What is pasted becomes a template of the service: a tag in it would send readers' data."""
    files = {
        **SMALL,
        "newsletter/first.md": HOSTILE.replace("{{{{", "{ {").replace("}}}}", "}}"),
        "data/prices.yaml": SMALL["data/prices.yaml"].replace(
            "title: Prices", "title: '</td><script>x</script> {{ y }}'"
        ),
    }
    mail = exported(cli, make_site(files))
    html, text = part(mail, ".html"), part(mail, ".txt")

    assert_parses(html.encode())
    assert html.count("{{") == html.count(TAG) == 1
    assert text.count("{{") == text.count(TAG) == 1
    assert re.findall(r"\{[%$#]|\*\|", html) == re.findall(r"\{[%$#]|\*\|", text) == []
    assert re.findall(r"<(?:script|img src=.?x|b|i)\b", html) == []
    assert "javascript:" not in "".join(attribute(html, "href"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    ("html", "mail"),
    [
        ('<p><a href="#fn:1">1</a></p>', "1</p>"),
        ('<a class="footnote-backref" href="#fnref:1">↩</a>', ""),
        ('<div class="table-scroll"><table><tr><td>x</td></tr></table></div>', "</table>"),
        ("<p><iframe><em>x</em></iframe></p>", "<em>x</em></p>"),
        ("<p>a<br>b &amp; c</p>", "a<br>b &amp; c</p>"),
        ('<img src="/images/a.png" alt="A" width="900">', 'border:0">'),
    ],
)  # fmt: skip
def test_only_what_mail_programs_know_is_left(html: str, mail: str) -> None:
    """A fragment leads nowhere in a mail, and an unknown element hides its content."""
    made = mail_body(html, "https://x.org")

    assert made.endswith(mail)
    assert "#fn" not in made
    assert "iframe" not in made
    assert "<div" not in made


def test_lists_quotations_and_code_can_be_read_as_plain_text() -> None:
    """Structure is what plain text loses first."""
    html = (
        "<ol><li>One<ul><li>in it</li></ul></li><li><p>Two</p></li></ol>"
        "<blockquote><p>Said</p></blockquote><pre><code>a  b\n c</code></pre>"
        "<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )

    assert plain_body(html, "https://x.org", Footnotes()) == [
        "1. One", "  - in it", "2. Two", "> Said", "    a  b\n     c", "x | y", "1 | 2",
    ]  # fmt: skip


# What is in the way


def refused(cli: Cli, folder: Path, *arguments: str) -> str:
    """Export in vain: nothing may be written."""
    before = tree(folder)
    done = cli("newsletter", "export", *arguments, "--source", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert tree(folder) == before
    return done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("frist", 'no issue is called "frist"\n hint: did you mean "first"?'),
        ("../site", 'no issue is called "../site"'),
    ],
)
def test_an_issue_that_is_none_is_named(
    make_site: MakeSite, cli: Cli, name: str, said: str
) -> None:
    """A typing mistake must not cost a search."""
    assert f"newsletter:1:1: error[mail-refused]: {said}" in refused(cli, make_site(SMALL), name)


def test_without_issues_there_is_no_latest(make_site: MakeSite, cli: Cli) -> None:
    """A glossary may have no newsletter at all."""
    files = {path: text for path, text in SMALL.items() if not path.startswith("newsletter/")}

    assert "write one: a file newsletter/NAME.md" in refused(cli, make_site(files), "latest")


def test_everything_that_a_mail_lacks_is_told_at_once(make_site: MakeSite, cli: Cli) -> None:
    """A mail whose links lead nowhere, or that nobody can leave, must not be sent."""
    said = refused(cli, make_site(EVERYTHING), "latest")

    assert "a mail needs addresses with a host, and base_url has none" in said
    assert "a mail needs a link to unsubscribe" in said
    assert said.count("error[mail-refused]") == 2


def test_a_glossary_with_a_mistake_sends_nothing(make_site: MakeSite, cli: Cli) -> None:
    """A link of the mail could lead to what the mistake keeps from being published."""
    files = {**SMALL, "terms/hbm.md": "---\ntitle: HBM\nrelated: [None]\n---\nMemory.\n"}

    assert "terms/hbm.md:3:11: error[unknown-term]" in refused(cli, make_site(files), "latest")


def test_without_what_draws_nothing_is_sent_unless_asked_for(
    make_site: MakeSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that silently lacks its charts is noticed only in the readers' hands."""
    folder = make_site(SMALL)
    monkeypatch.setattr("glossary_site.mailing.pictures.NEEDED", ("sys", "drawing_nowhere"))

    said = refused(cli, folder, "latest")
    assert "charts cannot be drawn: drawing_nowhere is not installed" in said
    assert "install glossary-site[cards], or do without with --no-charts" in said
    files = exported(cli, folder, "--no-charts")
    assert list(_order(files)) == ["first.html", "first.txt"]
    assert "<img" not in part(files, ".html")
    assert "sys" in sys.modules


def test_a_mail_that_gmail_would_cut_is_warned_of(make_site: MakeSite, cli: Cli) -> None:
    """What is cut off is the end, where the link to unsubscribe stands."""
    issue = "---\ntitle: Long\ndate: 2026-02-01\n---\n" + "Words and words.\n\n" * 800
    folder = make_site({**SMALL, "newsletter/long.md": issue})
    done = cli("newsletter", "export", "long", "--source", folder)

    assert done.returncode == 0
    assert "newsletter/long.md:2:8: warning[mail-too-large]: the mail has 1" in done.stderr


def test_files_of_others_stay_where_they_are(make_site: MakeSite, cli: Cli) -> None:
    """A folder may hold what the author has written by hand."""
    folder = make_site({**SMALL, "_newsletter/first/mine.txt": "mine"})

    assert "error[output-refused]" in refused(cli, folder, "latest")
    assert "error[output-refused]" in refused(
        cli, folder, "latest", "--output", str(folder / "terms" / "mail")
    )


def test_by_itself_a_mail_goes_beside_the_site_and_no_build_minds(
    make_site: MakeSite, cli: Cli
) -> None:
    """What was exported is no part of the glossary."""
    folder = make_site(SMALL)
    done = cli("newsletter", "export", "first", "--source", folder)

    assert done.stdout.splitlines()[0] == str(folder / "_newsletter/first/first.html")
    assert cli("build", "--source", folder, "--strict").stderr == ""


@pytest.mark.parametrize("wrong", ["http://x.org/", "x.org", "javascript:alert(1)"])
def test_pictures_lie_at_an_https_address(make_site: MakeSite, cli: Cli, wrong: str) -> None:
    """Mail programs show no picture that is fetched in the open."""
    folder = make_site(SMALL)
    done = cli("newsletter", "export", "latest", "--source", folder, "--pictures", wrong)
    assert done.returncode == 2

    files = exported(cli, folder, "--pictures", "https://img.example/n")
    assert 'src="https://img.example/n/prices.png"' in part(files, ".html")


@pytest.mark.parametrize(
    ("settings", "tag"),
    [
        ("mailchimp, mailchimp: {account: x, data_center: us1, u: 0123456789abcdef012345678, id: 0123456789}", "*|UNSUB|*"),
        ("substack, substack: {url: 'https://news.substack.com'}", None),
    ],
)  # fmt: skip
def test_the_link_to_unsubscribe_is_the_providers(
    make_site: MakeSite, cli: Cli, settings: str, tag: str | None
) -> None:
    """Each service has its own tag for it; some add the link themselves."""
    site = f"title: T\nbase_url: {BASE}\nnewsletter: {{name: News, provider: {settings}}}\n"
    folder = make_site({**SMALL, "site.yaml": site + "topics: [{id: chips, title: Chips}]\n"})
    html = part(exported(cli, folder), ".html")

    assert (f'href="{tag}"' in html) == (tag is not None)
    assert ("Unsubscribe" in html) == (tag is not None)
    assert not BY_ITSELF & set(UNSUBSCRIBE)


def test_the_documentation_has_the_tags_of_the_code() -> None:
    """A tag that is wrong there is pasted into a mail."""
    page = (ROOT / "docs/how-to/send-the-newsletter.md").read_text()
    table = dict(
        re.findall(r"^\| `(\w+)` \| `([^`]+)` \|$", page.replace("\\|", "|"), re.MULTILINE)
    )

    assert table == UNSUBSCRIBE
    assert all(f"`{name}`" in page for name in BY_ITSELF)


# In real mail


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 700])
def test_a_mail_fits_its_window(
    real: dict[str, bytes], chromium: Browser, tmp_path: Path, width: int
) -> None:
    """Half of all mail is read on a telephone."""
    for name, body in real.items():
        (tmp_path / name).write_bytes(body)
    (page_file,) = tmp_path.glob("*.html")
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark", java_script_enabled=True
    )
    page = context.new_page()
    page.goto(page_file.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    text = page.locator("h1").evaluate("(e) => getComputedStyle(e).color")
    assert text == "rgb(22, 33, 28)"
    assert page.locator("img").evaluate_all("(all) => all.every((i) => i.naturalWidth > 0)")
    context.close()


@pytest.mark.browser
def test_an_exported_mail_goes_through_a_real_list_and_can_be_left(
    make_site: MakeSite, cli: Cli, chromium: Browser, tmp_path: Path
) -> None:
    """The last link of a mail is the one that the law asks for."""
    reader, lists = "reader@example.org", tmp_path / "lists"
    lists.mkdir()
    with list_server(lists) as server:
        files = exported(cli, make_site(SMALL), "--unsubscribe", server.address("unsubscribe"))
        mails = server.templates / "newsletter" / "message" / SLUG
        mails.mkdir(parents=True)
        for suffix in (".html", ".txt"):
            (mails / f"message{suffix}").write_text(part(files, suffix))
        context = chromium.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(server.address("subscribe"))
        page.locator("input[name=email_field]").fill(reader)
        page.locator("input[type=submit]").click()
        page.goto(_link(server.mail.take(reader)))
        page.locator("input[type=submit]").click()
        page.wait_for_url(server.address("subscribe/activation-completed"))

        server.send("First")
        issue = server.mail.take(reader)
        html = issue.get_body(("html",))
        text = issue.get_body(("plain",))
        assert html is not None
        assert text is not None
        assert html.get_content().split() == part(files, ".html").split()
        assert text.get_content().split() == part(files, ".txt").split()
        page.set_content(html.get_content())
        page.get_by_role("link", name="Unsubscribe").click()
        page.locator("input[name=email_field]").fill(reader)
        page.locator("input[type=submit]").click()
        page.goto(_link(server.mail.take(reader)))
        page.locator("input[type=submit]").click()
        page.wait_for_url(server.address("unsubscribe/activation-completed"))
        context.close()

        assert server.rows(reader) == [(False, True)]


def _link(mail: EmailMessage) -> str:
    text = mail.get_body(("plain",))
    assert text is not None
    return str(re.findall(r"https://\S+", text.get_content())[0])
