"""What hosts read of a site, and where they stop."""

from glossary_site.exporting.host_headers import RULES
from glossary_site.outputs import hosting
from tests.conftest import BuildSite, MakeSite

TERM = "---\ntitle: GPU\ndefinition: A chip.\nformer_slugs: [{slugs}]\n---\nA chip.\n"


def test_redirects_beyond_what_a_host_reads_are_told(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Cloudflare Pages leaves out the rest without a word."""
    slugs = ", ".join(f"old-{number}" for number in range(hosting.REDIRECTS + 1))
    site = make_site({"site.yaml": "title: Example\n", "terms/gpu.md": TERM.format(slugs=slugs)})

    report = build_site(site, dry_run=True, notes=True)

    told = [(found.code, found.message) for found in report.findings if "limit" in found.code]
    message = "_redirects has 2,001 lines, and Cloudflare Pages reads 2,000 of them"
    assert told == [("host-limit", message)]


def test_a_site_within_the_limits_is_told_nothing(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Advice that everybody gets is read by nobody."""
    site = make_site({"site.yaml": "title: Example\n", "terms/gpu.md": TERM.format(slugs="old")})

    report = build_site(site, dry_run=True, notes=True)

    assert "host-limit" not in {found.code for found in report.findings}


def test_the_general_rule_stands_before_the_special_one(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Hosts apply every rule that fits; each line is short, and there are few rules."""
    site = make_site(
        {"site.yaml": "title: X\nbase_url: /a/\n", "terms/gpu.md": TERM.format(slugs="old")}
    )
    build_site(site)

    lines = (site / "_site" / "_headers").read_text().splitlines()

    rules = [line for line in lines if not line.startswith(" ")]
    assert (rules[0], rules.count("/a/assets/*"), len(set(rules))) == ("/a/*", 1, len(rules))
    assert len(rules) <= RULES
    assert max(map(len, lines)) <= hosting.LINE
    assert (site / "_site" / "_redirects").read_text() == "/a/terms/old/ /a/terms/gpu/ 301\n"
