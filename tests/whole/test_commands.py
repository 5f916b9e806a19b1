"""The commands beside `build`: each does what it says and nothing else."""

import shutil
import sys
from pathlib import Path

import pytest

from glossary_site import __version__
from glossary_site.content.terms import read_terms
from tests.conftest import Cli, MakeSite
from tests.program import ROOT, environment, run
from tests.whole.sites import TWO_TERMS, tree

TOPICS = "title: Test\ntopics: [{id: chips, title: Chips}, {id: models, title: Models}]\n"


def test_a_new_term_passes_the_checks(make_site: MakeSite) -> None:
    """The first thing an author does must work."""
    folder = make_site({**TWO_TERMS, "site.yaml": TOPICS})

    done = run(
        "new", "  Inference   Cost ", "--source", folder, "--topic", "chips", "--topic", "models",
        "--definition", 'What it costs: "running" a model.',
    )  # fmt: skip

    path = folder / "terms/inference-cost.md"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}\n", "")
    assert path.read_text() == (
        "---\ntitle: Inference Cost\n"
        'definition: "What it costs: \\"running\\" a model."\n'
        "topics: [chips, models]\n---\n"
    )
    assert run("check", "--strict", "--source", folder).returncode == 0


@pytest.mark.parametrize(
    "title",
    ["No", "1.10", "null", "C++", "A: B", "# hash", '"quoted"', "L'été", "it's", "- dash",
     "100%", "{x}", "@at", "推論 AI", "C#", "x" * 100],
)  # fmt: skip
def test_any_title_becomes_a_file_that_says_the_same(
    cli: Cli, make_site: MakeSite, title: str
) -> None:
    """YAML reads many words as something else; a new file must quote them."""
    folder = make_site(TWO_TERMS)

    done = cli("new", "--source", folder, "--definition", "A thing.", "--", title)

    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.strip())
    file = read_terms("terms/new.md", path.read_text())
    (term,) = file.terms
    assert (term.title, term.definition, file.findings) == (title, "A thing.", ())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["GPU"], "permalink-collision"),
        (["gpu"], "permalink-collision"),
        (["Old Memory"], "name-collision"),
        (["Graphics Processor"], "name-collision"),
        (["Chip", "--topic", "chip"], "unknown-topic"),
        (["推論"], "bad-slug"),
        (["index"], "reserved-slug"),
        (["Taken"], "permalink-collision"),
        (["x" * 101], "bad-slug"),
        (["x" * 151], "bad-value"),
    ],
)
def test_new_writes_nothing_that_check_would_refuse(
    cli: Cli, make_site: MakeSite, arguments: list[str], code: str
) -> None:
    """An author learns of a collision before writing the article."""
    gpu = "---\ntitle: GPU\naliases: [Graphics Processor, old memory]\n---\nA chip.\n"
    taken = "---\ntitle: Other\n---\nA file of that name.\n"
    folder = make_site(
        {**TWO_TERMS, "site.yaml": TOPICS, "terms/gpu.md": gpu, "terms/taken.md": taken}
    )
    before = tree(folder)

    done = cli("new", "--source", folder, *arguments)

    assert (done.returncode, done.stdout) == (1, "")
    assert f"error[{code}]" in done.stderr
    assert tree(folder) == before


def test_new_outside_a_glossary_says_how_to_make_one(tmp_path: Path) -> None:
    """A term without a glossary would never be seen."""
    done = run("new", "Term", cwd=tmp_path)

    assert done.returncode == 1
    assert "hint: glossary-site init DIR makes a new glossary" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_new_glossary_builds_without_a_warning(tmp_path: Path) -> None:
    """From nothing to a site in two commands."""
    folder = tmp_path / "mine"

    done = run("init", folder)

    written = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert (done.returncode, done.stderr) == (0, "")
    assert {Path(line) for line in done.stdout.splitlines()} == {folder / path for path in written}
    assert written == [".gitignore", "site.yaml", "terms/definition.md", "terms/glossary.md"]
    built = run("build", "--strict", cwd=folder)
    assert (built.returncode, built.stderr) == (0, "")
    assert (folder / "_site/terms/glossary/index.html").is_file()
    assert "/_site/" in (folder / ".gitignore").read_text()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """Beside other files it is welcome; over them it is not."""
    (tmp_path / "site.yaml").write_text("title: Mine\n")
    (tmp_path / "notes.txt").write_text("mine")

    done = run("init", tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert "error[output-refused]" in done.stderr
    assert "site.yaml" in done.stderr
    assert tree(tmp_path) == {"site.yaml": b"title: Mine\n", "notes.txt": b"mine"}


def test_init_on_a_file_is_refused_in_words(tmp_path: Path) -> None:
    """Not with a traceback."""
    (tmp_path / "file").write_text("mine")

    done = run("init", tmp_path / "file")

    assert done.returncode == 1
    assert "error[output-refused]" in done.stderr
    assert "Traceback" not in done.stderr


TWO_BROKEN = {
    **TWO_TERMS,
    "terms/sub/a.md": "---\ntitle: Alpha\nrelated: [X]\n---\nA.\n",
    "terms/subway.md": "---\ntitle: Beta\nrelated: [Y]\n---\nB.\n",
}


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], ["terms/sub/a.md", "terms/subway.md"]),
        (["terms/subway.md"], ["terms/subway.md"]),
        (["terms/sub"], ["terms/sub/a.md"]),
        (["terms/sub/"], ["terms/sub/a.md"]),
        (["terms"], ["terms/sub/a.md", "terms/subway.md"]),
        (["terms/gpu.md"], []),
        (["."], ["terms/sub/a.md", "terms/subway.md"]),
        (["terms/gpu.md", "terms/sub/a.md"], ["terms/sub/a.md"]),
    ],
)
def test_check_counts_only_the_paths_it_is_given(
    cli: Cli,
    make_site: MakeSite,
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    found: list[str],
) -> None:
    """An editor asks about the file that is open; everything is read all the same."""
    folder = make_site(TWO_BROKEN)

    monkeypatch.chdir(folder)

    done = cli("check", *paths)

    errors = [line.split(":")[0] for line in done.stdout.splitlines() if "error[" in line]
    assert errors == found
    assert done.returncode == bool(found)
    assert not (folder / "_site").exists()


