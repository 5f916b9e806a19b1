"""*Mentioned in* with the sentence that does, on whole sites."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary_site.cache.memory import Memory
from glossary_site.pipeline import BuildOptions, build
from glossary_site.render.backlinks import LINKS, SENTENCES
from glossary_site.render.html import Templates
from glossary_site.render.views import TermPage
from glossary_site.workers import crew
from tests.conftest import BuildSite, MakeSite
from tests.orientation.making import entry, find, page, texts, words
from tests.program import TODAY
from tests.whole.sites import tree

SITE = {"site.yaml": "title: T\nrelated: {fill: false}\n"}
SECTION = "//h:section[@id='mentioned-in']"
QUOTED = f"{SECTION}/h:ul[@class='mentions']/h:li"


def test_a_backlink_stands_with_its_sentence(make_site: MakeSite, build_site: BuildSite) -> None:
    """A list of titles does not say what the others have to do with the term."""
    folder = make_site({**SITE, **entry("GPU"), **entry("Zeal", "First. A GPU & more. Last.")})

    assert build_site(folder).is_ok

    (quoted,) = find(page(folder, "terms/gpu"), QUOTED)
    assert words(quoted) == "Zeal A GPU & more."
    assert texts(quoted, ".//h:mark") == ["GPU"]
    assert find(quoted, "./h:a/@href") == ["/terms/zeal/"]


def test_a_term_that_only_lists_it_as_related_stands_by_its_name(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """There is no sentence to show, and none is made up."""
    folder = make_site({**SITE, **entry("GPU"), **entry("Zeal", related="[GPU]")})

    assert build_site(folder).is_ok

    assert find(page(folder, "terms/gpu"), QUOTED) == []
    assert texts(page(folder, "terms/gpu"), f"{SECTION}/h:ul/h:li") == ["Zeal"]


def test_what_was_linked_by_hand_is_quoted_first(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Only some are quoted, and an author who writes a link means it."""
    others = [entry(f"Other {at:02}", "It has a GPU inside.") for at in range(SENTENCES + 1)]
    files = {path: text for one in others for path, text in one.items()}
    folder = make_site({**SITE, **entry("GPU"), **files, **entry("Zeal", "See [[GPU]] there.")})

    assert build_site(folder).is_ok

    titles = texts(page(folder, "terms/gpu"), f"{QUOTED}/h:a")
    assert titles == ["Zeal", *(f"Other {at:02}" for at in range(SENTENCES - 1))]
    assert texts(page(folder, "terms/gpu"), f"{SECTION}/h:ul[@class='columns']/h:li") == [
        f"Other {at:02}" for at in range(SENTENCES - 1, SENTENCES + 1)
    ]


