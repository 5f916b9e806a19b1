"""`rename`: a term under another name, everything that refers to it, and its old address."""

import os
from pathlib import Path

import pytest

from glossary_site import renaming
from tests.conftest import BuildSite, Cli, MakeSite
from tests.whole.sites import tree

SITE = "title: Test\nautolink:\n  exclude: [Inference cost, Other] # never\nnewsletter: {name: News, provider: none}\n"
COST = (
    "---\n"
    "# What it is called.\n"
    "title: Inference Cost   # for now\n"
    "definition: What it costs.\n"
    "aliases: ['Cost of inference']\n"
    "related: [GPU]\n"
    "# The day.\n"
    "updated: 2026-01-01\n"
    "---\n"
    "[[Inference Cost]] is no link to itself.\n\n## Why\n\nIt costs.\n"
)
GPU = (
    "---\r\n"
    "title: GPU\r\n"
    "related:\r\n"
    '  - "Inference Cost"  # quoted\r\n'
    "  - inference-cost\r\n"
    "  - Cost of inference\r\n"
    "broader: [inference  COST]\r\n"
    "---\r\n"
    "An [[inference cost]], [[Inference cost|the price]] and [[ Inference\r\n"
    "Cost ]]; an [[Cost of inference|alias]], `[[Inference Cost]]`, \\[[Inference Cost]].\r\n"
    "\r\n"
    "| a |\r\n"
    "| --- |\r\n"
    "| [[Inference Cost\\|c]] |\r\n"
    "\r\n"
    "[one](/terms/inference-cost/), [two](/terms/inference-cost/#cite), [three][t], "
    "/terms/inference-cost/ and [other](/terms/inference-cost-of-ai/).\r\n"
    "\r\n"
    "[t]: /terms/inference-cost\r\n"
)
MANY = (
    "- title: First\n"
    "  definition: One.\n"
    "  replaced_by: Inference Cost\n"
    "- title: Second   # the other\n"
    "  definition: Two.\n"
    "  body: |\n"
    "    It has an [[inference cost]].\n"
    "\n"
    "    [[First]]\n"
    "  slug: second\n"
    '- {title: Third, definition: Three., body: "An [[Inference Cost]]."}\n'
)
FILES = {
    "site.yaml": SITE,
    "terms/inference-cost.md": COST,
    "terms/chips/gpu.md": GPU,
    "terms/many.yaml": MANY,
    "terms/inference-cost-of-ai.md": "---\ntitle: Inference Cost of AI\n---\nAnother.\n",
    "newsletter/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nOn [[Inference Cost]].\n",
    "permalinks.txt": "/\n/terms/inference-cost/\n/terms/second/\n",
}


@pytest.fixture
def site(make_site: MakeSite) -> Path:
    """A glossary that speaks of one term in every way there is."""
    return make_site(FILES)


def text(folder: Path, path: str) -> str:
    """Read a file with its own line ends."""
    return (folder / path).read_bytes().decode()


def test_everything_that_refers_to_a_term_is_rewritten(site: Path, cli: Cli) -> None:
    """A name lives in a hundred places; an editor with search and replace misses some, or more."""
    done = cli("rename", "Inference Cost", "Price of Inference", "--source", site)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        "newsletter/one.md", "permalinks.txt", "site.yaml", "terms/chips/gpu.md",
        "terms/many.yaml", "terms/price-of-inference.md",
    ]  # fmt: skip
    assert text(site, "terms/price-of-inference.md") == COST.replace(
        "title: Inference Cost", "title: Price of Inference"
    ).replace("# The day.\n", "former_slugs: [inference-cost]\n# The day.\n").replace(
        "[[Inference Cost]]", "[[Price of Inference]]"
    )
    assert not (site / "terms/inference-cost.md").exists()
    assert text(site, "terms/chips/gpu.md") == (
        GPU.replace('"Inference Cost"', '"Price of Inference"')
        .replace("- inference-cost", "- price-of-inference")
        .replace("[inference  COST]", "[Price of Inference]")
        .replace("[[inference cost]]", "[[price of inference]]")
        .replace("[[Inference cost|", "[[Price of inference|")
        .replace("[[ Inference\r\nCost ]]", "[[Price of Inference]]")
        .replace("| [[Inference Cost", "| [[Price of Inference")
        .replace("(/terms/inference-cost/)", "(/terms/price-of-inference/)")
        .replace("(/terms/inference-cost/#cite)", "(/terms/price-of-inference/#cite)")
        .replace("[t]: /terms/inference-cost", "[t]: /terms/price-of-inference")
    )
    assert text(site, "terms/many.yaml") == MANY.replace(
        "replaced_by: Inference Cost", "replaced_by: Price of Inference"
    ).replace("[[inference cost]]", "[[price of inference]]").replace(
        "[[Inference Cost]]", "[[Price of Inference]]"
    )
    assert text(site, "newsletter/one.md").endswith("\nOn [[Price of Inference]].\n")
    assert "exclude: [Price of Inference, Other] # never" in text(site, "site.yaml")
    assert text(site, "permalinks.txt").split() == [
        "/", "/terms/inference-cost/", "/terms/price-of-inference/", "/terms/second/"
    ]  # fmt: skip


