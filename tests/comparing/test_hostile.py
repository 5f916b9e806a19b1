"""Names and trees that want more than to be compared."""

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from glossary_site.comparing.revisions import BLOB_LIMIT, Repository
from tests.comparing.repositories import FILES, commit, git, repository, write
from tests.conftest import Cli

MEMORY = FILES["terms/memory.md"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "glossary")


@pytest.mark.parametrize(
    "name", ["--output=stolen", "-O stolen", "--upload-pack=touch stolen", "HEAD;touch stolen",
             "$(touch stolen)", "nowhere", "", "HEAD:site.yaml", "HEAD..main", "^HEAD"],
)  # fmt: skip
def test_a_name_that_is_no_revision_is_a_sentence(cli: Cli, folder: Path, name: str) -> None:
    """No name is an option of git's or a command of a shell."""
    before = sorted(folder.rglob("*"))

    done = cli("diff", "--source", folder, "--", name)

    assert done.returncode == 2
    assert "there is no revision" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_shallow_clone_says_how_to_get_the_rest(cli: Cli, folder: Path, tmp_path: Path) -> None:
    """This is what most first runs in a CI meet."""
    first = git(folder, "rev-parse", "HEAD")
    commit(folder, {"terms/price.md": None})
    git(tmp_path, "clone", "-q", "--depth", "1", folder.as_uri(), "shallow")

    done = cli("diff", first, "--source", tmp_path / "shallow")

    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr


def test_outside_a_repository_there_is_nothing_to_compare(cli: Cli, tmp_path: Path) -> None:
    """The sentence says what is missing."""
    write(tmp_path / "plain", dict(FILES))

    done = cli("diff", "HEAD", "--source", tmp_path / "plain")

    assert done.returncode == 2
    assert "lies in no git repository" in done.stderr


def test_links_and_submodules_of_a_revision_are_left_out(cli: Cli, folder: Path) -> None:
    """A link in a tree could name any file of the machine that compares."""
    first = git(folder, "rev-parse", "HEAD")
    (folder / "terms" / "passwd.md").symlink_to("/etc/passwd")
    git(folder, "add", "-A")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{first},terms/other")
    git(folder, "commit", "-q", "-m", "Links")

    done = cli("diff", first, "HEAD", "--format", "json", "--source", folder)

    assert done.returncode == 0, done.stdout
    assert "terms/passwd.md is a symbolic link and is left out" in done.stderr
    assert "terms/other is a submodule and is left out" in done.stderr
    assert "root:" not in done.stdout


def test_filters_hooks_and_attributes_are_never_run(cli: Cli, folder: Path) -> None:
    """What a revision says of its files is not obeyed: only its objects are read."""
    stolen = folder.parent / "stolen"
    for name in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"):
        git(folder, "config", name, f"touch {stolen}")
    hook = folder / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {stolen}\n")
    hook.chmod(0o755)
    first = git(folder, "rev-parse", "HEAD")
    blob = subprocess.run(
        ["git", "-C", folder, "hash-object", "-w", "--stdin"],
        input=b"* filter=evil diff=evil\n", capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    git(folder, "update-index", "--add", "--cacheinfo", f"100644,{blob},terms/.gitattributes")
    tree = git(folder, "write-tree")
    second = git(folder, "commit-tree", tree, "-p", first, "-m", "Evil")

    stolen.unlink(missing_ok=True)  # git itself may have run them for this test

    done = cli("diff", first, second, "--source", folder)

    assert done.returncode == 0, done.stdout
    assert not stolen.exists()


def test_a_huge_file_is_left_out_and_said(cli: Cli, folder: Path) -> None:
    """A few bytes packed may be gigabytes when they are taken out."""
    first = git(folder, "rev-parse", "HEAD")
    commit(folder, {"terms/huge.md": "a" * (BLOB_LIMIT + 1)})

    done = cli("diff", first, "HEAD", "--source", folder)

    assert done.returncode == 0
    assert "terms/huge.md is larger than 32 MiB and is left out" in done.stderr


def test_what_is_taken_out_is_private_and_removed(folder: Path) -> None:
    """Drafts of a private repository lie on a machine that others use too."""
    repo = Repository(folder)
    seen: list[Path] = []

    def interrupted() -> None:
        with repo.taken_out(repo.commit("HEAD")) as (root, _):
            seen.append(root)
            assert (root / "terms" / "gpu.md").read_text() == FILES["terms/gpu.md"]
            assert root.parent.parent == Path(tempfile.gettempdir())
            assert [one.stat().st_mode & 0o077 for one in (root, root.parent)] == [0, 0]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not seen[0].parent.exists()


EVIL = (
    "<img src=x onerror=alert(1)> </details> @octocat #1 [x](https://evil.example) "
    "![y](//evil.example/z.png) www.evil.example `a` **b** ::error::no ##[error]no"
)


def test_text_of_contributors_is_inert_in_a_pull_request(cli: Cli, folder: Path) -> None:
    """A definition can neither call people, nor load a picture, nor close what stands around it."""
    definition = json.dumps(EVIL)
    write(folder, {"terms/memory.md": MEMORY.replace("What keeps data near a chip.", definition)})

    done = cli("diff", "HEAD", "--format", "markdown", "--source", folder)

    assert done.returncode == 1
    assert done.stdout.count("</details>") == done.stdout.count("<details>") > 0
    for live in ("<img", "@octocat", "#1 ", "](", "www.evil", "https://", "`a`", "**b**", "::error",
                 "##["):  # fmt: skip
        assert live not in done.stdout, live


def test_text_of_contributors_is_no_command_in_a_log(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub's runner obeys lines that begin with two colons, and one sign anywhere."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write(
        folder, {"terms/memory.md": MEMORY.replace("bytes.", f"bytes.\n\n{EVIL}\n\n::warning::x")}
    )

    done = cli("diff", "HEAD", "--source", folder)

    assert done.returncode == 1
    assert not any(line.strip().startswith("::") for line in done.stdout.splitlines())
    assert "##[" not in done.stdout


def test_a_long_markdown_is_cut_and_says_how_much_is_missing(cli: Cli, folder: Path) -> None:
    """GitHub refuses a comment of more than 65,536 characters as a whole."""
    terms = "".join(f"- title: New {n}\n  definition: {'Long words. ' * 30}\n" for n in range(400))
    write(folder, {"terms/many.yaml": terms})

    done = cli("diff", "HEAD", "--format", "markdown", "--source", folder)

    assert len(done.stdout) < 65_536
    assert "There was no room for" in done.stdout
    assert done.stdout.count("</details>") == done.stdout.count("<details>")
