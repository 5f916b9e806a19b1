"""What earlier builds kept saves time and decides nothing: seen from outside, with the program."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from glossary_site.render.html import Templates
from glossary_site.render.markdown import BodyRenderer
from glossary_site.workers import crew
from tests.cache.keeping import RICH, different, edit, replaced
from tests.conftest import Cli, MakeSite
from tests.faults.moments import FORKED, killed, moments
from tests.program import BUILD, environment, run
from tests.properties.thorough import IS_SOAK
from tests.whole.sites import tree
from tests.whole.test_determinism import times

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

OTHER_BODY: Final = "---\ntitle: Zeit\nlang: de\ndefinition: Sie vergeht.\n---\nEtwas anderes.\n"
Worked = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, in which the key is made."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def worked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worked:
    """Tell what workers did since the last time: bodies by their file, pages by their template."""
    log = tmp_path / "worked"
    render_body, render_page = BodyRenderer.render, Templates.render

    def body(self: BodyRenderer, source: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401
        with log.open("a") as file:
            file.write(f"{source.path}\n")
        return render_body(self, source, *args, **more)

    def page(self: Templates, name: str, *args: Any) -> bytes:  # noqa: ANN401
        with log.open("a") as file:
            file.write(f"{name}\n")
        return render_page(self, name, *args)

    monkeypatch.setattr(BodyRenderer, "render", body)
    monkeypatch.setattr(Templates, "render", page)
    # What is set here reaches workers only by a fork; another test may have left a thread.
    monkeypatch.setattr(crew, "start_method", lambda: "fork")

    def tell() -> list[str]:
        found = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return sorted(found)

    return tell


def clean(cli: Cli, folder: Path, *arguments: str | Path) -> dict[str, bytes]:
    """Build a copy of the sources from nothing."""
    copy = folder.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".cache", "_site*"))
    done = cli("build", "--source", copy, *arguments)
    assert done.returncode == 0, done.stderr
    return tree(copy / "_site")


def kept(folder: Path) -> list[dict[str, tuple[int, int]]]:
    """Tell which files of the site and of the cache were written when."""
    return [times(folder / "_site"), times(folder / ".cache/build")]


def test_a_second_build_renders_and_writes_nothing(
    cli: Cli, make_site: MakeSite, worked: Worked
) -> None:
    """Neither a body, nor a page, nor a file of the site or of the cache."""
    folder = make_site(RICH)
    assert cli("build", "--source", folder).returncode == 0
    assert worked() != []
    before = kept(folder)

    done = cli("build", "--source", folder, "--timings")

    assert "nothing changed" in done.stdout
    assert "slowest terms" not in done.stdout
    assert done.stderr == ""
    assert worked() == []
    assert kept(folder) == before


def test_files_with_new_times_render_nothing(cli: Cli, make_site: MakeSite, worked: Worked) -> None:
    """A fresh clone in CI has new times for everything, and a cache from the run before."""
    folder = make_site(RICH)
    assert cli("build", "--source", folder).returncode == 0
    before = times(folder / "_site")
    worked()
    for stamp, path in enumerate(sorted(folder.rglob("*"))):
        if "_site" not in path.parts and ".cache" not in path.parts:
            os.utime(path, (stamp, 2**33 - stamp))

    done = cli("build", "--source", folder)

    assert "nothing changed" in done.stdout
    assert worked() == []
    assert times(folder / "_site") == before


def test_a_fresh_clone_with_a_restored_cache_renders_no_body(
    cli: Cli, make_site: MakeSite, worked: Worked, tmp_path: Path
) -> None:
    """CI keeps `.cache`, and the site is built in a folder with another name."""
    folder = make_site(RICH)
    assert cli("build", "--source", folder).returncode == 0
    site = tree(folder / "_site")
    shutil.copytree(folder, tmp_path / "clone", ignore=shutil.ignore_patterns("_site"))
    worked()

    assert cli("build", "--source", tmp_path / "clone").returncode == 0

    assert [path for path in worked() if path.endswith(".md")] == []
    assert different(tree(tmp_path / "clone/_site"), site) == []


def changed_by(cli: Cli, folder: Path, change: dict[str, str]) -> set[str]:
    """Build, change something, build again, and say which files were written."""
    assert cli("build", "--source", folder).returncode == 0
    before = times(folder / "_site")
    edit(folder, change)
    assert cli("build", "--source", folder).returncode == 0
    after = times(folder / "_site")
    assert different(tree(folder / "_site"), clean(cli, folder)) == []
    assert before.keys() == after.keys()
    return {path for path in after if before[path] != after[path]} - {".glossary-output.json"}


def test_a_definition_changes_its_page_and_where_its_card_is_shown(
    cli: Cli, make_site: MakeSite
) -> None:
    """Compute is shown by those that link to it or are near it, and by lists."""
    folder = make_site(RICH)
    done = changed_by(
        cli, folder, replaced("terms/compute.md", "Work done by chips.", "What chips do.")
    )

    page = "terms/compute/index.html"
    assert page in done
    showing = {
        path
        for path, body in tree(folder / "_site").items()
        if b"What chips do." in body and path != ".glossary-output.json"
    }
    assert showing <= done
    assert "terms/index.html" in done
    assert done.isdisjoint({"data/prices/index.html", "static/proof.txt", "robots.txt"})
    assert [path for path in done if path.startswith("assets/")] == []


def test_a_body_changes_its_page_and_the_search(
    cli: Cli, make_site: MakeSite, worked: Worked
) -> None:
    """Nothing else shows it: its definition is given, and it links to nothing.

    Files for programs have all of it, or its first paragraph, or a digest.
    """
    folder = make_site(RICH)

    done = changed_by(cli, folder, {"terms/zeit.md": OTHER_BODY})

    whole = {f"glossary{end}" for end in (".csv", ".jsonld", ".tbx", "-dct.tbx", ".ttl", ".xlsx")}
    own = {f"terms/zeit/index.{end}" for end in ("html", "md", "ttl")}
    api = {"api/v1/terms.json", "api/v1/terms/zeit.json"}
    assert done == own | api | whole | {"llms-full.txt", "search/texts-0.json"}


def test_an_edit_renders_one_body(cli: Cli, make_site: MakeSite, worked: Worked) -> None:
    """And the pages that may show it."""
    folder = make_site(RICH)
    assert cli("build", "--source", folder).returncode == 0
    worked()
    edit(folder, {"terms/zeit.md": OTHER_BODY})

    assert cli("build", "--source", folder).returncode == 0

    assert [name for name in worked() if not name.startswith("partials/")] == [
        "embed/term.html",
        "pages/term.html",
        "terms/zeit.md",
    ]


def test_a_check_reads_the_cache_and_writes_nothing(
    cli: Cli, make_site: MakeSite, worked: Worked, home: Path
) -> None:
    """Not in the glossary, and not in the home folder."""
    folder = make_site(RICH)
    files = times(folder)
    assert cli("check", "--source", folder).returncode == 0
    assert times(folder) == files
    assert not (folder / ".cache").exists()
    assert not home.exists()

    assert cli("build", "--source", folder).returncode == 0
    edit(folder, {"terms/zeit.md": OTHER_BODY})
    before, kept = times(folder), times(home)
    worked()
    assert cli("check", "--source", folder).returncode == 0

    assert [path for path in worked() if path.endswith(".md")] == ["terms/zeit.md"]
    assert (times(folder), times(home)) == (before, kept)


def test_clean_forgets_what_was_kept(cli: Cli, make_site: MakeSite, worked: Worked) -> None:
    """Whoever mistrusts the cache has a word for it; the site does not change by it."""
    folder = make_site(RICH)
    assert cli("build", "--source", folder).returncode == 0
    first, site = worked(), tree(folder / "_site")

    done = cli("build", "--clean", "--source", folder)

    assert done.returncode == 0
    assert [path for path in worked() if path.endswith(".md")] == [
        path for path in first if path.endswith(".md")
    ]
    assert tree(folder / "_site") == site


def test_builds_of_other_kinds_may_come_in_between(cli: Cli, make_site: MakeSite) -> None:
    """One cache serves them all, and none shows in another."""
    draft = "---\ntitle: Hour\ndraft: true\naliases: [Nobody]\n---\nSixty minutes of compute.\n"
    folder = make_site(RICH | {"terms/hour.md": draft})
    kinds: list[tuple[str, ...]] = [
        (), ("--drafts",), ("--base-url", "https://e.org/sub/"), ("--strict",), ("--jobs", "1"),
        ("--output", str(folder / "_site2")),
        ("--output", str(folder / "_site2"), "--drafts", "--base-url", "/x/"),
    ]  # fmt: skip
    expected = {kind: clean(cli, folder, *_within(kind)) for kind in kinds}
    chance = random.Random(1)  # noqa: S311 (not a secret)
    for _ in range(100 if IS_SOAK else 9):
        kind = chance.choice(kinds)
        assert cli("build", "--source", folder, *kind).returncode == 0
        output = folder / ("_site2" if "--output" in kind else "_site")
        assert different(tree(output), expected[kind]) == [], kind


def _within(kind: tuple[str, ...]) -> tuple[str, ...]:
    return kind[2:] if kind[:1] == ("--output",) else kind


@pytest.mark.parametrize("seeds", [("0", "1"), ("random", "4242")])
def test_the_order_of_sets_is_kept_in_no_cache(make_site: MakeSite, seeds: tuple[str, str]) -> None:
    """Each process of Python has its own; a digest that had it would never be met again."""
    folder = make_site(RICH)
    first = run("build", "--source", folder, env=environment(PYTHONHASHSEED=seeds[0]))
    assert first.returncode == 0, first.stderr
    before = kept(folder)

    done = run("build", "--source", folder, "--timings", env=environment(PYTHONHASHSEED=seeds[1]))

    assert "nothing changed" in done.stdout
    assert "slowest terms" not in done.stdout
    assert kept(folder) == before


def many(count: int) -> dict[str, str]:
    """Make terms that mention each other."""
    return {
        f"terms/t{i}.md": f"---\ntitle: Word {i}\n---\nUnlike word {i * 7 % count}, or word 3.\n"
        for i in range(count)
    }


def test_a_build_may_be_killed_at_any_moment(cli: Cli, make_site: MakeSite) -> None:
    """The next one, which begins while its workers still live, makes what one from nothing makes."""
    folder = make_site(RICH | many(60))
    there = moments(folder)
    few = 60 if IS_SOAK else 4
    # A worker that has not run yet has a copy of the lock.
    chosen = [
        there.index(FORKED) + 1,
        *range(len(there) // few // 2, len(there), len(there) // few),
    ]
    came = 0
    for turn, number in enumerate(chosen):
        edit(folder, {"terms/t5.md": f"---\ntitle: Word {turn % 3 + 1000}\n---\nWord {turn}.\n"})

        came += killed(folder, number)

        if turn % 2:
            continue
        assert cli("build", "--source", folder).returncode == 0
        assert different(tree(folder / "_site"), clean(cli, folder)) == []
    edit(folder, {"terms/t5.md": "---\ntitle: The last\n---\nWord.\n"})
    assert cli("build", "--source", folder).returncode == 0
    assert list((folder / ".cache/build/bodies").glob(".*")) == []
    assert came > 2


def test_two_builds_at_once_both_end_well(cli: Cli, make_site: MakeSite) -> None:
    """They share the cache and the key, and neither is there at first."""
    folder = make_site(RICH | many(40))
    command = [sys.executable, str(BUILD), "build", "--source", str(folder), "--jobs", "1"]
    for turn in range(10 if IS_SOAK else 2):
        both = [
            subprocess.Popen(
                [*command, "--output", str(folder / output)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for output in ("_site", "_site2")
        ]
        for process in both:
            said, _ = process.communicate(timeout=60)
            assert process.returncode == 0, said
        site = clean(cli, folder)
        assert different(tree(folder / "_site"), site) == []
        assert different(tree(folder / "_site2"), site) == []
        edit(folder, {"terms/t1.md": f"---\ntitle: Word {turn + 1000}\n---\nAnother.\n"})


@pytest.mark.parametrize("kind", ["none", "relative", "a-file", "nowhere"])
def test_without_a_home_folder_builds_work_and_keep_nothing(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    """Containers and services often have none; not a word is said of it."""
    if kind == "none":
        monkeypatch.delenv("HOME")
    else:
        (tmp_path / "file").write_text("x")
        places = {"relative": "home", "a-file": str(tmp_path / "file"), "nowhere": "/proc/none"}
        monkeypatch.setenv("HOME", places[kind])
    folder = make_site(RICH)
    for _ in range(2):
        done = cli("build", "--source", folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert not (folder / ".cache/build").exists()
    assert different(tree(folder / "_site"), clean(cli, folder)) == []


def test_the_key_lies_where_the_environment_says(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    """And nowhere in the glossary or the site."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    folder = make_site(RICH)

    assert cli("build", "--source", folder).returncode == 0

    key = tmp_path / "xdg/glossary-site/key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert not home.exists()
    assert not [path for path, body in tree(folder).items() if key.read_bytes() in body]


