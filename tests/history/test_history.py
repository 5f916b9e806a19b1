"""Pages of earlier wordings and their feed, from real git repositories made here."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import Browser

from tests.browser.test_accessibility import violations
from tests.conftest import ServeFolder
from tests.program import run

SITE = "title: Words\nbase_url: /repo/\noutputs: [default, history]\n"
GPU = "---\ntitle: GPU\ndefinition: A small chip.\ntopics: [chips]\n---\nA chip has parts.\n"


class Repository:
    """A glossary in git, whose commits are a day apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.days = 0
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, **environment: str) -> str:
        """Run git as somebody with no configuration."""
        known = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(self.folder)}
        done = subprocess.run(
            ["git", "-C", self.folder, *arguments],
            env={**known, **environment}, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def lay(self, files: Mapping[str, str | None]) -> None:
        """Write files; None takes one away."""
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            if text is not None:
                target.write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str | None], name: str = "Ann", days: int = 1) -> None:
        """Write files and commit them, days after the last commit."""
        self.lay(files)
        self.days += days
        when = f"2026-03-{self.days:02}T12:00:00+0000"
        self.git("add", "--all")
        self.git(
            "commit", "--quiet", "--message", "x",
            GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL="a@example.org", GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_NAME=name, GIT_COMMITTER_EMAIL="a@example.org", GIT_COMMITTER_DATE=when,
        )  # fmt: skip

    def build(self, output: str = "_site", *options: str) -> Path:
        """Build beside the glossary."""
        folder = self.folder.parent / output
        done = run("build", "--source", self.folder, "--output", folder, *options)
        assert done.returncode == 0, done.stderr
        return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "words")
    made.commit({"site.yaml": SITE, ".gitignore": "/.cache/\n", "terms/gpu.md": GPU})
    return made


def history(site: Path, slug: str = "gpu") -> list[dict[str, str]]:
    """Give what each version changed, the newest first; `-old-` is gone and `+new+` is new."""
    page = lxml.html.parse(str(site / f"terms/{slug}/history/index.html")).getroot()
    versions = []
    for item in page.cssselect(".history > li"):
        changes = {"day": item.cssselect("time")[0].get("datetime") or ""}
        changes["by"] = item.cssselect("p")[0].text_content()
        for row in item.cssselect("dl > div"):
            for hidden in row.cssselect(".visually-hidden"):
                hidden.text = ""
            for sign, tag in (("-", "del"), ("+", "ins")):
                for part in row.cssselect(tag):
                    part.text, part.tail = sign + (part.text or ""), f"{sign}{part.tail or ''}"
            label, text = (part.text_content() for part in row)
            changes[label] = " ".join(text.split())
        versions.append(changes)
    return versions


def test_each_wording_is_shown_with_its_day_and_who_made_it(repository: Repository) -> None:
    """Who cites a definition must be able to see what it said then."""
    changed = GPU.replace("small chip", "chip for sums").replace("parts", "many parts")
    repository.commit({"terms/gpu.md": changed}, name="Bea")

    site = repository.build()

    assert history(site) == [
        {
            "day": "2026-03-02", "by": "Changed by Bea",
            "Definition": "A -small -chip+ for sums+.", "Text": "4 words became 5",
        },
        {"day": "2026-03-01", "by": "Added by Ann", "Definition": "A small chip."},
    ]  # fmt: skip


def test_a_term_that_never_changed_has_no_such_page_and_no_link(repository: Repository) -> None:
    """A page that says nothing is in the way."""
    repository.commit({"terms/tpu.md": GPU.replace("GPU", "TPU")})
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})

    site = repository.build()

    assert not (site / "terms/tpu/history").exists()
    assert "/history/" not in (site / "terms/tpu/index.html").read_text()
    assert 'href="/repo/terms/gpu/history/"' in (site / "terms/gpu/index.html").read_text()


def test_a_renamed_term_keeps_its_history(repository: Repository) -> None:
    """The address changed, the term did not."""
    renamed = GPU.replace("title: GPU\n", "title: Graphics Processor\nformer_slugs: [gpu]\n")
    repository.commit({"terms/gpu.md": None, "terms/graphics-processor.md": renamed})

    versions = history(repository.build(), "graphics-processor")

    assert versions[0]["Title"] == "-GPU-+Graphics Processor+"
    assert versions[0]["Address"] == "/terms/-gpu-+graphics-processor+/"
    assert versions[1]["day"] == "2026-03-01"


def test_names_topics_relations_and_replacement_are_told(repository: Repository) -> None:
    """They lead readers to the term and away from it."""
    changed = GPU.replace(
        "topics: [chips]", "aliases: [Graphics card]\ntopics: [hardware]\nreplaced_by: TPU"
    )
    repository.commit({"terms/gpu.md": changed, "terms/tpu.md": GPU.replace("GPU", "TPU")})

    newest = history(repository.build())[0]

    assert newest["Also called"] == "+Graphics card+"
    assert newest["Topics"] == "-Chips-, +Hardware+"
    assert newest["Use instead"] == "+TPU+"