def test_paths_are_found_from_another_folder(
    cli: Cli, make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --source, a path may be named from here or from there."""
    folder = make_site(TWO_BROKEN)
    monkeypatch.chdir(tmp_path)

    for path in (folder / "terms/subway.md", Path("terms/subway.md"), Path("site/terms/subway.md")):
        done = cli("check", path, "--source", folder)
        assert "terms/subway.md:3:11: error[unknown-term]" in done.stdout
        assert done.stdout.count("error[") == 1


@pytest.mark.parametrize("command", [(), ("build",)], ids=["no command", "build"])
def test_without_a_command_the_program_builds(make_site: MakeSite, command: tuple[str]) -> None:
    """The commonest wish needs no word."""
    folder = make_site(TWO_TERMS)

    done = run(*command, cwd=folder)

    assert done.returncode == 0
    assert (folder / "_site/index.html").is_file()


def test_options_without_a_command_are_builds(make_site: MakeSite) -> None:
    """`glossary-site --strict` builds strictly."""
    folder = make_site({**TWO_TERMS, "terms/x.svg": "<svg/>"})

    assert run("--strict", cwd=folder).returncode == 1
    assert run("--base-url", "/x/", cwd=folder).returncode == 0
    assert 'href="/x/terms/"' in (folder / "_site/index.html").read_text()


@pytest.mark.parametrize(
    "command",
    [(sys.executable, "-m", "glossary_site"), (sys.executable, ROOT / "build.py")],
    ids=["-m", "build.py"],
)
def test_there_is_one_program_by_all_its_names(command: tuple[str | Path, ...]) -> None:
    """Messages say `glossary-site`, however it was called."""
    env = environment(PYTHONPATH=str(ROOT))

    done = run("--version", command=command, env=env)

    assert (done.returncode, done.stdout) == (0, f"glossary-site {__version__}\n")


def test_build_py_works_from_anywhere(make_site: MakeSite) -> None:
    """Its own folder need not be on the path, nor be the current one."""
    done = run("check", "--source", make_site(TWO_TERMS), cwd=Path("/"))

    assert done.returncode == 0
    assert done.stderr == "0 errors, 0 warnings, 2 notes in 2 terms.\n"


def test_clean_forgets_the_cache_and_nothing_else(cli: Cli, make_site: MakeSite) -> None:
    """The cache costs only time; what else lies there is not ours."""
    folder = make_site({**TWO_TERMS, ".cache/old/x": "x", ".cache/serve/y": "y", "mine/file": "z"})

    assert cli("build", "--clean", "--source", folder).returncode == 0

    assert not (folder / ".cache/old").exists()
    assert (folder / ".cache/serve/y").exists(), "a server may be running"
    assert (folder / "mine/file").read_text() == "z"


def test_a_cache_that_is_a_link_is_not_followed(
    cli: Cli, make_site: MakeSite, tmp_path: Path
) -> None:
    """Deleting what a link leads to would delete somebody's files."""
    folder = make_site(TWO_TERMS)
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("x")
    (folder / ".cache").symlink_to(tmp_path / "precious")

    assert cli("build", "--clean", "--source", folder).returncode == 0

    assert (tmp_path / "precious/file").read_text() == "x"


def test_the_repositorys_own_glossary_has_no_mistake() -> None:
    """It is the example that everybody copies."""
    done = run("check", "--strict", "--source", ROOT)

    assert done.returncode == 0
    assert "error[" not in done.stdout
    assert "warning[" not in done.stdout
    assert shutil.which("git") is None or "0 errors, 0 warnings" in done.stderr
