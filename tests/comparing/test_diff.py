"""`diff`: what readers will see changed, told by terms and not by lines."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.comparing.repositories import FILES, commit, git, repository, write
from tests.conftest import Cli

Found = dict[str, Any]
GPU, MEMORY, PRICE = FILES["terms/gpu.md"], FILES["terms/memory.md"], FILES["terms/price.md"]


def told(cli: Cli, folder: Path, *arguments: str, code: int = 1) -> Found:
    """Give what `diff` says as JSON."""
    done = cli("diff", "--format", "json", "--jobs", "1", "--source", folder, *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    found: Found = json.loads(done.stdout)
    assert found["version"] == 1
    assert found["is_different"] is (code == 1)
    changes: Found = found["changes"]
    return changes


def after(cli: Cli, tmp_path: Path, files: Mapping[str, str | None]) -> Found:
    """Change files of the example and say what differs from its commit."""
    folder = repository(tmp_path / "glossary")
    write(folder, files)
    return told(cli, folder, "HEAD")


def named(things: list[Found]) -> list[str]:
    return [one["id"] for one in things]


def changed(changes: Found, name: str, kind: str = "terms") -> Found:
    found: Found = next(one for one in changes["kinds"][kind]["changed"] if one["id"] == name)
    return found


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_where_nothing_changed_nothing_is_told(cli: Cli, tmp_path: Path, form: str) -> None:
    """A pull request that touches only the program says so, and exits with 0."""
    folder = repository(tmp_path / "glossary")
    write(folder, {"README.md": "Not for readers of the site.", "terms/gpu.md": GPU + "\n\n"})

    done = cli("diff", "HEAD", "--format", form, "--source", folder)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "<details>" not in done.stdout
    if form != "json":
        assert "Readers will see no change." in done.stdout.replace("\\", "")


def test_what_git_tells_of_the_past_is_no_change(cli: Cli, tmp_path: Path) -> None:
    """A revision out of git has no history of its own to compare."""
    site = FILES["site.yaml"] + "outputs: [default, history]\n"
    folder = repository(tmp_path / "site", {**FILES, "site.yaml": site})
    git(folder, "commit", "--quiet", "--amend", "--no-edit", "--date=2025-01-01T00:00:00Z")
    commit(folder, {"terms/gpu.md": GPU.replace("parallel", "pairs")})
    cli("build", "--source", folder)

    done = cli("diff", "HEAD", "--source", folder)

    assert (folder / "_site/terms/gpu/history/index.html").is_file()
    assert (done.returncode, done.stdout.count("history")) == (0, 0)


def test_a_term_that_is_added_is_told_with_its_definition(cli: Cli, tmp_path: Path) -> None:
    """A reviewer reads the new definition without opening the file."""
    changes = after(
        cli, tmp_path, {"terms/tpu.md": "---\ntitle: TPU\ndefinition: Other.\n---\nX.\n"}
    )

    assert [(one["id"], one["definition"]) for one in changes["kinds"]["terms"]["added"]] == [
        ("tpu", "Other.")
    ]
    assert "/terms/tpu/" in changes["addresses"]["added"]


def test_a_term_that_is_removed_loses_its_address(cli: Cli, tmp_path: Path) -> None:
    """What others link to will not be there any more."""
    changes = after(cli, tmp_path, {"terms/price.md": None})

    assert named(changes["kinds"]["terms"]["removed"]) == ["price"]
    assert "/terms/price/" in changes["addresses"]["removed"]


RENAMES: Final[Mapping[str, str]] = {
    "said by former_slugs": (
        "---\ntitle: Cost\nformer_slugs: [price]\ndefinition: All new.\ntopics: [money]\n---\nNew.\n"
    ),
    "the same content": PRICE.replace("title: Price", "title: Cost"),
    "alike": PRICE.replace("title: Price", "title: Cost").replace("by two", "by two sides"),
}


@pytest.mark.parametrize("way", RENAMES)
def test_a_renamed_term_is_neither_added_nor_removed(cli: Cli, tmp_path: Path, way: str) -> None:
    """It is one term with a history, however it was renamed."""
    changes = after(cli, tmp_path, {"terms/price.md": None, "terms/cost.md": RENAMES[way]})

    terms = changes["kinds"]["terms"]
    assert (terms["added"], terms["removed"]) == ([], [])
    assert changed(changes, "cost")["former_id"] == "price"


def test_a_term_that_only_sits_in_another_file_has_not_changed(cli: Cli, tmp_path: Path) -> None:
    """Readers see no files."""
    folder = repository(tmp_path / "glossary")
    write(folder, {"terms/price.md": None, "terms/more/price.md": PRICE})

    told(cli, folder, "HEAD", code=0)


def test_a_definition_is_compared_word_by_word(cli: Cli, tmp_path: Path) -> None:
    """The one word that is new is what a reviewer has to judge."""
    changes = after(cli, tmp_path, {"terms/gpu.md": GPU.replace("calculates", "reckons fast")})

    definition = changed(changes, "gpu")["texts"]["definition"]
    assert [(one["kind"], one["text"]) for one in definition["pieces"]] == [
        ("same", "A chip that "), ("gone", "calculates"), ("new", "reckons fast"),
        ("same", " in parallel."),
    ]  # fmt: skip
    assert definition["before"] == "A chip that calculates in parallel."


def test_a_body_is_compared_by_what_readers_see_of_it(cli: Cli, tmp_path: Path) -> None:
    """Markup that makes no difference is none; a new heading is one."""
    changes = after(cli, tmp_path, {"terms/memory.md": MEMORY + "\n## Kinds\n\nSome are fast.\n"})

    memory = changed(changes, "memory")
    assert (memory["words_added"], memory["words_removed"]) == (4, 0)
    assert memory["lists"]["headings"]["added"] == ["Kinds"]
    assert [one["after"] for one in memory["passages"]] == ["Kinds", "Some are fast."]


Check = Callable[[Found], bool]
ONE_BY_ONE: Final[Mapping[str, tuple[Mapping[str, str | None], Check]]] = {
    "title": (
        {"terms/memory.md": MEMORY.replace("title: Memory", "title: Memory Chip\nslug: memory")},
        lambda c: changed(c, "memory")["texts"]["title"]["after"] == "Memory Chip",
    ),
    "abbreviation": (
        {"terms/memory.md": MEMORY.replace("topics:", "abbreviation: MEM\ntopics:")},
        lambda c: changed(c, "memory")["texts"]["abbreviation"]["before"] is None,
    ),
    "aliases": (
        {"terms/gpu.md": GPU.replace("Graphics Processor", "Video Card")},
        lambda c: (
            changed(c, "gpu")["lists"]["aliases"]
            == {"added": ["Video Card"], "removed": ["Graphics Processor"]}
        ),
    ),
    "deprecated": (
        {"terms/memory.md": MEMORY.replace("topics:", "replaced_by: GPU\ntopics:")},
        lambda c: changed(c, "memory")["texts"]["replaced_by"]["after"] == "GPU",
    ),
    "related": (
        {"terms/memory.md": MEMORY.replace("topics:", "related: [Price]\ntopics:")},
        lambda c: (
            changed(c, "memory")["lists"]["related"]["added"] == ["Price"]
            and changed(c, "price")["lists"]["mentioned in"]["added"] == ["Memory"]
        ),
    ),
    "broader": (
        {"terms/memory.md": MEMORY.replace("topics:", "broader: [Price]\ntopics:")},
        lambda c: (
            changed(c, "memory")["lists"]["broader"]["added"] == ["Price"]
            and changed(c, "price")["lists"]["narrower"]["added"] == ["Memory"]
        ),
    ),
    "written links": (
        {"terms/price.md": PRICE.replace("two", "two, as of [[GPU]]")},
        lambda c: changed(c, "price")["lists"]["links"]["added"] == ["GPU"],
    ),
    "automatic links": (
        {"terms/gpu.md": GPU.replace("needs memory", "needs power")},
        lambda c: changed(c, "gpu")["lists"]["automatic links"]["removed"] == ["Memory"],
    ),
    "a topic's name": (
        {"site.yaml": FILES["site.yaml"].replace("title: Money", "title: Markets")},
        lambda c: changed(c, "money", "topics")["texts"]["title"]["after"] == "Markets",
    ),
    "a term's topic": (
        {"terms/memory.md": MEMORY.replace("[chips]", "[money]")},
        lambda c: (
            changed(c, "memory")["lists"]["topics"] == {"added": ["Money"], "removed": ["Chips"]}
        ),
    ),
    "rows": (
        {"data/prices.csv": "year,price\n2023,301\n2025,350\n"},
        lambda c: (
            list(changed(c, "prices", "datasets")["rows"]["added"]) == ["2025"]
            and list(changed(c, "prices", "datasets")["rows"]["removed"]) == ["2024"]
            and changed(c, "prices", "datasets")["rows"]["changed"]["2023"]["after"] == "price: 301"
        ),
    ),
    "an issue": (
        {"newsletter/2025-01-03.md": FILES["newsletter/2025-01-03.md"].replace("Hello", "Dear")},
        lambda c: len(c["kinds"]["issues"]["changed"]) == 1,
    ),
    "an issue more": (
        {"newsletter/2025-01-10.md": "---\ntitle: Second\ndate: 2025-01-10\n---\nHello again.\n"},
        lambda c: [one["title"] for one in c["kinds"]["issues"]["added"]] == ["Second"],
    ),
    "settings": (
        {"site.yaml": FILES["site.yaml"] + "licence: CC0\n"},
        lambda c: c["settings"]["licence"]["after"] == "CC0",
    ),
    "a redirect": (
        {"terms/memory.md": MEMORY.replace("topics:", "former_slugs: [ram]\ntopics:")},
        lambda c: c["addresses"]["added"]["/terms/ram/"] == "leads to /terms/memory/",
    ),
}


@pytest.mark.parametrize("what", ONE_BY_ONE)
def test_each_kind_of_change_is_told(cli: Cli, tmp_path: Path, what: str) -> None:
    """What readers can see and a diff does not tell would be merged unseen."""
    files, is_told = ONE_BY_ONE[what]

    assert is_told(after(cli, tmp_path, files))


def test_all_changes_at_once_do_not_hide_each_other(cli: Cli, tmp_path: Path) -> None:
    """A large pull request is where a reviewer needs it most."""
    every = {
        "terms/gpu.md": GPU.replace("calculates", "reckons"),
        "terms/price.md": None,
        "terms/cost.md": RENAMES["alike"],
        "terms/tpu.md": "---\ntitle: TPU\ndefinition: Other.\n---\nX.\n",
        "data/prices.csv": "year,price\n2023,300\n2024,325\n",
        "site.yaml": FILES["site.yaml"] + "licence: CC0\n",
    }
    changes = after(cli, tmp_path, every)

    assert named(changes["kinds"]["terms"]["added"]) == ["tpu"]
    assert changes["kinds"]["terms"]["removed"] == []
    assert {"gpu", "cost"} <= set(named(changes["kinds"]["terms"]["changed"]))
    assert named(changes["kinds"]["datasets"]["changed"]) == ["prices"]
    assert list(changes["settings"]) == ["licence"]


def test_a_page_that_changes_without_its_file_is_told(cli: Cli, tmp_path: Path) -> None:
    """A new figure changes sentences in files that nobody touched: no line of a diff shows it."""
    changes = after(cli, tmp_path, {"data/prices.csv": "year,price\n2023,300\n2024,325\n"})

    gpu = changed(changes, "gpu")
    assert gpu["is_own"] is False
    assert gpu["lists"]["figures"] == {"added": ["$325"], "removed": ["$319"]}
    assert gpu["shows"] == ["data"]
    headline = changed(changes, "prices", "datasets")["texts"]["headline"]
    assert "319" in headline["before"]
    assert "325" in headline["after"]


def test_two_commits_are_compared_whatever_the_working_tree_holds(cli: Cli, tmp_path: Path) -> None:
    """A reviewer asks for two revisions and gets these two."""
    folder = repository(tmp_path / "glossary")
    first = git(folder, "rev-parse", "HEAD")
    commit(folder, {"terms/memory.md": MEMORY.replace("bytes", "bits")})
    write(folder, {"terms/price.md": "no term at all"})

    changes = told(cli, folder, first, "HEAD")

    assert named(changes["kinds"]["terms"]["changed"]) == ["memory"]
    assert changes["problems"] == {}


def test_a_branch_is_not_blamed_for_what_others_merged_meanwhile(cli: Cli, tmp_path: Path) -> None:
    """With --merge-base a pull request shows its own changes only."""
    folder = repository(tmp_path / "glossary")
    git(folder, "checkout", "-q", "-b", "mine")
    commit(folder, {"terms/memory.md": MEMORY.replace("bytes", "bits")})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"terms/price.md": PRICE.replace("two", "three")})

    plain = told(cli, folder, "main", "mine")
    own = told(cli, folder, "--merge-base", "main", "mine")

    assert named(plain["kinds"]["terms"]["changed"]) == ["memory", "price"]
    assert named(own["kinds"]["terms"]["changed"]) == ["memory"]


def test_a_glossary_in_a_folder_of_its_repository_is_compared(cli: Cli, tmp_path: Path) -> None:
    """Many glossaries lie beside the program that they explain."""
    outer = repository(tmp_path / "outer", {f"docs/glossary/{p}": t for p, t in FILES.items()})
    folder = outer / "docs" / "glossary"
    write(folder, {"terms/price.md": None})

    assert named(told(cli, folder, "HEAD")["kinds"]["terms"]["removed"]) == ["price"]


def test_a_broken_revision_is_compared_as_far_as_it_goes(cli: Cli, tmp_path: Path) -> None:
    """The first mistake hides neither the changes nor itself."""
    files = {"terms/gpu.md": "no front matter", "terms/memory.md": MEMORY.replace("bytes", "bits")}
    changes = after(cli, tmp_path, files)

    assert "memory" in named(changes["kinds"]["terms"]["changed"])
    assert [one["code"] for one in changes["problems"]["head"]] == ["no-front-matter"]


def test_a_glossary_that_was_not_there_before_is_all_new(cli: Cli, tmp_path: Path) -> None:
    """The first pull request of a glossary has a base without one."""
    folder = repository(tmp_path / "glossary", {"README.md": "Soon."})
    commit(folder, dict(FILES))

    changes = told(cli, folder, "HEAD~1", "HEAD")

    assert named(changes["kinds"]["terms"]["added"]) == ["gpu", "memory", "price"]


def test_comparing_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    """It runs in a contributor's clone, in the middle of work."""
    folder = repository(tmp_path / "glossary")
    write(folder, {"terms/price.md": None})
    before = sorted(folder.rglob("*"))
    status = git(folder, "status", "--porcelain")

    told(cli, folder, "HEAD")

    assert sorted(folder.rglob("*")) == before
    assert git(folder, "status", "--porcelain") == status
