"""When files were added and changed, and by whom, asked of real repositories."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from glossary_site.cache.memory import Memory
from glossary_site.content.history import NAME_LIMIT, histories
from glossary_site.pipeline import BuildOptions, build
from tests.conftest import BuildSite, MakeSite
from tests.program import TODAY, environment
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


def write(folder: Path, text: str, by: str, message: str = "Change") -> None:
    """Commit a new text of `terms/a.md` by somebody."""
    (folder / "terms/a.md").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, "--author", by)


def people(folder: Path) -> tuple[str, ...]:
    """Name who wrote `terms/a.md`."""
    return histories(folder, "terms")["terms/a.md"].people


def last_changes(root: Path, folder: str) -> dict[str, dt.date]:
    """Give the day of each file's last change."""
    return {path: history.last for path, history in histories(root, folder).items()}


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


def test_the_first_commit_is_the_day_a_file_was_added(repository: Path) -> None:
    """Only so can a page tell what is new from what changed."""
    known = histories(repository, "terms")

    assert known["terms/deep/b é.md"].first == dt.date(2024, 5, 1)
    assert known["terms/deep/b é.md"].last == dt.date(2025, 7, 1)


def test_who_wrote_most_is_named_first_and_of_equals_who_came_first(repository: Path) -> None:
    """A list of names has to begin with somebody."""
    write(repository, "1", "Zoë <z@example.org>")
    write(repository, "2", "Ben <b@example.org>")
    write(repository, "3", "Ben <b@example.org>")

    assert people(repository) == ("Ben", "A", "Zoë")


def test_co_authors_count_as_authors(repository: Path) -> None:
    """Two people at one keyboard, or a suggestion taken over at the forge."""
    message = "Change\n\nCo-authored-by: Cy <c@example.org>\nco-AUTHORED-by: Dee <d@example.org>"
    write(repository, "1", "Ben <b@example.org>", message)

    assert people(repository) == ("A", "Ben", "Cy", "Dee")


def test_bots_are_no_contributors(repository: Path) -> None:
    """Neither as authors nor as co-authors, whatever they call themselves."""
    message = "Change\n\nCo-authored-by: helper[bot] <1+h[bot]@users.noreply.example.org>"
    write(repository, "1", "Helper <9+helper[bot]@users.noreply.example.org>", message)

    assert people(repository) == ("A",)


def test_a_mailmap_gives_one_person_one_name(repository: Path) -> None:
    """People change machines and names; `.mailmap` says who is who, in trailers as well."""
    write(repository, "1", "old name <old@example.org>")
    write(repository, "2", "Eve <eve@example.org>", "C\n\nCo-authored-by: o n <OLD@example.org>")
    (repository / ".mailmap").write_text("Ona Name <ona@example.org> <old@example.org>\n")

    assert people(repository) == ("Ona Name", "A", "Eve")


def test_a_name_of_hidden_signs_is_cleaned_and_a_long_one_cut(repository: Path) -> None:
    """Anybody may send a commit under any name, and a page shows it."""
    write(repository, "1", "M\u202eal\u2066lory  \x01 X <m@example.org>")
    write(repository, "2", f"{'long ' * 40}<l@example.org>")
    write(repository, "3", "... \u202e <n@example.org>")

    first, second, third = people(repository)
    assert (first, second) == ("A", "Mallory X")
    assert third.startswith("long long")
    assert len(third) <= NAME_LIMIT


def test_a_forged_commit_neither_ends_the_build_nor_makes_up_a_day(repository: Path) -> None:
    """A commit object may hold any bytes: a time beyond all calendars, a sign that we use."""
    (repository / "terms/a.md").write_text("forged")
    git(repository, "add", "-A")
    tree = git_output(repository, "write-tree")
    head = git_output(repository, "rev-parse", "HEAD")
    forged = (
        f"tree {tree}\nparent {head}\nauthor M\x01 7\x01 <m@example.org> 99999999999999 +0000\n"
        "committer M <m@example.org> 1700000000 +0000\n\nForged\n"
    )
    made = git_output(
        repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=forged
    )
    git(repository, "reset", "-q", "--hard", made)

    history = histories(repository, "terms")["terms/a.md"]

    assert (history.first, history.last) == (dt.date(2024, 5, 1), dt.date(2024, 5, 1))
    assert history.people == ("A", "M 7")


def git_output(folder: Path, *arguments: str, given: str | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(GIT_CONFIG_GLOBAL=os.devnull),
        input=given, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


HOSTILE = "<b>Mallory</b> & \u2067Co"


def test_contributors_stand_on_the_page_escaped_and_few(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Git takes no signs of HTML in a name, but a trailer may hold any; a page names five."""
    folder = make_site({"site.yaml": "title: T\n", "terms/a.md": "---\ntitle: A\n---\nX.\n"})
    git(folder, "init", "-q")
    message = f"Change\n\nCo-authored-by: {HOSTILE} <h@example.org>"
    for at, name in enumerate("BCDEFG"):
        text = f"---\ntitle: A\n---\nX{at}.\n"
        write(folder, text, f"{name} <p{at}@example.org>", "Change" if at else message)

    assert build_site(folder).is_ok

    page = (folder / "_site/terms/a/index.html").read_text()
    assert "<bdi>B</bdi>, <bdi>&lt;b&gt;Mallory&lt;/b&gt; &amp; Co</bdi>, <bdi>C</bdi>" in page
    assert "<bdi>E</bdi> and 2 others</p>" in page
    assert "<b>Mallory" not in page


def test_a_glossary_may_name_nobody(make_site: MakeSite, build_site: BuildSite) -> None:
    """Not everybody who commits wants to stand on a page; the day stays."""
    site = "title: T\ncontributors: false\n"
    folder = make_site({"site.yaml": site, "terms/a.md": "---\ntitle: A\n---\nX.\n"})
    git(folder, "init", "-q")
    commit(folder, FIRST)

    assert build_site(folder).is_ok

    page = (folder / "_site/terms/a/index.html").read_text()
    assert 'datetime="2024-05-01"' in page
    assert "Contributors" not in page


def test_a_new_contributor_is_seen_by_an_incremental_build(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A commit changes no file of the glossary, and the page changes all the same."""
    folder = make_site({"site.yaml": "title: T\n", "terms/a.md": "---\ntitle: A\n---\nX.\n"})
    git(folder, "init", "-q")
    memory = Memory.at(folder / ".cache", b"k" * 32)
    write(folder, "---\ntitle: A\n---\nX.\n", "Ben <b@example.org>")
    assert build(BuildOptions(folder, folder / "_site", TODAY, jobs=1), memory=memory).is_ok

    git(folder, "commit", "-q", "--amend", "--no-edit", "--author", "Zoë <z@example.org>")
    assert build(BuildOptions(folder, folder / "_site", TODAY, jobs=1), memory=memory).is_ok

    page = (folder / "_site/terms/a/index.html").read_text()
    assert "Zoë" in page
    assert "Ben" not in page
