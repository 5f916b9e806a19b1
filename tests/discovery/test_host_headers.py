"""`_headers` as hosts read it, over every address of a real site."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from glossary_site.exporting.host_headers import RULES
from glossary_site.outputs.hosting import LINE
from tests.conftest import REPO_URL, BuildSite, MakeSite, RealSite
from tests.hosting import Reading, Rules, cloudflare, headers_of, netlify, read_headers

POLICY: Final = "Content-Security-Policy"
SHARED: Final = "Access-Control-Allow-Origin"
READINGS: Final = (cloudflare, netlify)
TYPES: Final = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".tbx": "application/x-tbx+xml",
    ".md": "text/markdown; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    "llms.txt": "text/plain; charset=utf-8",
    "llms-full.txt": "text/plain; charset=utf-8",
}
FOR_OTHERS: Final = re.compile(
    r"(?:api|embed|data)/.*|(?:.*/)?feed\.(?:xml|json)|embed\.js|glossary(?:-dct)?\.\w+|llms(?:-full)?\.txt"
    r"|(?:.*/)?index\.(?:md|ttl)"
)
"""What scripts of other sites are meant to fetch."""
REGISTERED: Final = {"alternate", "describedby", "license", "service-desc", "service-doc"}
"""Of https://www.iana.org/assignments/link-relations."""
TERM: Final = {"terms/gpu.md": "---\ntitle: GPU\n---\nA chip.\n"}
LINK: Final = re.compile(r'<([^<>\s]+)>; rel="([a-z-]+)"(?:; type="([^"\s]+)")?')


class Answers:
    """What a host would send with each address of a site."""

    def __init__(self, folder: Path, base_path: str) -> None:
        self.rules: Rules = read_headers((folder / "_headers").read_text())
        self.base_path = base_path
        self.files = sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )

    def addresses(self) -> Iterator[tuple[str, str]]:
        """List each address at which a host shows a file, with its path."""
        for path in self.files:
            yield self.base_path + path, path
            if path.endswith("index.html"):
                yield self.base_path + path.removesuffix("index.html"), path

    def sent(self, address: str, reading: Reading = cloudflare) -> dict[str, str]:
        """Give the headers of an address, none of which two rules may name."""
        found = headers_of(self.rules, address, reading)
        assert [name for name, values in found.items() if len(values) != 1] == [], address
        return {name: value for name, (value,) in found.items()}


@pytest.fixture(scope="module", params=["/", "/repo/"])
def answers(request: pytest.FixtureRequest, real_site: RealSite) -> Answers:
    """Our own glossary at the root of a host, and below a path."""
    folder = real_site.root if request.param == "/" else real_site.repo
    assert urlsplit(REPO_URL).path == "/repo/"
    return Answers(folder, request.param)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_no_address_gets_a_header_from_two_rules(answers: Answers, reading: Reading) -> None:
    """One host joins the values of both, another sends one of them: neither is what was meant."""
    assert all(answers.sent(address, reading) for address, _ in answers.addresses())


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_every_page_has_one_policy_and_only_embeds_may_be_framed(
    answers: Answers, reading: Reading
) -> None:
    """A page in a stranger's frame can be clicked by somebody who does not see it."""
    shown = (".html", ".svg", ".xml")
    policies = {
        address: answers.sent(address, reading)[POLICY]
        for address, path in answers.addresses()
        if path.endswith(shown)
    }
    framed = f"{answers.base_path}embed/"
    policies |= {
        address: answers.sent(address, reading)[POLICY]
        for address in (f"{framed}gpu/", f"{framed}gpu/index.html")
    }

    assert len(policies) > 300
    for address, policy in policies.items():
        ancestors = "*" if address.startswith(framed) else "'none'"
        assert policy.count("frame-ancestors") == 1, address
        assert policy.endswith(f"; frame-ancestors {ancestors}"), address
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), (
            address
        )
        assert "," not in policy, address
    strict = {policy.partition("; frame-ancestors")[0] for policy in policies.values()}
    assert len({policy.removesuffix("; frame-src 'self'") for policy in strict}) == 1
    assert "frame-src" not in answers.sent(answers.base_path, reading)[POLICY]


def test_all_in_our_folders_has_the_policy(answers: Answers) -> None:
    """A picture or a table can be opened as a page too; a new folder must not be forgotten."""
    bare = [a for a, path in answers.addresses() if "/" in path and POLICY not in answers.sent(a)]

    assert bare == []


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_a_host_is_told_the_types_that_it_may_not_know(answers: Answers, reading: Reading) -> None:
    """With `nosniff` a browser believes nothing else."""
    wrong = {
        path: answers.sent(address, reading).get("Content-Type")
        for address, path in answers.addresses()
        for ending, kind in TYPES.items()
        if path.endswith(ending) and answers.sent(address, reading).get("Content-Type") != kind
    }

    assert wrong == {}
    others = {
        path for address, path in answers.addresses()
        if "Content-Type" in answers.sent(address, reading) and not path.endswith(tuple(TYPES))
    }  # fmt: skip
    assert others <= {".well-known/security.txt"}


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_other_sites_may_read_what_is_there_for_them(answers: Answers, reading: Reading) -> None:
    """And nothing else: a page of an inner network is nobody's to read."""
    shared = {
        path for address, path in answers.addresses()
        if answers.sent(address, reading).get(SHARED) == "*"
    }  # fmt: skip

    assert shared - {".well-known/security.txt"} == {
        path for path in answers.files if FOR_OTHERS.fullmatch(path)
    }


