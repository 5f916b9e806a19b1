"""Addresses for ever: what a build may not lose, what must be listed, and what stands instead."""

import re
from pathlib import Path

import pytest

from glossary_site.mending import mend
from glossary_site.outputs import EMITTERS
from glossary_site.permanence import LASTING, PASSING
from glossary_site.run import BuildReport
from tests.conftest import BuildSite, Cli, MakeSite
from tests.whole.sites import tree

SITE = "title: Test\nbase_url: https://x.org/repo/\ntopics: [{id: chips, title: Chips}]\n"
GPU = "---\ntitle: GPU\naliases: [Graphics Processor]\ntopics: [chips]\n---\nA chip.\n"
TABLE = "year,price\n2024,1\n2025,2\n"
DATA = (
    "title: Price\ndescription: A price.\nunit: USD\ncolumns:\n"
    "  - {name: year, type: year, description: Year.}\n"
    "  - {name: price, type: number, description: Price.}\n"
    "sources: [{title: S, url: 'https://e.org/'}]\n"
)
FILES = {
    "site.yaml": SITE,
    "terms/gpu.md": GPU,
    "terms/asic.md": "---\ntitle: ASIC\n---\nA chip for one thing.\n",
    "terms/hbm.md": "---\ntitle: HBM\ndata: [price]\n---\nMemory.\n",
    "data/price.csv": TABLE,
    "data/price.yaml": DATA,
    "newsletter/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nHello.\n",
    "permalinks.txt": "",
}


@pytest.fixture
def site(make_site: MakeSite, build_site: BuildSite) -> Path:
    """A glossary whose addresses are all listed."""
    folder = make_site(FILES)
    mend(folder, look(build_site, folder).findings)
    return folder


def look(build_site: BuildSite, folder: Path, **options: object) -> BuildReport:
    """Check a glossary with all advice."""
    return build_site(folder, dry_run=True, notes=True, **options)


