"""A hostile glossary reaches no file, no program and no host but those that a build needs."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.hostile.cases import ATTACKS
from tests.hostile.conftest import HARMLESS, SITE_YAML
from tests.program import ROOT, environment, run

WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
SHARED: Final = "/dev/shm/pym-"  # noqa: S108 (so `multiprocessing` calls what workers share)
NAMES: Final = (
    "../../x", "/var/x", "..%2fx", "con", "a:b", "index", "CNAME", ".htaccess", "/proc/self/environ",
    "/dev/zero", "http://169.254.169.254/", "file:///etc/passwd", "\\\\host\\share", "//evil.example",
    "x\u202ey", "~root", "$HOME", "`id`", "$(id)", "-o x", "a/../../b", "C:\\x", "data:text/plain,x",
)  # fmt: skip
"""What slugs, datasets, pictures, redirects and addresses are called here."""


def hostile(folder: Path) -> None:
    """Write a glossary of all attacks, and of terms that name all these things."""
    for kind in ("terms", "data", "images", "newsletter"):
        (folder / kind).mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE_YAML)
    (folder / "terms/harmless.md").write_text(HARMLESS)
    for source, target in (
        ("xss", "terms"),
        ("frontmatter", "terms"),
        ("data", "data"),
        ("svg", "images"),
    ):
        for path in sorted((ATTACKS / source).iterdir()):
            (folder / target / path.name).write_bytes(path.read_bytes())
    for number, name in enumerate(NAMES):
        told = repr(name).replace("'", '"')
        (folder / f"terms/n{number}.md").write_text(
            f"---\ntitle: N {number}\nslug: {told}\nformer_slugs: [{told}]\ndata: [{told}]\n"
            f"definition: x\nsources: [{{title: x, url: {told}}}]\n---\n"
            f"![x]({name}) [[{name}]] [x]({name}) {{{{ {name}.latest }}}}\n"
        )


def softened(folder: Path) -> None:
    """Leave only what a build publishes, so that rendering and writing are watched, too."""
    for _ in range(3):
        done = run("check", "--source", folder, "--format", "json")
        found = json.loads(done.stdout)["findings"]
        for path in {one["path"] for one in found if one["severity"] == "error"}:
            (folder / path).unlink(missing_ok=True)
    assert done.returncode == 0, done.stdout
    assert len(list((folder / "terms").iterdir())) > 60


def watched(folder: Path, command: str, *, log: Path) -> int:
    """Run the program with everything written down that it asks of the system."""
    arguments: list[str | Path] = [command, "--source", folder, "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", log, *arguments],
        cwd=ROOT, env=environment(), capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    return done.returncode


def events(log: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Read what was written down."""
    for line in log.read_text(encoding="utf-8").splitlines():
        _, event, told = line.split("\t", 2)
        try:
            arguments = ast.literal_eval(told)
        except (ValueError, SyntaxError):
            arguments = (told,)
        yield event, arguments


def problem(event: str, arguments: tuple[object, ...], folder: Path) -> str | None:
    """Say what is wrong with an event, if anything is."""
    if event.startswith(("socket.", "os.system", "os.exec")):
        return f"{event} {arguments}"
    if event in {"subprocess.Popen", "os.posix_spawn"}:
        program = Path(str(arguments[0])).name
        return None if program == "git" else f"{event} {program}"
    if event == "ctypes.dlopen" or not arguments or not isinstance(arguments[0], str):
        return None
    path = arguments[0] if os.path.isabs(arguments[0]) else None
    if path is None:
        return None  # opened from the descriptor of a folder that was opened as below
    is_writing = event != "open" or bool(int(str(arguments[2])) & WRITING)
    ours = (str(folder), str(Path.home() / ".cache/glossary-site"), "/dev/null", SHARED)
    readable = (
        *ours,
        sys.prefix,
        sys.base_prefix,
        str(ROOT),
        "/usr/share/zoneinfo",
        "/proc/self",
        "/etc/localtime",
    )
    return None if path.startswith(ours if is_writing else readable) else f"{event} {arguments}"


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("refused", "check"),
        ("published", "build"),
        pytest.param("refused", "build", marks=pytest.mark.soak),
        pytest.param("published", "check", marks=pytest.mark.soak),
    ],
)
def test_nothing_outside_is_reached(
    tmp_path: Path, command: str, kind: str, record_property: Callable[[str, object], None]
) -> None:
    """Whatever names stand in the files, the system is asked for nothing but what is there to build."""
    folder = tmp_path / "glossary"
    hostile(folder)
    if kind == "published":
        softened(folder)

    code = watched(folder, command, log=tmp_path / "log")

    told = list(events(tmp_path / "log"))
    record_property("tried", len(told))
    assert code == (kind == "refused"), code
    assert len(told) > 100
    assert [said for one in told if (said := problem(*one, folder))] == []


def test_what_is_forbidden_is_seen(tmp_path: Path) -> None:
    """A watchman who sees nothing says nothing."""
    code = (
        "import os, socket, subprocess, sys, tests.hostile.watched as w; sys.addaudithook(w.write_down);"
        "open('/etc/hostname').close(); subprocess.run(['true']); os.mkdir(sys.argv[2]);"
        "s = socket.socket(); s.connect_ex(('127.0.0.1', 9)); s.close()"
    )
    command: list[str | Path] = [
        sys.executable,
        "-c",
        code,
        tmp_path / "log",
        tmp_path / "elsewhere",
    ]

    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    wrong = [
        said for one in events(tmp_path / "log") if (said := problem(*one, tmp_path / "glossary"))
    ]
    assert {said.split()[0] for said in wrong} == {
        "open",
        "subprocess.Popen",
        "os.mkdir",
        "socket.connect",
    }
