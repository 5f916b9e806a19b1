"""One glossary, one site: whatever the machine, the moment and the place, byte for byte."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import BuildSite, MakeSite
from tests.program import BUILD, ROOT, environment, run
from tests.whole.sites import EVERYTHING, TWO_TERMS, tree

SPAWNING: Final = (
    "import sys, threading; sys.path.insert(0, {root!r});"
    "threading.Thread(target=threading.Event().wait, daemon=True).start();"
    "from glossary_site.cli import main; raise SystemExit(main())"
)
"""A process with a thread may not fork, so its workers are spawned."""
SHUFFLED: Final = """
import os, random, sys
sys.path.insert(0, {root!r})
shuffle = random.Random({seed}).shuffle
scan, names = os.scandir, os.listdir

class Shuffled:
    def __init__(self, *place):
        self.scanned = scan(*place)
    def __iter__(self):
        entries = list(self.scanned)
        shuffle(entries)
        return iter(entries)
    def __next__(self):
        return next(self.scanned)
    def __enter__(self):
        return self
    def __exit__(self, *error):
        self.close()
    def close(self):
        self.scanned.close()

def listdir(*place):
    found = names(*place)
    shuffle(found)
    return found

os.scandir, os.listdir = Shuffled, listdir
from glossary_site.cli import main
raise SystemExit(main())
"""
"""A machine whose file system lists folders in another order, as those of Linux and macOS do."""
NOBODY: Final = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

REFERENCE: Final = {
    "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC",
    "umask": "022", "jobs": "1",
}  # fmt: skip
SAMPLED: Final[Mapping[str, Mapping[str, str]]] = {
    "everything-else": {
        "PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8",
        "TZ": "Pacific/Kiritimati", "umask": "077", "jobs": "2", "cwd": "/", "source": "moved",
        "HOME": "/nonexistent", "listing": "1",
    },
    "ascii-and-many-workers": {
        "PYTHONHASHSEED": "4242", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0", "TZ": "America/Los_Angeles", "jobs": "7",
    },
    "spawned-workers": {"PYTHONHASHSEED": "7", "jobs": "2", "start": "spawn"},
}  # fmt: skip
SINGLY: Final[Mapping[str, Mapping[str, str]]] = {
    **{f"hash-seed-{seed}": {"PYTHONHASHSEED": seed} for seed in ("1", "2", "3", "99", "random")},
    **{f"locale-{name}": {"LC_ALL": name, "LANG": name} for name in ("C", "tr_TR.UTF-8", "POSIX")},
    **{f"time-zone-{name}": {"TZ": name} for name in ("Asia/Kolkata", "Pacific/Kiritimati")},
    **{f"umask-{mask}": {"umask": mask} for mask in ("000", "077")},
    **{f"jobs-{jobs}": {"jobs": jobs} for jobs in ("2", "3", "7", "16")},
    "cwd": {"cwd": "/"},
    "source": {"source": "moved"},
    **{f"listing-{seed}": {"listing": seed} for seed in ("2", "3", "4")},
    "optimised": {"PYTHONOPTIMIZE": "2"},
}
GLOSSARIES: Final = ("real", "small")
WITH_CARDS: Final = {
    **EVERYTHING,
    "site.yaml": EVERYTHING["site.yaml"] + "outputs: [default, cards]\n",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two glossaries, each in a history of its own and twice, so that no edit comes in between.

    The real one is built without social cards, which take longer than all the rest; a small one
    has them.
    """
    folder = tmp_path_factory.mktemp("sources")
    real = folder / "here" / "real"
    real.mkdir(parents=True)
    for name in ("terms", "data", "newsletter", "images"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, real / name)
    config = (ROOT / "site.yaml").read_text(encoding="utf-8")
    without_cards = re.sub(r"(?m)^outputs:.*$", "outputs: [default]", config)
    (real / "site.yaml").write_text(without_cards, encoding="utf-8")
    (real / "terms/undated.md").write_text("---\ntitle: Undated\n---\nA term of no day.\n")
    for path, text in WITH_CARDS.items():
        target = folder / "here" / "small" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for name in GLOSSARIES:
        for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "All")):
            _git(folder / "here" / name, *arguments)
    shutil.copytree(folder / "here", folder / "moved" / "elsewhere and deeper")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    day = "2026-03-01T23:30:00-05:00"
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    env = environment(GIT_AUTHOR_DATE=day, GIT_COMMITTER_DATE=day, GIT_CONFIG_GLOBAL=os.devnull)
    subprocess.run(["git", *settings, *arguments], cwd=folder, env=env, check=True)