def test_hundreds_of_backlinks_are_folded_away_and_none_is_lost(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Without JavaScript each can be reached, and the page stays a page."""
    count = 400
    files = {
        p: t for at in range(count) for p, t in entry(f"Other {at}", "A GPU is in it.").items()
    }
    folder = make_site({**SITE, **entry("GPU"), **files})

    assert build_site(folder).is_ok

    gpu = page(folder, "terms/gpu")
    hrefs = find(gpu, f"{SECTION}//h:a/@href")
    assert sorted(hrefs) == sorted(f"/terms/other-{at}/" for at in range(count))
    assert len(find(gpu, f"{SECTION}/h:ul/h:li")) == SENTENCES + LINKS
    assert texts(gpu, f"{SECTION}//h:summary") == [f"{count - SENTENCES - LINKS} more"]
    written = (folder / "_site/terms/gpu/index.html").read_bytes()
    assert len(gzip.compress(written)) < 6000


def test_a_sentence_in_another_language_says_so(make_site: MakeSite, build_site: BuildSite) -> None:
    """A screen reader has to pronounce it."""
    folder = make_site({**SITE, **entry("GPU"), **entry("Zeal", "أمر GPU هنا", lang="ar")})

    assert build_site(folder).is_ok

    (quoted,) = find(page(folder, "terms/gpu"), f"{QUOTED}/h:p")
    assert (quoted.get("lang"), quoted.get("dir")) == ("ar", "rtl")


def test_what_another_writes_is_escaped(make_site: MakeSite, build_site: BuildSite) -> None:
    """Text that looks like HTML is text, also when it is quoted."""
    body = "A `<img src=x onerror=alert(1)>` &lt;script&gt; GPU &lt;b>."
    folder = make_site({**SITE, **entry("GPU"), **entry("Zeal", body)})

    assert build_site(folder).is_ok

    (quoted,) = find(page(folder, "terms/gpu"), f"{QUOTED}/h:p")
    assert words(quoted) == "A <img src=x onerror=alert(1)> <script> GPU <b>."
    assert [child.tag.rpartition("}")[2] for child in quoted] == ["mark"]


@pytest.fixture
def rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """Build, and name the term pages that had to be rendered: told by a file, for workers do it."""
    log = tmp_path / "rendered.txt"
    real = Templates.render

    def watched(self: Templates, name: str, site: Any, view: Any) -> bytes:  # noqa: ANN401
        if isinstance(view, TermPage):
            with log.open("a") as file:
                file.write(f"{view.title}\n")
        return real(self, name, site, view)

    monkeypatch.setattr(Templates, "render", watched)
    # What is set here reaches workers only by a fork; another test may have left a thread.
    monkeypatch.setattr(crew, "start_method", lambda: "fork")

    def run(folder: Path) -> list[str]:
        log.write_text("")
        memory = Memory.at(folder / ".cache", b"k" * 32)
        assert build(BuildOptions(folder, folder / "_site", TODAY, jobs=1), memory=memory).is_ok
        memory.save()
        told = sorted(log.read_text().split("\n")[:-1])
        assert build(BuildOptions(folder, tmp_path / "clean", TODAY, jobs=1)).is_ok
        assert tree(folder / "_site") == tree(tmp_path / "clean")
        return told

    return run


BODY = "A GPU makes a token. A model reads it.\n\nNothing else."


def test_an_edit_renders_only_pages_whose_quotation_changed(
    make_site: MakeSite, rebuilt: Callable[[Path], list[str]]
) -> None:
    """The body of Zeal is quoted on three pages; a new word concerns the one that quotes it."""
    names = {**entry("GPU"), **entry("Token"), **entry("Model")}
    folder = make_site({**SITE, **names, **entry("Zeal", BODY, definition="Z.")})
    assert rebuilt(folder) == ["GPU", "Model", "Token", "Zeal"]

    make_site(entry("Zeal", BODY.replace("reads", "sees"), definition="Z."))
    assert rebuilt(folder) == ["Model", "Zeal"]

    make_site(entry("Zeal", BODY.replace("reads", "sees") + " Or so.", definition="Z."))
    assert rebuilt(folder) == ["Zeal"]

    make_site(entry("Zeal", BODY, definition="Z.", lang="de"))
    assert rebuilt(folder) == ["GPU", "Model", "Token", "Zeal"]


def test_a_link_made_by_hand_moves_up_in_an_incremental_build(
    make_site: MakeSite, rebuilt: Callable[[Path], list[str]]
) -> None:
    """Which terms link stays the same, and who is quoted first does not."""
    others = [entry(f"Other {at:02}", "It has a GPU inside.") for at in range(SENTENCES + 1)]
    files = {path: text for one in others for path, text in one.items()}
    folder = make_site({**SITE, **entry("GPU"), **files})
    rebuilt(folder)

    make_site(entry(f"Other {SENTENCES:02}", "It has a [[GPU]] inside."))

    assert rebuilt(folder) == ["GPU", f"Other {SENTENCES:02}"]
    assert texts(page(folder, "terms/gpu"), f"{QUOTED}/h:a")[0] == f"Other {SENTENCES:02}"
