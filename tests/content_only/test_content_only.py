"""`check --content-only BASE`: what a pull request of content may touch, in real repositories."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.comparing.content_only import outside_content
from tests.comparing.repositories import FILES, commit, git, repository, write
from tests.conftest import Cli
from tests.properties.thorough import seldom

TERM: Final = "---\ntitle: Tensor\ndefinition: A table with any number of sides.\n---\nA table.\n"
CODE: Final = {
    "README.md": "Read me.\n",
    "templates/pages/home.html": "<p>Home</p>\n",
    "static/site.js": "alert(1)\n",
    "conftest.py": "import os\n",
    "permalinks.txt": "# All.\n\n/\n/terms/gpu/\n",
}

Change = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A glossary with code beside it, and a branch that is about to change something."""
    made = repository(tmp_path / "glossary", {**FILES, **CODE})
    git(made, "switch", "-q", "-c", "change")
    return made


def named(folder: Path, base: str = "main") -> dict[str, str]:
    """Give what is refused and why, by path."""
    return {found.span.path: found.message for found in outside_content(folder, base)}


def test_every_kind_of_content_may_come_change_and_go(cli: Cli, folder: Path) -> None:
    """This is what editors do all day, and nobody should have to read it as code."""
    commit(
        folder,
        {
            "terms/tensor.md": TERM,
            "terms/deep/matrix.yaml": "title: Matrix\ndefinition: A table with two sides.\n",
            "data/prices.csv": "year,price\n2023,301\n",
            "newsletter/2025-02-03.md": "---\ntitle: Second\ndate: 2025-02-03\n---\nHello.\n",
            "terms/price.md": None,
        },
    )
    git(folder, "mv", "terms/memory.md", "terms/storage.md")
    (folder / "images").mkdir()
    (folder / "images/chip.png").write_bytes(b"\x89PNG")

    assert named(folder) == {}
    assert "not-content" not in cli("check", "--source", folder, "--content-only", "main").stdout


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        (lambda f: write(f, {"README.md": "Read me now.\n"}), "README.md", "this file has changed"),
        (lambda f: write(f, {"site.yaml": "title: Mine\n"}), "site.yaml", "has changed"),
        (lambda f: write(f, {"conftest.py": None}), "conftest.py", "this file is gone"),
        (lambda f: write(f, {".github/workflows/x.yml": "on: push\n"}), ".github/workflows/x.yml", "is new"),
        (lambda f: write(f, {"static/new.js": "1\n"}), "static/new.js", "is new"),
        (lambda f: write(f, {"templates/pages/home.html": "<b>\n"}), "templates/pages/home.html", "has changed"),
        (lambda f: write(f, {"Terms/gpu.md": TERM}), "Terms/gpu.md", "no file of a term"),
        (lambda f: write(f, {"terms/conftest.py": "1\n"}), "terms/conftest.py", "only .md"),
        (lambda f: write(f, {"terms/.gitattributes": "* filter=x\n"}), "terms/.gitattributes", "tools look for"),
        (lambda f: write(f, {"data/.x/y.csv": "a\n1\n"}), "data/.x/y.csv", "tools look for"),
        (lambda f: write(f, {"data/x.py": "1\n"}), "data/x.py", "only .yaml"),
        (lambda f: write(f, {"images/x.svg": "<svg/>\n"}), "images/x.svg", "only .png"),
        (lambda f: (f / "terms/gpu.md").chmod(0o755), "terms/gpu.md", "run as a program"),
        (lambda f: (f / "terms/x.md").symlink_to("../README.md"), "terms/x.md", "symbolic link"),
        (lambda f: (git(f, "mv", "README.md", "terms/read.md")), "README.md", "is gone"),
        (lambda f: write(f, {"a\nb::error::c": "1\n"}), "a\nb::error::c", "is new"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["committed", "staged", "there"])
