"""Output that nobody takes, and surroundings that lack what others have."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.faults.sweeping import Ground, ground, site
from tests.program import BUILD, environment

COMMANDS: Final = (
    ("build",),
    ("check",),
    ("check", "--format", "json"),
    ("check", "--format", "sarif"),
    ("check", "--format", "github"),
    ("--help",),
)

STREAMS: Final[Mapping[str, str]] = {
    "reader-gone": '"$@" | true',
    "stdout-closed": '"$@" >&-',
    "both-closed": '"$@" >&- 2>&-',
    "stderr-closed": '"$@" 2>&-',
    "stdin-closed": '"$@" <&-',
}
OFTEN: Final = frozenset({("reader-gone", ("check",)), ("stdout-closed", ("build",))})
"""What people do by a slip."""


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground(tmp_path_factory.mktemp("streams") / "glossary")


@pytest.fixture
def folder(at: Ground, tmp_path: Path) -> Path:
    return Path(shutil.copytree(at.folder, tmp_path / "glossary"))


def shell(script: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the program in a shell that has done something to its streams or limits."""
    command: list[str | Path] = [sys.executable, BUILD, *arguments]
    return subprocess.run(
        ["sh", "-c", script, "sh", *command], cwd=folder, env=environment(), text=True,
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip


def trials() -> list[object]:
    """Pair every command with every stream; each of both is in the sample at least once."""
    pairs = [(script, arguments) for script in STREAMS for arguments in COMMANDS]
    return [
        pytest.param(
            STREAMS[script],
            arguments,
            id=f"{script}-{' '.join(arguments)}",
            marks=() if n % 4 == 0 or (script, arguments) in OFTEN else pytest.mark.soak,
        )
        for n, (script, arguments) in enumerate(pairs)
    ]


@pytest.mark.parametrize(("script", "arguments"), trials())
def test_a_stream_that_nobody_reads_ends_the_program_quietly(
    folder: Path, script: str, arguments: tuple[str, ...]
) -> None:
    """`check | head` is how people look at the first mistakes."""
    done = shell(script, folder, *arguments)

    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode in {0, 1}


@pytest.mark.parametrize("arguments", [COMMANDS[1], COMMANDS[2]], ids=" ".join)
def test_a_full_disk_behind_the_output_is_no_bug(folder: Path, arguments: tuple[str, ...]) -> None:
    """A log that cannot be written must not look like a mistake of the program."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")

    done = shell('"$@" > /dev/full', folder, *arguments)

    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


SURROUNDINGS: Final[Mapping[str, Mapping[str, str | None]]] = {
    "nothing at all": {},
    "a home that is not there": {"HOME": "/nonexistent"},
    "a home that cannot be written": {"HOME": "/proc"},
    "an ASCII terminal": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "an unknown locale": {"LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"},
    "a temporary folder that is not there": {"TMPDIR": "/nonexistent", "HOME": "/root"},
}  # fmt: skip


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_a_bare_environment_builds_the_same_site(at: Ground, folder: Path, name: str) -> None:
    """Containers and cron have next to no environment."""
    wanted = {key: value for key, value in SURROUNDINGS[name].items() if value is not None}
    command: list[str | Path] = [sys.executable, BUILD, "build", "--source", folder]

    done = subprocess.run(
        ["sh", "-c", 'umask 077; exec "$@"', "sh", *command],
        env={"PATH": os.defpath, **wanted}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert site(folder) == at.new
    modes = {
        path.stat().st_mode & 0o777 for path in (folder / "_site").rglob("*") if path.is_file()
    }
    assert modes == {0o644}


def test_a_working_folder_that_is_gone_is_told(folder: Path, tmp_path: Path) -> None:
    """Who has deleted the folder of another window gets a sentence, or a build that needs none."""
    gone = tmp_path / "gone"
    gone.mkdir()

    done = shell(f'cd "{gone}"; rmdir "{gone}"; "$@"', folder, "check", "--source", str(folder))

    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in {0, 1, 2}


LIMITS: Final[Mapping[str, str]] = {
    "few open files": "ulimit -n 12",
    "short files": "trap '' XFSZ; ulimit -f 2",
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_of_the_system_ends_in_a_sentence(at: Ground, folder: Path, name: str) -> None:
    """The published site stays whole, and the next build needs no help."""
    with (folder / "terms/core.md").open("a") as file:
        file.write("More.\n" * 900)

    done = shell(f'{LIMITS[name]}; exec "$@"', folder, "build", "--clean")

    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 1, done.stderr
    assert "write-failed" in done.stderr or "unreadable-file" in done.stderr
    assert site(folder) == at.old
    assert shell('"$@"', folder, "build").returncode == 0


CLOCK: Final = """
import sys, time, datetime
offset = {offset}
real, real_ns, stamp = time.time, time.time_ns, datetime.datetime
time.time = lambda: real() + offset
time.time_ns = lambda: real_ns() + int(offset * 1e9)
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return stamp.fromtimestamp(time.time(), tz)
datetime.datetime = Moved
sys.path.insert(0, {root!r})
from glossary_site.cli import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("years", [-25, -1, 1, 60])
def test_a_wrong_clock_changes_nothing(at: Ground, folder: Path, years: int) -> None:
    """Nothing is decided by what time it is: not what is built, nor whether a file is old."""
    for path in folder.glob("terms/*"):
        os.utime(path, (2**31 - 2, 0))
    text = CLOCK.format(offset=years * 365.25 * 86400, root=str(BUILD.parent))

    done = subprocess.run(
        [sys.executable, "-c", text, "build", "--source", folder],
        env=environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert site(folder) == at.new