def test_nothing_is_lost_and_nothing_is_found(site: Path, cli: Cli, build_site: BuildSite) -> None:
    """After a renaming the site builds as before, and the old address leads to the new one."""
    cli("check", "--fix", "--source", site)
    before = [one.code for one in build_site(site, notes=True, dry_run=True).findings]

    assert cli("rename", "inference-cost", "Price of Inference", "--source", site).returncode == 0
    report = build_site(site)

    assert report.is_ok
    assert [one.code for one in build_site(site, notes=True, dry_run=True).findings] == before
    page = (site / "_site/terms/inference-cost/index.html").read_text()
    assert "url=/terms/price-of-inference/" in page


@pytest.mark.parametrize(
    "old",
    ["Inference Cost", "inference cost", "Cost of inference", "inference-cost",
     "terms/inference-cost.md", "./terms/inference-cost.md", "inference-cost.md"],
)  # fmt: skip
def test_a_term_is_found_by_whatever_names_it(site: Path, cli: Cli, old: str) -> None:
    """Who renames has the file before them, or the page, or the name in mind."""
    done = cli("rename", old, "Price", "--source", site)

    assert (done.returncode, (site / "terms/price.md").exists()) == (0, True)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Inference Csot", "Price", "unknown-term"),
        ("terms/many.yaml", "Price", "ambiguous-term"),
        ("Inference Cost", "GPU", "name-collision"),
        ("Inference Cost", "g p u", "bad-slug"),
        ("Inference Cost", "Gpu!", "permalink-collision"),
        ("Inference Cost", "index", "bad-slug"),
        ("Inference Cost", "x" * 120, "bad-slug"),
        ("Inference Cost", "Inference Cost", "redundant-alias"),
        ("Inference Cost", "Chips", "permalink-collision"),
        ("Inference Cost", "a\u202eb", "bad-value"),
    ],
)
def test_what_is_taken_is_refused_and_nothing_changes(
    site: Path, cli: Cli, old: str, new: str, code: str
) -> None:
    """Half a renaming is worse than none."""
    (site / "terms/chips.md").write_text("---\ntitle: Something\n---\nElse.\n")
    before = tree(site)

    done = cli("rename", old, new, "--source", site)

    if new == "g p u":
        assert done.returncode == 0
        return
    assert (done.returncode, done.stdout) == (1, "")
    assert f"error[{code}]" in done.stderr or f"warning[{code}]" in done.stderr
    assert tree(site) == before


def test_what_cannot_be_read_may_speak_of_the_term(site: Path, cli: Cli) -> None:
    """A reference in a broken file would dangle as soon as the file is mended."""
    (site / "terms/broken.md").write_text("---\ntitle: [\n---\n[[Inference Cost]]\n")
    before = tree(site)

    done = cli("rename", "Inference Cost", "Price", "--source", site)

    assert (done.returncode, tree(site)) == (1, before)
    assert "terms/broken.md" in done.stderr


def test_a_dry_run_shows_the_change_and_makes_none(site: Path, cli: Cli) -> None:
    """A diff can be read before, and taken by git."""
    before = tree(site)

    done = cli("rename", "Inference Cost", "Price", "--source", site, "--dry-run")

    assert (done.returncode, tree(site)) == (0, before)
    assert "rename from terms/inference-cost.md\nrename to terms/price.md\n" in done.stdout
    assert "-title: Inference Cost   # for now\n+title: Price   # for now\n" in done.stdout


def test_the_old_title_stays_a_name_if_that_is_asked(site: Path, cli: Cli) -> None:
    """Readers go on looking for the old name, and prose goes on using it."""
    done = cli("rename", "Inference Cost", "Price", "--source", site, "--keep-alias")

    assert done.returncode == 0
    assert "aliases: ['Cost of inference', Inference Cost]\n" in text(site, "terms/price.md")
    assert "exclude: [Inference cost, Other, Price] # never" in text(site, "site.yaml")
    assert done.stderr == ""


def test_prose_that_loses_its_link_is_counted(site: Path, cli: Cli) -> None:
    """No program may rewrite prose; the editor learns that there is some."""
    (site / "terms/memory.md").write_text("---\ntitle: Memory\n---\nIt has an inference cost.\n")
    change = "exclude: [Inference cost, Other] # never"
    (site / "site.yaml").write_text(SITE.replace(change, "exclude: []"))

    done = cli("rename", "Inference Cost", "Price", "--source", site)

    assert done.stderr == (
        '2 bodies mention "Inference Cost", no name of the term now; --keep-alias keeps it.\n'
    )