def told(report: BuildReport) -> list[tuple[str, str, str | None]]:
    """Give codes, messages and hints of what is said of addresses."""
    wanted = ("lost-permalink", "bad-permalink", "unlisted-permalink", "unsorted-permalinks")
    return [(one.code, one.message, one.hint) for one in report.findings if one.code in wanted]


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replace a text in a file."""
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


def test_pages_data_and_feeds_are_listed_without_the_base_path(site: Path) -> None:
    """The site may move to another host or folder; what others link to stays the same list."""
    lines = (site / "permalinks.txt").read_text().split("\n\n")[1].split()

    assert lines == [
        "/", "/data/", "/data/price.csv", "/data/price.datapackage.json", "/data/price.json",
        "/data/price/", "/feed.json", "/feed.xml", "/formats/", "/graph/", "/newsletter/",
        "/newsletter/feed.json", "/newsletter/feed.xml",
        "/newsletter/one/", "/sources/", "/terms/", "/terms/asic/", "/terms/gpu/", "/terms/graphics-processor/",
        "/terms/hbm/", "/topics/", "/topics/chips/", "/topics/chips/feed.json", "/topics/chips/feed.xml",
    ]  # fmt: skip


def test_every_kind_of_file_is_either_lasting_or_not() -> None:
    """A new output must not be forgotten: somebody decides whether its addresses last."""
    assert not LASTING & PASSING
    assert {emitter.name for emitter in EMITTERS} - LASTING - PASSING <= {"history", "docs"}


def test_what_is_listed_and_stands_is_no_finding(site: Path, build_site: BuildSite) -> None:
    """The list is written by the program, and the program is content with it."""
    assert told(look(build_site, site)) == []
    assert told(look(build_site, site, base_url="/elsewhere/")) == []


def test_a_new_address_is_found_where_its_page_comes_from(
    site: Path, build_site: BuildSite
) -> None:
    """In a pull request the finding stands at the new term, and --fix writes the line."""
    (site / "terms/tpu.md").write_text("---\ntitle: TPU\naliases: [Tensor Unit]\n---\nA chip.\n")

    report = look(build_site, site)
    found = [one for one in report.findings if one.code == "unlisted-permalink"]

    assert [(one.span.path, one.severity) for one in found] == [("terms/tpu.md", "warning")] * 2
    assert found[0].message == "the address /terms/tpu/ is not in permalinks.txt"
    mend(site, report.findings)
    assert told(look(build_site, site)) == []
    text = (site / "permalinks.txt").read_text()
    assert text.index("/terms/hbm/\n/terms/tensor-unit/\n/terms/tpu/\n/topics/") > 0


def test_a_build_that_would_lose_an_address_fails_and_says_what_to_write(
    site: Path, build_site: BuildSite
) -> None:
    """Every link to the site must lead somewhere for ever; what was published stays published."""
    assert build_site(site).is_ok
    published = (site / "_site/terms/gpu/index.html").read_text()
    (site / "terms/gpu.md").rename(site / "terms/graphics.md")
    change(site, "terms/graphics.md", "title: GPU", "title: Graphics Chip")

    report = build_site(site)

    assert not report.is_ok
    message = 'no page or file has the address "/terms/gpu/" any more'
    hint = (
        "write former_slugs: [gpu] in terms/graphics.md; "
        "if it was withdrawn, mark it here as /terms/gpu/ gone: WHY"
    )
    assert ("lost-permalink", message, hint) in told(report)
    assert (site / "_site/terms/gpu/index.html").read_text() == published
    change(site, "terms/graphics.md", "---\nA chip", "former_slugs: [gpu]\n---\nA chip")
    assert build_site(site).is_ok
    assert "Graphics Chip" in (site / "_site/terms/gpu/index.html").read_text()


def test_a_deprecated_term_loses_nothing(site: Path, build_site: BuildSite) -> None:
    """`replaced_by` keeps the page, with a word on what to read instead."""
    change(site, "terms/gpu.md", "topics:", "replaced_by: HBM\ntopics:")

    assert told(look(build_site, site)) == []


def test_the_likeliest_heir_is_named_not_just_any(site: Path, build_site: BuildSite) -> None:
    """A wrong guess would send readers to another term."""
    (site / "terms/hbm.md").unlink()
    (site / "terms/tpu.md").write_text("---\ntitle: TPU\n---\nA chip.\n")
    (site / "terms/gpu.md").unlink()
    (site / "terms/gpus.md").write_text("---\ntitle: GPUs\ntopics: [chips]\n---\nChips.\n")

    hints = {m.split('"')[1]: h or "" for _, m, h in told(look(build_site, site)) if '"' in m}

    assert hints["/terms/gpu/"].startswith("write former_slugs: [gpu] in terms/gpus.md;")
    assert "in the term that takes its place" in hints["/terms/hbm/"]
    assert hints["/terms/graphics-processor/"].endswith("gone: WHY")


def test_a_draft_is_said_to_be_what_took_the_page_away(site: Path, build_site: BuildSite) -> None:
    """Nothing else in the file tells that an address is lost by it."""
    change(site, "terms/hbm.md", "title: HBM", "title: HBM\ndraft: true")

    hints = [hint or "" for _, _, hint in told(look(build_site, site))]
    with_drafts = told(look(build_site, site, drafts=True))

    assert any(one.startswith("remove draft: true in terms/hbm.md;") for one in hints)
    assert with_drafts == []


def test_addresses_of_drafts_need_not_be_listed(site: Path, build_site: BuildSite) -> None:
    """What was never published has no address to keep."""
    (site / "terms/tpu.md").write_text("---\ntitle: TPU\ndraft: true\n---\nA chip.\n")

    assert told(look(build_site, site, drafts=True)) == []


@pytest.mark.parametrize(
    ("family", "address"),
    [("data", "/data/"), ("feeds", "/feed.xml"), ("newsletter", "/newsletter/"),
     ("redirects", "/terms/graphics-processor/"), ("graph", "/graph/")],
)  # fmt: skip
def test_a_family_switched_off_loses_its_addresses(
    site: Path, build_site: BuildSite, family: str, address: str
) -> None:
    """A line in site.yaml could end a thousand links."""
    kept = {"pages", "data", "newsletter", "feeds", "redirects", "graph", "machines"} - {family}
    (site / "site.yaml").write_text(f"{SITE}outputs: [{', '.join(sorted(kept))}]\n")

    found = told(look(build_site, site))

    message = f'the address "{address}" is lost: outputs leaves out {family}'
    hint = f"name {family} under outputs in site.yaml, or mark it here as {address} gone: WHY"
    assert ("lost-permalink", message, hint) in found
    assert all(family in one[1] for one in found)


def test_a_dataset_that_is_not_to_be_downloaded_any_more_loses_its_files(
    site: Path, build_site: BuildSite
) -> None:
    """A licence may force it; then the list says so, and the build goes through."""
    change(site, "data/price.yaml", "title: Price", "title: Price\ndownload: false")

    lost = [one[1].split('"')[1] for one in told(look(build_site, site))]

    assert lost == ["/data/price.csv", "/data/price.datapackage.json", "/data/price.json"]
    for address in lost:
        change(site, "permalinks.txt", f"{address}\n", f"{address} gone: The licence forbids it.\n")
    assert told(look(build_site, site)) == []


def test_a_withdrawn_page_says_why_and_what_to_read(site: Path, build_site: BuildSite) -> None:
    """Gone is not moved: a reader learns that there was a page, and is led nowhere unasked."""
    (site / "terms/hbm.md").unlink()
    change(
        site, "permalinks.txt", "/terms/hbm/", "/terms/hbm/ gone, see /terms/gpu/: <b>No</b> use."
    )

    report = build_site(site)
    page = (site / "_site/terms/hbm/index.html").read_text()

    assert report.is_ok, report.findings
    assert '<p class="lead">&lt;b&gt;No&lt;/b&gt; use.</p>' in page
    assert '<a href="/repo/terms/gpu/">GPU</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'http-equiv="refresh"' not in page


def test_a_page_that_moved_leads_to_its_new_address(site: Path, build_site: BuildSite) -> None:
    """Topics, datasets and issues have no former slugs: the list leads on."""
    change(site, "site.yaml", "{id: chips", "{id: hardware")
    change(site, "terms/gpu.md", "[chips]", "[hardware]")
    (site / "data/price.csv").rename(site / "data/cost.csv")
    (site / "data/price.yaml").rename(site / "data/cost.yaml")
    change(site, "terms/hbm.md", "[price]", "[cost]")
    hints = [
        hint or "" for code, _, hint in told(look(build_site, site)) if code == "lost-permalink"
    ]

    moved = "/topics/chips/ -> /topics/hardware/"
    assert f"write here {moved}; if it was withdrawn, /topics/chips/ gone: WHY" in hints
    assert any(one.startswith("write here /data/price.csv -> /data/cost.csv;") for one in hints)
    for hint in hints:
        line = hint.removeprefix("write here ").partition(";")[0]
        change(site, "permalinks.txt", f"{line.split()[0]}\n", f"{line}\n")
    report = build_site(site)
    assert report.is_ok, report.findings
    assert "url=/repo/topics/hardware/" in (site / "_site/topics/chips/index.html").read_text()
    assert (site / "_site/data/price.csv").read_bytes() == (
        site / "_site/data/cost.csv"
    ).read_bytes()
    redirects = (site / "_site/_redirects").read_text()
    assert "/repo/topics/chips/ /repo/topics/hardware/ 301\n" in redirects
    assert "/repo/data/price/ /repo/data/cost/ 301\n" in redirects
    assert "price.csv" not in redirects


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("/old/ -> /terms/none/", '"/old/" leads to "/terms/none/", which nothing has'),
        ("/old/ gone, see /nowhere/: Why.", '"/old/" leads to "/nowhere/", which nothing has'),
        ("/terms/gpu/ gone: Why.", '"/terms/gpu/" stands again, for terms/gpu.md'),
        ("/old.csv -> /terms/gpu/", '"/old.csv" leads to "/terms/gpu/", a page'),
        ("/repo/terms/gpu/", 'no page or file has the address "/repo/terms/gpu/" any more'),
        ("/terms/hbm", 'no page or file has the address "/terms/hbm" any more'),
    ],
)
def test_a_line_that_leads_nowhere_is_an_error(
    site: Path, build_site: BuildSite, line: str, message: str
) -> None:
    """A redirect to nothing is a dead link with a detour."""
    text = (site / "permalinks.txt").read_text().replace("/terms/gpu/\n", "")
    (site / "permalinks.txt").write_text(text + line + "\n")

    found = told(look(build_site, site))

    assert message in [one[1] for one in found if one[0] in {"bad-permalink", "lost-permalink"}]


def test_a_term_with_a_mistake_is_not_lost_as_well(site: Path, build_site: BuildSite) -> None:
    """One mistake is one finding: the address comes back with the term."""
    change(site, "terms/gpu.md", "title: GPU", "titel: GPU")
    change(site, "data/price.yaml", "unit: USD", "unit: [USD]")
    change(site, "newsletter/one.md", "date: 2026-01-01", "date: soon")

    assert told(look(build_site, site)) == []


def test_many_missing_lines_are_one_finding(make_site: MakeSite, build_site: BuildSite) -> None:
    """A large glossary that begins a list is not flooded."""
    terms = {f"terms/t{i}.md": f"---\ntitle: T {i}\n---\nA thing.\n" for i in range(30)}
    folder = make_site({"site.yaml": SITE, "permalinks.txt": "", **terms})

    found = told(look(build_site, folder))

    ((code, message, *_),) = found
    assert code == "unlisted-permalink"
    assert re.fullmatch(r"\d\d addresses are not in the list, / the first", message)


def test_without_a_list_a_check_says_how_to_begin_and_a_build_says_nothing(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Nobody is made to keep a list; who publishes learns that there can be one."""
    folder = make_site({path: text for path, text in FILES.items() if path != "permalinks.txt"})

    notes = [one for one in look(build_site, folder).findings if one.code == "no-permalinks"]

    assert [(one.severity, one.hint) for one in notes] == [
        ("note", "make an empty permalinks.txt; glossary-site check --fix fills it")
    ]
    assert all(one.code != "no-permalinks" for one in build_site(folder).findings)
    assert all(
        one.code != "no-permalinks" for one in look(build_site, folder, base_url="/").findings
    )