def test_anything_else_is_refused_by_name(
    folder: Path, change: Change, path: str, words: str, state: str
) -> None:
    """One file that is overlooked is enough: a `conftest.py` among terms would run in the tests."""
    change(folder)
    if state != "there":
        git(folder, "add", "-A")
    if state == "committed":
        git(folder, "commit", "-q", "-m", "A change")

    found = named(folder)

    assert list(found) == [path]
    assert words in found[path]


def test_a_submodule_is_refused(folder: Path) -> None:
    """It would bring files that no diff shows."""
    revision = git(folder, "rev-parse", "HEAD")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{revision},terms/other")
    git(folder, "commit", "-q", "-m", "Submodule")

    found = named(folder)

    assert list(found) == ["terms/other"]


def test_what_is_staged_counts_although_the_file_says_otherwise(folder: Path) -> None:
    """The next commit has what is staged, whatever lies in the folder."""
    write(folder, {"README.md": "Mine.\n"})
    git(folder, "add", "-A")
    write(folder, {"README.md": CODE["README.md"]})

    assert list(named(folder)) == ["README.md"]


def test_what_only_looks_changed_is_not(folder: Path) -> None:
    """A fresh checkout has new times for everything."""
    for path in folder.rglob("*.*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    assert named(folder) == {}


def test_what_the_base_did_meanwhile_is_not_the_changes_own(folder: Path) -> None:
    """The branch is as it was when it began; what others merged since is theirs."""
    commit(folder, {"terms/tensor.md": TERM})
    git(folder, "switch", "-q", "main")
    commit(folder, {"README.md": "Changed by somebody else.\n"})
    git(folder, "switch", "-q", "change")

    assert named(folder) == {}


def test_files_that_git_ignores_do_not_count(folder: Path) -> None:
    """Everybody has a built site and a cache lying about."""
    (folder / ".git/info/exclude").write_text("_site/\n")
    write(folder, {"_site/index.html": "<p>\n"})

    assert named(folder) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# All.\n\n/\n/terms/gpu/\n/terms/tensor/\n", None),
        ("/\n/terms/gpu/\n", None),
        ("# All.\n\n/\n", "taken out or changed"),
        ("# All.\n\n/\n/terms/gpu/ -> /terms/price/\n", "taken out or changed"),
        ("/\n/terms/gpu/\n/about/ -> /terms/gpu/\n", "what became of a page"),
        ("/\n/terms/gpu/\n/about/ gone: nobody read it\n", "what became of a page"),
    ],
)
def test_new_addresses_are_content_and_all_else_of_their_list_is_not(
    folder: Path, text: str, words: str | None
) -> None:
    """Who adds a term adds its address; a line could also send another page's readers elsewhere."""
    commit(folder, {"permalinks.txt": text})

    found = named(folder)

    assert list(found) == ([] if words is None else ["permalinks.txt"])
    assert (words or "") in found.get("permalinks.txt", "")


def test_a_glossary_in_a_folder_of_its_own_is_guarded_as_a_whole(tmp_path: Path) -> None:
    """What lies beside the glossary is the program, or another one."""
    top = repository(
        tmp_path / "top", {**{f"deep/glossary/{p}": t for p, t in FILES.items()}, "run.sh": "ls\n"}
    )
    git(top, "switch", "-q", "-c", "change")
    commit(
        top,
        {
            "run.sh": "rm\n",
            "deep/glossary/terms/tensor.md": TERM,
            "terms/x.md": TERM,
            "deep/y": "1",
        },
    )

    assert list(named(top / "deep/glossary")) == ["../../run.sh", "../../terms/x.md", "../y"]


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif"])
def test_every_format_names_the_file(cli: Cli, folder: Path, form: str) -> None:
    """A refusal that only one format shows is overlooked where another is read."""
    commit(folder, {"README.md": "Mine.\n", "terms/tensor.md": TERM})

    done = cli("check", "terms", "--source", folder, "--content-only", "main", "--format", form)

    assert done.returncode == 1
    assert "not-content" in done.stdout
    assert "README.md" in done.stdout