def test_what_belongs_to_the_whole_site_is_linked_and_exists(answers: Answers) -> None:
    """With registered relations, but for `sitemap`, which everybody knows."""
    value = answers.sent(answers.base_path)["Link"]
    links = LINK.findall(value)

    assert ", ".join(match[0] for match in LINK.finditer(value)) == value
    relations = {relation for _, relation, _ in links}
    assert {"alternate", "service-desc", "service-doc", "license", "sitemap"} <= relations
    assert relations <= REGISTERED | {"sitemap"}
    for target, relation, _ in links:
        if relation == "license":
            assert target == "https://creativecommons.org/licenses/by/4.0/"
            continue
        path = target.removeprefix(answers.base_path)
        assert path in answers.files or f"{path}index.html" in answers.files, target
    feeds = {(target, kind) for target, relation, kind in links if relation == "alternate"}
    assert (f"{answers.base_path}feed.json", "application/feed+json") in feeds
    assert (f"{answers.base_path}newsletter/feed.xml", "application/atom+xml") in feeds


def test_general_headers_come_with_everything(answers: Answers) -> None:
    """Also with addresses that do not exist."""
    names = {"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
             "Permissions-Policy", "Link"}  # fmt: skip
    addresses = [a for a, _ in answers.addresses()]

    for address in (*addresses, f"{answers.base_path}no/such/page"):
        assert names <= answers.sent(address).keys()


def test_rules_are_within_the_limits(answers: Answers) -> None:
    """What is beyond them is left out without a word."""
    patterns = {pattern for pattern, _, _ in answers.rules}

    assert len(patterns) <= RULES == 100
    assert max(len(f"  {name}: {value}") for _, name, value in answers.rules) <= LINE == 2000


def build(folder: Path, build_site: BuildSite) -> Answers:
    """Build a small site at the root of a host."""
    assert build_site(folder).is_ok
    return Answers(folder / "_site", "/")


def test_nothing_is_linked_that_is_not_written(make_site: MakeSite, build_site: BuildSite) -> None:
    """A link that leads nowhere is worse than none."""
    folder = make_site({"site.yaml": "title: T\noutputs: [pages, hosting]\n", **TERM})

    assert "Link" not in build(folder, build_site).sent("/")


@pytest.mark.parametrize(
    ("licence", "linked"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("https://example.org/licence", "https://example.org/licence"),
        ("Ask us first", None),
        ('https://example.org/">; rel="stylesheet', None),
        ("https://example.org/ä", None),
    ],
)
def test_a_licence_is_linked_where_it_is_an_address(
    licence: str, linked: str | None, make_site: MakeSite, build_site: BuildSite
) -> None:
    """Words that nobody can follow are for readers; and no text may add a link of its own."""
    text = f"title: T\noutputs: [pages, hosting]\nlicence: '{licence}'\n"
    folder = make_site({"site.yaml": text, **TERM})

    expected = None if linked is None else f'<{linked}>; rel="license"'
    assert build(folder, build_site).sent("/").get("Link") == expected


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.__name__)
def test_files_of_the_authors_own_have_the_policy_too(
    reading: Reading, make_site: MakeSite, build_site: BuildSite
) -> None:
    """So do old addresses; what an author puts into `embed/` may be framed."""
    own = (
        "own.html",
        "logo.svg",
        "my folder/a.html",
        "über/b.svg",
        "deep/er/c.html",
        "terms/x.html",
    )
    files = {f"static/{path}": "<p>x</p>" for path in own}
    listed = "/\n/gone/page/ gone: It was wrong.\n/terms/\n"
    folder = make_site({
        "site.yaml": "title: T\nchecks: {unlisted-permalink: off}\n", **TERM, **files,
        "permalinks.txt": listed, "static/embed/d.html": "<p>x</p>",
    })  # fmt: skip
    answers = build(folder, build_site)

    encoded = ("/my%20folder/a.html", "/%C3%BCber/b.svg", "/own.html", "/own", "/logo.svg",
               "/deep/er/c.html", "/terms/x.html", "/gone/page/", "/404.html", "/index.html")  # fmt: skip
    for address in encoded:
        assert answers.sent(address, reading)[POLICY].endswith("frame-ancestors 'none'"), address
    assert answers.sent("/embed/d.html", reading)[POLICY].endswith("frame-ancestors *")


def test_too_many_folders_are_told(make_site: MakeSite, build_site: BuildSite) -> None:
    """Each has a rule of its own, and Cloudflare Pages reads no more than a hundred."""
    files = {f"static/f{n}/x.txt": "x" for n in range(90)}
    folder = make_site({"site.yaml": "title: T\n", **TERM, **files})

    found = build_site(folder, dry_run=True, notes=True).findings

    (message,) = [one.message for one in found if one.code == "host-limit"]
    assert re.fullmatch(
        r"_headers has 1\d\d rules, and Cloudflare Pages reads 100 of them", message
    )


@pytest.mark.parametrize(
    ("pattern", "address", "fits"),
    [
        ("/a/*", "/a/b/c", (True, True)),
        ("/a/*", "/a", (False, True)),
        ("/*", "/", (True, True)),
        ("/:x/feed.xml", "/a/feed.xml", (True, True)),
        ("/:x/feed.xml", "/a/b/feed.xml", (False, False)),
        ("/feed.xml", "/feedxxml", (False, False)),
        ("/", "/", (True, True)),
        ("/", "/a", (False, False)),
        ("/:x", "/a/", (False, True)),
    ],
)
def test_patterns_are_read_as_each_host_reads_them(
    pattern: str, address: str, fits: tuple[bool, bool]
) -> None:
    """What both do is in their own code: to Netlify a slash at the end counts nothing."""
    assert tuple(bool(read(pattern).fullmatch(address)) for read in READINGS) == fits
