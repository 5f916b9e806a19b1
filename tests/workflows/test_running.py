"""The steps of the workflows, run one by one as GitHub runs them, do what the YAML says."""

import re
import zipfile
from pathlib import Path

import pytest

from glossary_site.built import open_built
from tests.program import ROOT
from tests.workflows.conftest import GPU, SITE, TABLE, Repository, pull_request, push
from tests.workflows.runner import Runner, copied_program, git

WORKFLOWS = ROOT / ".github" / "workflows"
PULL_REQUEST = WORKFLOWS / "pull-request.yml"
GH = '#!/bin/bash\necho "$@" >> "$RUNNER_TEMP/gh"\nif [ "$2" = list ]; then cat "$RUNNER_TEMP/open"; fi\n'


def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_a_good_pull_request_passes_and_shows_what_changes(
    repository: Repository, tmp_path: Path
) -> None:
    """The editor sees the new term as readers will, before anybody has merged anything."""
    runner = pull_request(repository, "good", tmp_path / "run")

    assert runner.job(PULL_REQUEST, "glossary"), runner.log

    assert "::error" not in runner.log
    assert "1 term added" in runner.summary
    assert "lost" not in runner.summary
    assert "glossary-site preview --open site.zip" in runner.summary
    assert "(https://github.com/example/glossary/actions/runs/1/artifacts/2)" in runner.summary
    site = open_built(runner.artifacts / "site.zip")
    assert b"<h1" in (site.read("terms/tensor/index.html") or b"")
    assert ".glossary-output.json" in names(runner.artifacts / "site.zip")
    assert runner.outcomes["Keep what this build found out"] == "skipped"
    assert list(runner.caches.iterdir()) == []


def test_a_mistake_stands_on_its_line_and_hides_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    """Who is told only that something is wrong does not come back; the rest is shown all the same."""
    runner = pull_request(repository, "unfinished", tmp_path / "run")

    assert not runner.job(PULL_REQUEST, "glossary")

    assert "::error file=terms/tensor.md,line=8,col=28," in runner.log
    assert runner.outcomes["Check every file"] == "failure"
    assert runner.outcomes["Tell what changes for readers"] == "success"
    assert "Tensor" in runner.summary
    assert "terms/tensor/index.html" in names(runner.artifacts / "site.zip")
    # Finished HTML under `.cache` would be published unread, so what a checkout brings is no cache.
    assert not (runner.workspace / ".cache" / "build" / "planted").exists()
    assert "planted.html" not in names(runner.artifacts / "site.zip")


def test_where_nothing_can_be_built_the_mistake_and_the_change_are_told(
    repository: Repository, tmp_path: Path
) -> None:
    """A broken link is an error: there is no site to keep, and no word of one."""
    runner = pull_request(repository, "broken", tmp_path / "run")

    assert not runner.job(PULL_REQUEST, "glossary")

    assert "::error file=terms/tensor.md,line=6" in runner.log
    assert "Tensor" in runner.summary
    assert "glossary-site preview" not in runner.summary
    assert list(runner.artifacts.iterdir()) == []


def test_a_merge_is_published_and_the_next_pull_request_gains_from_it(
    repository: Repository, tmp_path: Path
) -> None:
    """The site is built for the place that GitHub names, with its hidden files."""
    runner = push(repository, tmp_path / "run")
    assert runner.job(WORKFLOWS / "deploy.yml", "build"), runner.log
    assert runner.job(WORKFLOWS / "deploy.yml", "deploy")
    later = pull_request(repository, "good", tmp_path / "later")
    assert later.job(PULL_REQUEST, "glossary")

    site = open_built(runner.artifacts / "github-pages.zip")
    assert site.base_path == "/glossary/"
    assert ".nojekyll" in names(runner.artifacts / "github-pages.zip")
    assert b"https://example.github.io/glossary/" in (site.read("sitemap.xml") or b"")
    assert [path.stem for path in runner.caches.iterdir()] == [
        f"glossary-Linux-main-{repository.revisions['main']}"
    ]
    assert (later.folder / "home" / ".cache" / "glossary-site" / "key").is_file()


def refreshed(workspace: Path) -> None:
    """Do what a refresh would, and leave something lying about."""
    (workspace / "data" / "prices.csv").write_text(TABLE + "2026-10,3\n")
    (workspace / "stray.txt").write_text("stray")


def refreshing(repository: Repository, folder: Path, *, is_open: bool = False) -> Runner:
    runner = push(repository, folder)
    runner.put_on_path("gh", GH)
    (folder / "temp" / "open").write_text("7\n" if is_open else "")
    return runner