@pytest.mark.browser
def test_the_page_is_for_every_reader(
    repository: Repository, chromium: Browser, serve_folder: ServeFolder
) -> None:
    """What is gone and what is new may not be told by colour alone."""
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})
    home = serve_folder(repository.build(), "/repo/")
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{home}terms/gpu/history/")

    lines = {
        tag: page.locator(f".history {tag}").evaluate("e => getComputedStyle(e).textDecorationLine")
        for tag in ("ins", "del")
    }

    assert lines == {"ins": "underline", "del": "line-through"}
    assert page.locator(".history dd").first.inner_text().count("old:") == 1
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_a_day_counts_once(repository: Repository) -> None:
    """Readers do not see how often an editor saved."""
    repository.commit({"terms/gpu.md": GPU.replace("small", "tiny")})
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")}, name="Bea", days=0)

    versions = history(repository.build())

    assert [one["Definition"] for one in versions] == ["A -small-+large+ chip.", "A small chip."]
    assert versions[0]["by"] == "Changed by Ann, Bea"


def test_what_no_reader_saw_is_no_version(repository: Repository) -> None:
    """Broken files are never published, drafts are not either, nor is what is not committed."""
    repository.commit({"terms/gpu.md": GPU.replace("---\nA chip", "A chip")})
    repository.commit({"terms/gpu.md": GPU.replace("topics", "draft: true\ntopics")})
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})
    repository.lay({"terms/gpu.md": GPU.replace("small", "secret")})

    versions = history(repository.build())

    assert [one["Definition"] for one in versions] == ["A -small-+large+ chip.", "A small chip."]


def test_strangers_words_are_only_words(repository: Repository) -> None:
    """A definition of the past is as little to be trusted as one of today."""
    evil = GPU.replace("A small chip.", "'A <script>alert(1)</script> chip.'")
    repository.commit({"terms/gpu.md": evil}, name="Eve & Co")
    repository.commit({"terms/gpu.md": GPU})

    site = repository.build()

    for path in ("terms/gpu/history/index.html", "changes/feed.xml"):
        text = (site / path).read_text()
        assert "<script>alert" not in text
        assert "Eve & Co" not in text
    assert history(site)[1]["by"] == "Changed by Eve & Co"


def test_the_feed_tells_what_was_reworded(repository: Repository) -> None:
    """Who has quoted a definition can follow it."""
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})
    repository.commit({"terms/gpu.md": GPU.replace("small", "large").replace("parts", "x")})

    tree = lxml.etree.parse(str(repository.build() / "changes/feed.xml"))

    names = {"a": "http://www.w3.org/2005/Atom"}
    assert tree.xpath("//a:entry/a:summary/text()", namespaces=names) == [
        "Before: A small chip. Now: A large chip."
    ]
    assert tree.xpath("//a:entry/a:updated/text()", namespaces=names) == ["2026-03-02T00:00:00Z"]
    assert len(set(tree.xpath("//a:id/text()", namespaces=names))) == 2


def test_a_shallow_clone_tells_no_history_rather_than_a_wrong_one(
    repository: Repository, tmp_path: Path
) -> None:
    """Its last commit would seem to have written everything."""
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})
    clone = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(clone))

    done = run("build", "--source", clone)

    assert done.returncode == 0
    assert not (clone / "_site/terms/gpu/history").exists()


def test_a_build_that_knows_the_last_one_writes_the_same(repository: Repository) -> None:
    """A commit changes no file of a term, and still what its pages show."""
    repository.build("kept")
    repository.lay({"terms/gpu.md": GPU.replace("small", "large")})
    repository.build("kept")
    repository.commit({})
    kept = repository.build("kept")

    fresh = repository.build("fresh", "--clean")

    assert (kept / "terms/gpu/history/index.html").is_file()
    for path in sorted(fresh.rglob("*")):
        if path.is_file() and path.name != ".glossary-output.json":
            assert (kept / path.relative_to(fresh)).read_bytes() == path.read_bytes(), path


def test_without_the_family_git_is_not_asked_for_it(repository: Repository) -> None:
    """Nobody pays for what was not asked for."""
    repository.commit({"terms/gpu.md": GPU.replace("small", "large")})
    repository.lay({"site.yaml": SITE.replace(", history", "")})

    site = repository.build()

    assert not (site / "terms/gpu/history").exists()
    assert not (site / "changes/feed.xml").exists()
    assert "/history/" not in (site / "terms/gpu/index.html").read_text()