def test_a_renaming_there_and_back_leaves_only_the_address(site: Path, cli: Cli) -> None:
    """The address between was published, so it is kept; all else is as it was."""
    before = tree(site)

    cli("rename", "Inference Cost", "Price of Inference", "--source", site)
    cli("rename", "Price of Inference", "Inference Cost", "--source", site)

    changed = {path for path, data in tree(site).items() if before.get(path) != data}
    assert changed <= {
        "permalinks.txt",
        "terms/inference-cost.md",
        "site.yaml",
        "terms/chips/gpu.md",
    }
    assert "former_slugs: [price-of-inference]\n# The day." in text(site, "terms/inference-cost.md")


def test_a_term_in_a_list_of_terms_is_renamed_where_it_stands(site: Path, cli: Cli) -> None:
    """Its neighbours in the file are none of its business."""
    assert cli("rename", "Second", "Next", "--source", site).returncode == 0
    assert cli("rename", "Third", "Last", "--source", site, "--keep-alias").returncode == 0

    assert text(site, "terms/many.yaml") == MANY.replace(
        "- title: Second   # the other", "- title: Next   # the other"
    ).replace("  slug: second\n", "  slug: next\n  former_slugs: [second]\n").replace(
        '{title: Third, definition: Three., body: "An [[Inference Cost]]."}',
        '{title: Last, definition: Three., body: "An [[Inference Cost]].", aliases: [Third], '
        "former_slugs: [third]}",
    )


def test_a_name_that_no_address_can_spell_keeps_the_address(site: Path, cli: Cli) -> None:
    """A title in another script has no slug of its own; the page must not move for it."""
    assert cli("rename", "Inference Cost", "推論", "--source", site).returncode == 0

    assert "title: 推論" in text(site, "terms/inference-cost.md")
    assert "former_slugs" not in text(site, "terms/inference-cost.md")
    assert "[[推論]]" in text(site, "newsletter/one.md")


def test_a_name_that_no_link_can_hold_is_linked_by_its_slug(site: Path, cli: Cli) -> None:
    """Brackets and bars mean something in a link; its words stay."""
    assert cli("rename", "Inference Cost", "Price [AI]", "--source", site).returncode == 0

    assert "On [[price-ai|Inference Cost]]." in text(site, "newsletter/one.md")
    assert "[[price-ai|the price]]" in text(site, "terms/chips/gpu.md")


def test_a_draft_leaves_no_address_behind(site: Path, cli: Cli) -> None:
    """What was never published needs no redirect."""
    (site / "terms/new.md").write_text("---\ntitle: New\ndraft: true\n---\nNot yet.\n")

    assert cli("rename", "New", "Newer", "--source", site).returncode == 0
    assert text(site, "terms/newer.md") == "---\ntitle: Newer\ndraft: true\n---\nNot yet.\n"
    assert "/terms/newer/" not in text(site, "permalinks.txt")


@pytest.mark.parametrize("failing", range(8))
def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    site: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """A full disk must not leave a glossary with half its references."""
    before = tree(site)
    planned, _ = renaming.plan(site, "Inference Cost", "Price")
    assert planned is not None
    real, calls = os.rename, iter(range(100))

    def rename(source: object, target: object) -> None:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", rename)
    written, found = renaming.carry_out(site, planned)

    if failing >= len(planned.after):
        assert found == ()
        return
    assert (written, [one.code for one in found]) == ((), ["write-failed"])
    assert found[0].message.endswith("No space left on device; nothing was changed")
    assert tree(site) == before


def test_what_could_not_be_put_back_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever must mend by hand needs to know which files."""
    planned, _ = renaming.plan(site, "Inference Cost", "Price")
    assert planned is not None
    real, calls = os.rename, iter(range(100))

    def rename(source: object, target: object) -> None:
        if next(calls) >= 2:
            raise OSError(5, "Input/output error")
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", rename)
    _, found = renaming.carry_out(site, planned)

    assert [one.span.path for one in found[1:]] == ["permalinks.txt", "newsletter/one.md"]
    assert "left changed" in found[1].message
    assert not list(site.rglob(".*.renaming"))


def test_a_file_that_changed_meanwhile_is_not_overwritten(site: Path) -> None:
    """An editor may save while the renaming is worked out."""
    planned, _ = renaming.plan(site, "Inference Cost", "Price")
    assert planned is not None
    (site / "newsletter/one.md").write_text("---\ntitle: Mine\ndate: 2026-01-01\n---\nMine.\n")
    before = tree(site)

    written, found = renaming.carry_out(site, planned)

    assert (written, tree(site)) == ((), before)
    assert [one.span.path for one in found] == ["newsletter/one.md"]


def test_an_address_that_nothing_would_keep_is_not_given_up(site: Path, cli: Cli) -> None:
    """Without redirect pages a renaming would end every link to the term."""
    (site / "site.yaml").write_text(SITE + "outputs: [pages]\n")
    before = tree(site)

    done = cli("rename", "Inference Cost", "Price", "--source", site)

    assert (done.returncode, tree(site)) == (1, before)
    assert "error[lost-permalink]: the address /terms/inference-cost/ would be lost" in done.stderr
    assert "hint: name redirects under outputs in site.yaml" in done.stderr