def test_a_refresh_that_changes_nothing_opens_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    """An empty pull request each Monday would be closed unread, and soon the full ones too."""
    runner = refreshing(repository, tmp_path / "run")

    assert runner.job(WORKFLOWS / "refresh.yml", "refresh"), runner.log

    assert "Nothing has changed." in runner.log
    assert not (runner.folder / "temp" / "gh").exists()


def test_a_term_written_in_the_browser_has_its_address_listed(
    repository: Repository, tmp_path: Path
) -> None:
    """Who writes in a browser changes one file; the list must not be forgotten for that."""
    runner = refreshing(repository, tmp_path / "run")
    runner.origin = tmp_path / "origin.git"
    git("clone", "--quiet", "--bare", str(repository.origin), str(runner.origin))
    runner.before["Refresh"] = lambda: (runner.workspace / "permalinks.txt").write_text("/\n")

    assert runner.job(WORKFLOWS / "refresh.yml", "refresh"), runner.log

    listed = git("show", "refresh-data:permalinks.txt", cwd=runner.origin).split()
    assert "/terms/token/" in listed


@pytest.mark.parametrize("is_open", [False, True])
def test_a_refresh_that_changes_a_table_offers_it(
    repository: Repository, tmp_path: Path, *, is_open: bool
) -> None:
    """One pull request at a time, of data alone, renewed as long as it is open."""
    runner = refreshing(repository, tmp_path / "run", is_open=is_open)
    runner.origin = tmp_path / "origin.git"
    git("clone", "--quiet", "--bare", str(repository.origin), str(runner.origin))
    runner.before["Check every file"] = lambda: refreshed(runner.workspace)

    assert runner.job(WORKFLOWS / "refresh.yml", "refresh"), runner.log

    pushed = git("show", "--name-only", "--format=%s", "refresh-data", cwd=runner.origin).split()
    assert pushed == [*"Refresh data and the list of addresses".split(), "data/prices.csv"]
    asked = (runner.folder / "temp" / "gh").read_text()
    assert ("pr create --head refresh-data" in asked) is not is_open
    assert ("pr edit 7 --body-file" in asked) is is_open


def elsewhere(repository: Repository, folder: Path) -> Runner:
    """The repository of another glossary, without a program, and our action beside it."""
    origin, action = folder / "words", folder / "action"
    (origin / "words" / "terms").mkdir(parents=True)
    (origin / "words" / "site.yaml").write_text(SITE.replace("base_url: /", "base_url: /words/"))
    (origin / "words" / "terms" / "gpu.md").write_text(GPU.replace("[[Token]]", "tokens"))
    git("init", "--quiet", cwd=origin)
    git("add", "--all", cwd=origin)
    git("commit", "--quiet", "--message", "Begin", cwd=origin)
    action.mkdir()
    copied_program(ROOT, action)
    runner = push(repository, folder / "run")
    runner.origin, runner.action = origin, action
    runner.event = {**runner.event, "sha": git("rev-parse", "main", cwd=origin)}
    return runner


def documented(tmp_path: Path) -> Path:
    """Write the workflow that the documentation gives to copy, with the one input we need."""
    page = (ROOT / "docs" / "how-to" / "check-pull-requests.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yml\n(on: .*?)^```$", page, re.MULTILINE | re.DOTALL)
    path = tmp_path / "glossary.yml"
    path.write_text(block.rstrip() + "\n        with: {source: words}\n", encoding="utf-8")
    return path


def test_another_glossary_needs_only_the_documented_lines(
    repository: Repository, tmp_path: Path
) -> None:
    """Its repository holds no program: that comes with the action, at the action's own commit."""
    runner = elsewhere(repository, tmp_path)

    assert runner.job(documented(tmp_path), "glossary"), runner.log

    assert open_built(runner.artifacts / "site.zip").base_path == "/words/"


@pytest.mark.parametrize("names", [("source",), ("base-url", "strict", "diff", "artifact")])
def test_an_input_is_never_a_command(
    repository: Repository, tmp_path: Path, names: tuple[str, ...]
) -> None:
    """Others fill inputs from titles and branch names, which strangers choose."""
    touch = f"touch {tmp_path}/owned"
    hostile = f"x\"; {touch}; $({touch}) `{touch}` '; {touch}\n{touch}"
    runner = elsewhere(repository, tmp_path)
    git("clone", "--quiet", str(runner.origin), str(runner.workspace))

    runner.composite(tmp_path / "action", {"source": "words", **dict.fromkeys(names, hostile)}, {})

    assert runner.outcomes["Check every file"] == "failure"
    assert not (tmp_path / "owned").exists()


@pytest.mark.soak
def test_all_of_it_works_with_nothing_installed(repository: Repository, tmp_path: Path) -> None:
    """The packages come from their registry, as they do in a machine that is minutes old."""
    runner = pull_request(repository, "good", tmp_path / "run", is_fresh=True)

    assert runner.job(PULL_REQUEST, "glossary"), runner.log
