"""When files last changed, asked of real repositories."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from glossary_site.content.history import last_changes
from tests.conftest import BuildSite, MakeSite
from tests.program import environment
from tests.whole.sites import TWO_TERMS

FIRST, SECOND = "2024-05-01T12:00:00+00:00", "2025-06-30T23:30:00-05:00"


def git(folder: Path, *arguments: str, day: str = FIRST, author: str | None = None) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    env = environment(
        GIT_AUTHOR_DATE=author or day, GIT_COMMITTER_DATE=day, GIT_CONFIG_GLOBAL=os.devnull
    )
    subprocess.run(["git", *settings, *arguments], cwd=folder, env=env, check=True)


def commit(folder: Path, day: str, author: str | None = None) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change", day=day, author=author)


@pytest.fixture
def repository(make_site: MakeSite) -> Path:
    """Two terms, the second one edited a year later."""
    folder = make_site({"terms/a.md": "a", "terms/deep/b é.md": "b", "site.yaml": "x"})
    git(folder, "init", "-q")
    commit(folder, FIRST)
    (folder / "terms/deep/b é.md").write_text("bb")
    commit(folder, SECOND)
    return folder


def test_each_file_has_the_day_of_its_last_commit(repository: Path) -> None:
    """In UTC, and by its path, whatever letters that has."""
    assert last_changes(repository, "terms") == {
        "terms/a.md": dt.date(2024, 5, 1),
        "terms/deep/b é.md": dt.date(2025, 7, 1),
    }


def test_the_authors_day_counts_and_not_the_rebases(repository: Path) -> None:
    """A rebase or a cherry-pick is no change for a reader."""
    (repository / "terms/a.md").write_text("aa")
    commit(repository, "2026-01-01T00:00:00+00:00", author=SECOND)

    assert last_changes(repository, "terms")["terms/a.md"] == dt.date(2025, 7, 1)


def test_an_uncommitted_file_has_no_day(repository: Path) -> None:
    """Changed, added or staged: its day is not known until it is committed."""
    (repository / "terms/a.md").write_text("changed")
    (repository / "terms/new.md").write_text("new")
    (repository / "terms/staged.md").write_text("staged")
    git(repository, "add", "terms/staged.md")

    assert set(last_changes(repository, "terms")) == {"terms/deep/b é.md"}


def test_new_files_in_a_new_folder_have_no_day(repository: Path) -> None:
    """Git names only the folder then."""
    (repository / "terms/fresh").mkdir()
    (repository / "terms/fresh/c.md").write_text("c")

    assert "terms/fresh/c.md" not in last_changes(repository, "terms")


def test_a_glossary_in_a_folder_of_a_repository_is_found(make_site: MakeSite) -> None:
    """Many live beside the software they explain."""
    folder = make_site({"docs/glossary/terms/a.md": "a", "terms/other.md": "o"})
    git(folder, "init", "-q")
    commit(folder, FIRST)

    assert last_changes(folder / "docs/glossary", "terms") == {"terms/a.md": dt.date(2024, 5, 1)}


def test_a_moved_file_has_the_day_it_moved(repository: Path) -> None:
    """Its address may have changed by it; and git would guess renames otherwise."""
    git(repository, "mv", "terms/a.md", "terms/z.md")
    commit(repository, SECOND)

    assert last_changes(repository, "terms")["terms/z.md"] == dt.date(2025, 7, 1)


def test_a_shallow_clone_has_no_days(repository: Path, tmp_path: Path) -> None:
    """Its one commit would seem to have made every file."""
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow))

    assert last_changes(shallow, "terms") == {}


def test_no_repository_and_no_commit_have_no_days(make_site: MakeSite) -> None:
    """A download of the sources builds as well."""
    folder = make_site({"terms/a.md": "a"})
    assert last_changes(folder, "terms") == {}

    git(folder, "init", "-q")
    assert last_changes(folder, "terms") == {}


def test_without_git_there_are_no_days(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git is wanted, not needed."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert last_changes(repository, "terms") == {}


def test_a_repository_cannot_make_us_run_its_programs(repository: Path, tmp_path: Path) -> None:
    """Whoever builds a stranger's glossary runs git in a stranger's repository."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "diff.external", "core.hooksPath"):
        git(repository, "config", setting, str(trap))

    assert "terms/a.md" in last_changes(repository, "terms")
    assert not (tmp_path / "sprung").exists()


def test_a_days_own_key_wins_over_the_history(make_site: MakeSite, build_site: BuildSite) -> None:
    """`updated` is what the author says; the rest comes from git."""
    folder = make_site({**TWO_TERMS, "terms/new.md": "---\ntitle: New\n---\nN.\n"})
    git(folder, "init", "-q")
    commit(folder, SECOND)

    assert build_site(folder).is_ok

    pages = {
        name: (folder / f"_site/terms/{name}/index.html").read_text() for name in ("gpu", "new")
    }
    assert 'datetime="2026-01-01"' in pages["gpu"]
    assert 'datetime="2025-07-01"' in pages["new"]