def built(sources: Path, output: Path, settings: Mapping[str, str]) -> dict[str, bytes]:
    """Build both glossaries, each in a process of its own, and read their sites."""
    wanted = {**REFERENCE, **settings}
    umask, jobs = wanted.pop("umask"), wanted.pop("jobs")
    cwd = wanted.pop("cwd", None)
    is_moved = wanted.pop("source", "here") == "moved"
    place = sources / ("moved/elsewhere and deeper" if is_moved else "here")
    command: tuple[str | Path, ...] = (wanted.pop("python", sys.executable), BUILD)
    if seed := wanted.pop("listing", None):
        command = (sys.executable, "-c", SHUFFLED.format(root=str(ROOT), seed=seed))
    if wanted.pop("user", None):
        command = (*NOBODY, *command)
    if wanted.pop("start", "fork") == "spawn":
        command = (sys.executable, "-c", SPAWNING.format(root=str(ROOT)))
    shell = ("sh", "-c", f'umask {umask}; exec "$@"', "sh")
    for name in GLOSSARIES:
        arguments = ("--source", place / name, "--output", output / name, "--jobs", jobs)
        done = run(
            "build", *arguments, "--base-url", "https://x.org/r/",
            command=(*shell, *command), cwd=Path(cwd) if cwd else None, env=environment(**wanted),
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    return tree(output)


@pytest.fixture(scope="module")
def reference(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sites as one process in a plain environment builds them."""
    sites = built(sources, tmp_path_factory.mktemp("reference"), {})
    assert len([path for path in sites if path.startswith("small/cards/")]) == 2
    return sites


def different(left: Mapping[str, bytes], right: Mapping[str, bytes]) -> list[str]:
    """Name the files that are not the same."""
    return sorted(path for path in {*left, *right} if left.get(path) != right.get(path))


@pytest.mark.parametrize("settings", SAMPLED.values(), ids=SAMPLED)
def test_the_site_depends_on_nothing_but_its_sources(
    sources: Path, reference: dict[str, bytes], tmp_path: Path, settings: Mapping[str, str]
) -> None:
    """Else every build would publish differences that nobody made."""
    assert different(built(sources, tmp_path, settings), reference) == []
    assert b'datetime="2026-03-02"' in reference["real/terms/undated/index.html"]  # in UTC


def test_the_user_does_not_matter(sources: Path, reference: dict[str, bytes]) -> None:
    """CI builds as another user than the editor, from files that are not the user's own."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv to be another user")
    if subprocess.run([*NOBODY, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("needs a Python that every user may start")
    git_trusts_it = {
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"
    }  # fmt: skip

    # Pytest's own folders are closed to others.
    with tempfile.TemporaryDirectory() as name:
        open_folder = Path(name)
        open_folder.chmod(0o777)
        shutil.copytree(sources, open_folder / "sources")
        (open_folder / "sources").chmod(0o755)
        settings = {"user": "nobody", "HOME": "/nonexistent", **git_trusts_it}
        sites = built(open_folder / "sources", open_folder / "sites", settings)

    assert different(sites, reference) == []


@pytest.mark.parametrize("name", ["python3.12", "python3.13", "python3.14"])
def test_the_version_of_python_does_not_matter(
    sources: Path, reference: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    """Editors have whatever their system brings; the workflow compares all versions, too."""
    # A shim may stand on the path for a version that is not there.
    found = shutil.which(name)
    if found is None or subprocess.run([found, "-c", ""], check=False).returncode:
        pytest.skip(f"needs {name}")
    subprocess.run([name, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    install = (python, "-m", "pip", "install", "--quiet", "-r", ROOT / "requirements.lock")
    if subprocess.run(install, check=False, capture_output=True).returncode:
        pytest.skip(f"needs the locked libraries for {name}")

    sites = built(sources, tmp_path / "sites", {"python": str(python)})

    assert different(sites, reference) == []


@pytest.mark.soak
@pytest.mark.parametrize("settings", SINGLY.values(), ids=SINGLY)
def test_no_single_circumstance_shows_in_the_site(
    sources: Path, reference: dict[str, bytes], tmp_path: Path, settings: Mapping[str, str]
) -> None:
    """The same one by one, to tell which it was."""
    assert different(built(sources, tmp_path, settings), reference) == []


def times(folder: Path) -> dict[str, tuple[int, int]]:
    """Read what tells whether a file was written: its time and its number."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.stat().st_ino) for p in files}


def test_a_second_build_writes_nothing(make_site: MakeSite) -> None:
    """Hosts and backups send what has a new time, so what did not change keeps its own."""
    folder = make_site(EVERYTHING)
    assert run("build", "--source", folder).returncode == 0
    before = times(folder / "_site")

    done = run("build", "--source", folder)

    assert "nothing changed" in done.stdout + done.stderr
    assert times(folder / "_site") == before


def test_an_edit_writes_only_the_pages_that_show_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """The new site is exchanged for the old one, and still all else keeps its time.

    The issue names a dataset no more, so the dataset and the term that shows it name no issue.
    """
    folder = make_site(EVERYTHING)
    assert build_site(folder).is_ok
    before = times(folder / "_site")
    (folder / "newsletter/first.md").write_text("---\ntitle: First\ndate: 2026-01-01\n---\nNew.\n")

    assert build_site(folder).is_ok

    after = times(folder / "_site")
    changed = {path for path in after if before[path] != after[path]}
    assert changed == {
        ".glossary-output.json",
        "data/prices/index.html",
        "newsletter/feed.json",
        "newsletter/feed.xml",
        "newsletter/first/index.html",
        "newsletter/first/index.md",
        "newsletter/index.html",
        "terms/gpu/index.html",
    }


def test_a_site_grown_step_by_step_is_the_one_built_at_once(
    make_site: MakeSite, build_site: BuildSite, tmp_path: Path
) -> None:
    """Whatever a build keeps from the one before may save time and must not show."""
    folder = make_site(TWO_TERMS)
    assert build_site(folder).is_ok
    (folder / "terms/hbm.md").unlink()
    make_site(EVERYTHING)
    assert build_site(folder).is_ok

    assert build_site(folder, output=tmp_path / "fresh").is_ok

    assert different(tree(folder / "_site"), tree(tmp_path / "fresh")) == []


def test_times_and_owners_of_sources_do_not_matter(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A fresh clone has new times for everything."""
    folder = make_site(TWO_TERMS)
    assert build_site(folder).is_ok
    before = tree(folder / "_site")
    for path in folder.glob("terms/*"):
        os.utime(path, (0, 0))

    assert build_site(folder).is_ok

    assert tree(folder / "_site") == before