def test_a_path_beside_the_glossary_is_told_from_the_top(cli: Cli, tmp_path: Path) -> None:
    """Code hosts know no other place, and no `..`."""
    top = repository(tmp_path / "top", {f"glossary/{p}": t for p, t in FILES.items()})
    git(top, "switch", "-q", "-c", "change")
    commit(top, {"run.sh": "rm\n"})

    done = cli("check", "--source", top / "glossary", "--content-only", "main", "--format", "json")

    files = {
        one["file"] for one in json.loads(done.stdout)["findings"] if one["code"] == "not-content"
    }
    assert files == {"run.sh"}


@pytest.mark.parametrize(
    "base", ["--output=stolen", "-x", "nowhere", "", "main..change", ":/text", "@{u}", "a\tb"]
)
def test_what_is_no_revision_is_a_sentence(cli: Cli, folder: Path, base: str) -> None:
    """No name is an option of git's."""
    before = sorted(folder.rglob("*"))

    done = cli("check", "--source", folder, f"--content-only={base}")

    assert done.returncode == 2
    assert "there is no revision" in done.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_clone_without_the_history_says_how_to_get_it(
    cli: Cli, folder: Path, tmp_path: Path
) -> None:
    """A check that cannot be made must not look like one that passed."""
    base = git(folder, "rev-parse", "main")
    commit(folder, {"README.md": "Mine.\n"})
    git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), "shallow")

    done = cli("check", "--source", tmp_path / "shallow", "--content-only", base)

    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr


def test_histories_without_a_common_commit_are_refused(cli: Cli, folder: Path) -> None:
    """A branch from nowhere could hold anything."""
    git(folder, "switch", "-q", "--orphan", "other")
    commit(folder, {"terms/tensor.md": TERM})

    done = cli("check", "--source", folder, "--content-only", "main")

    assert done.returncode == 2
    assert "no commit in common" in done.stderr


def test_no_program_of_the_repositorys_is_run(folder: Path) -> None:
    """An attribute of the change, with a driver that somebody's configuration names."""
    stolen = folder.parent / "stolen"
    for name in ("diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "diff.external"):
        git(folder, "config", name, f"touch {stolen};")
    write(folder, {".gitattributes": "* diff=evil\n", "README.md": "Mine.\n"})

    found = named(folder)

    assert list(found) == [".gitattributes", "README.md"]
    assert not stolen.exists()


FOLDERS: Final = st.sampled_from(
    ["terms", "data", "newsletter", "images", "static", "Terms", ".", "x"]
)
NAMES: Final = st.from_regex(r"[a-z.][a-z]{0,3}", fullmatch=True)
ENDS: Final = st.sampled_from([".md", ".yaml", ".yml", ".csv", ".json", ".png", ".py", ".svg", ""])
PATHS: Final = st.builds(lambda f, n, e: os.path.normpath(f"{f}/{n}{e}"), FOLDERS, NAMES, ENDS)
KINDS: Final = {
    "terms": (".md", ".yaml", ".yml"),
    "data": (".yaml", ".csv", ".json"),
    "newsletter": (".md",),
    "images": (".png",),
}


def is_content(path: str) -> bool:
    """Say the rule in other words than the program."""
    folder, name = os.path.split(path)
    return folder in KINDS and name.endswith(KINDS[folder]) and not name.startswith(".")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that each example leaves as it found it."""
    return repository(tmp_path_factory.mktemp("any") / "glossary", {"site.yaml": "title: T\n"})


@settings(seldom)
@given(paths=st.sets(PATHS, max_size=6).filter(lambda paths: not paths & {".git", "..", "."}))
def test_exactly_what_is_no_content_is_named(ground: Path, paths: set[str]) -> None:
    """Whatever files a change brings together."""
    for path in paths:
        (ground / path).parent.mkdir(exist_ok=True)
        (ground / path).write_text("x")

    found = named(ground)

    git(ground, "clean", "-q", "-f", "-d", "-x")
    assert set(found) == {path for path in paths if not is_content(path)}