def test_a_list_that_is_a_link_is_not_read(site: Path, build_site: BuildSite) -> None:
    """A symbolic link could publish any file of the machine in a finding."""
    (site / "permalinks.txt").rename(site.parent / "elsewhere.txt")
    (site / "permalinks.txt").symlink_to(site.parent / "elsewhere.txt")

    found = look(build_site, site).findings

    assert [one.code for one in found if one.span.path == "permalinks.txt"] == ["unreadable-file"]
    assert told(look(build_site, site)) == []


def test_a_list_out_of_order_is_sorted_by_fix(site: Path, cli: Cli) -> None:
    """Sorted lines keep merges apart, and sorting has one answer."""
    lines = (site / "permalinks.txt").read_text().splitlines()
    (site / "permalinks.txt").write_text("\n".join([*lines[:3], *reversed(lines[3:])]) + "\n")

    before = cli("check", "--source", site)
    done = cli("check", "--fix", "--source", site)

    assert "note[unsorted-permalinks]" in before.stdout
    assert "permalinks" not in done.stdout.replace("mended", "")
    assert (site / "permalinks.txt").read_text().splitlines() == lines


def test_a_build_from_a_cache_follows_the_list(site: Path, cli: Cli) -> None:
    """What the list says is part of what every kept page was made from."""
    (site / "terms/asic.md").unlink()
    change(site, "permalinks.txt", "/terms/asic/", "/terms/asic/ gone: One reason.")
    assert cli("build", "--source", site).returncode == 0
    change(site, "permalinks.txt", "One reason", "Another reason")
    change(site, "permalinks.txt", "/topics/\n", "/topic/ -> /topics/\n/topics/\n")

    assert cli("build", "--source", site).returncode == 0
    kept = tree(site / "_site")
    assert cli("build", "--source", site, "--clean").returncode == 0

    assert b"Another reason" in kept["terms/asic/index.html"]
    assert b"/repo/topics/" in kept["topic/index.html"]
    assert kept == tree(site / "_site")
    change(site, "permalinks.txt", "/terms/gpu/\n", "/terms/gpu/\n/terms/gpuu/\n")
    assert "error[lost-permalink]" in cli("build", "--source", site).stderr