def test_a_cache_of_another_user_is_not_believed(
    cli: Cli, make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, worked: Worked
) -> None:
    """One that came with a checkout, say: a line says so once, and everything is made anew."""
    folder = make_site(RICH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "somebody"))
    assert cli("build", "--source", folder).returncode == 0
    rendered = worked()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "else"))

    first, second = (cli("build", "--source", folder) for _ in range(2))

    assert "the cache is made anew: it was damaged, or sealed with another key" in first.stderr
    assert first.stderr.count("\n") == 1
    assert second.stderr == ""
    assert [path for path in worked() if path.endswith(".md")] == [
        path for path in rendered if path.endswith(".md")
    ]


ORDERS: Final = ("killed once", "killed", "exit", "memory", "for ever")


@pytest.fixture
def obeying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let workers do what is ordered in a body, or in a page that shows it."""
    place = tmp_path / "at"
    render_body, render_page = BodyRenderer.render, Templates.render

    def body(self: BodyRenderer, source: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401
        _obey(source.body, "In a body: ", place)
        return render_body(self, source, *args, **more)

    def page(self: Templates, name: str, site: Any, view: Any) -> bytes:  # noqa: ANN401
        _obey(str(getattr(view, "body", "")), "On a page: ", place)
        return render_page(self, name, site, view)

    monkeypatch.setattr(BodyRenderer, "render", body)
    monkeypatch.setattr(Templates, "render", page)
    # What is set here reaches workers only by a fork; another test may have left a thread.
    monkeypatch.setattr(crew, "start_method", lambda: "fork")
    killer = subprocess.Popen(
        ["sh", "-c", f'until [ -s "{place}" ]; do sleep 0.02; done; kill -9 "$(cat "{place}")"']
    )
    yield place
    killer.kill()
    killer.wait()


def _obey(text: str, where: str, place: Path) -> None:
    """Do to this process what the text says."""
    order = next((one for one in ORDERS if f"{where}{one}." in text), None)
    if order == "killed once" and not place.exists():
        place.with_suffix(".new").write_text(str(os.getpid()))
        place.with_suffix(".new").rename(place)
        time.sleep(60)  # somebody outside kills it meanwhile
    if order == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "exit":
        os._exit(7)
    if order == "memory":
        resource.setrlimit(resource.RLIMIT_AS, (2**28, resource.getrlimit(resource.RLIMIT_AS)[1]))
        assert bytearray(2**30)
    while order == "for ever":
        pass


def with_order(order: str) -> str:
    """Write a term whose body holds an order."""
    return f"---\ntitle: Zeit\nlang: de\ndefinition: Sie vergeht.\n---\n{order}.\n"


@pytest.mark.parametrize("where", ["In a body", "On a page"])
def test_a_worker_that_somebody_kills_is_replaced(
    cli: Cli, make_site: MakeSite, obeying: Path, where: str
) -> None:
    """The kernel may kill one when memory is short, and the author has done nothing wrong."""
    folder = make_site(RICH | many(30) | {"terms/zeit.md": with_order(f"{where}: killed once")})

    done = cli("build", "--source", folder, "--jobs", "2")

    assert obeying.exists(), "a worker was killed"
    assert (done.returncode, done.stderr) == (0, "")
    assert different(tree(folder / "_site"), clean(cli, folder)) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("In a body: killed", "worker-died"),
        ("In a body: exit", "worker-died"),
        ("In a body: memory", "worker-died"),
        ("In a body: for ever", "too-slow"),
        ("On a page: killed", "worker-died"),
        ("On a page: memory", "worker-died"),
        ("On a page: for ever", "too-slow"),
    ],
)
def test_a_worker_that_ends_by_itself_names_the_term(
    cli: Cli, make_site: MakeSite, obeying: Path, said: str, code: str
) -> None:
    """The site stays as it is, and when the term is mended all is right again."""
    folder = make_site(RICH | many(30))
    assert cli("build", "--source", folder, "--jobs", "2").returncode == 0
    before = times(folder / "_site")
    edit(folder, {"terms/zeit.md": with_order(said)})
    began = time.monotonic()

    done = cli("build", "--source", folder, "--jobs", "2")

    assert done.returncode == 1
    assert time.monotonic() - began < 15
    assert f"error[{code}]" in done.stderr
    assert "terms/zeit.md" in done.stderr
    assert done.stderr.count("error[") == 1
    assert times(folder / "_site") == before
    if code == "worker-died":  # the other takes five seconds each time
        again = cli("check", "--source", folder, "--jobs", "2")
        assert again.returncode == 1, "what went wrong is not taken for what is right"
    edit(folder, {"terms/zeit.md": OTHER_BODY})
    assert cli("build", "--source", folder, "--jobs", "2").returncode == 0
    assert different(tree(folder / "_site"), clean(cli, folder)) == []
