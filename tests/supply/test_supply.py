"""What we depend on: exact versions, known files, none that is known to be harmful."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.version import Version

from tests.program import ROOT, environment
from tests.supply.sbom import LOCK, SBOM, pins, sbom

DEV_LOCK: Final = ROOT / "requirements-dev.lock"
FLOORS: Final[Mapping[str, str]] = {
    "jinja2": "3.1.6", "markdown": "3.11.3", "pyyaml": "6.0.2", "tornado": "6.6.1",
}  # fmt: skip
"""Below these are holes that are known; docs/explanation/trust.md names them."""


def project() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["project"]
    return found


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=lambda path: path.name)
def test_every_file_that_is_installed_is_known_by_its_digest(lock: Path) -> None:
    """An index that is broken into could give other files under the same versions."""
    text = lock.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]

    assert len(pins(lock)) == len(lines) > 20
    assert [pin.name for pin in pins(lock) if not pin.hashes] == []
    assert re.findall(r"https?://\S+|^-", text, re.MULTILINE) == []


def test_what_is_installed_is_checked_against_the_digests() -> None:
    """A digest that nobody compares protects nobody."""
    places = ("Makefile", "action.yml", ".gitlab-ci.yml", ".github/workflows/refresh.yml")
    for place in places:
        for line in (ROOT / place).read_text(encoding="utf-8").splitlines():
            if "--requirement" in line and "pip_audit" not in line:
                assert "--require-hashes" in line, (place, line)


def test_a_file_with_another_digest_is_not_installed(tmp_path: Path) -> None:
    """The rule above is obeyed: a lock with one wrong digit installs nothing."""
    wheel = tmp_path / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("thing.py", "")
        made.writestr(
            "thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"
        )
        made.writestr(
            "thing-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        made.writestr("thing-1.0.dist-info/RECORD", "")
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()
    codes = {}
    for digest in (right, "0" * 64):
        lock = tmp_path / "lock"
        lock.write_text(f"thing==1.0 \\\n    --hash=sha256:{digest}\n")
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--require-hashes",
            "--requirement",
            lock,
        ]
        command += [
            "--target",
            tmp_path / digest[:3],
            "--no-index",
            "--no-deps",
            "--find-links",
            tmp_path,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        codes[digest] = done.returncode

    assert codes == {right: 0, "0" * 64: 1}


@pytest.mark.parametrize("name", FLOORS)
def test_no_version_with_a_known_hole_can_be_installed(name: str) -> None:
    """Neither by the lock nor by whoever installs the wheel beside other things."""
    wanted = {one.name.lower(): one for one in map(Requirement, project()["dependencies"])}
    (pinned,) = (pin.version for pin in pins(LOCK) if pin.name == name)
    told = (ROOT / "docs/explanation/trust.md").read_text(encoding="utf-8").lower()

    assert Version(pinned) >= Version(FLOORS[name])
    below = Version(FLOORS[name]).release
    assert not wanted[name].specifier.contains(".".join(map(str, (*below[:-1], below[-1] - 1))))
    assert f"| {name} | {FLOORS[name]} |" in told


def test_both_locks_agree_and_hold_what_the_project_asks_for() -> None:
    """Tests that run with other versions than readers get say little."""
    run, dev = ({pin.name: pin.version for pin in pins(lock)} for lock in (LOCK, DEV_LOCK))

    assert {name: dev.get(name) for name in run} == run
    for one in map(Requirement, project()["dependencies"]):
        assert one.specifier.contains(run[one.name.lower()])


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    """It names every library with its version and digests, in the form that scanners read."""
    text = SBOM.read_text(encoding="utf-8")

    assert text == sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert (
        JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace("library", "libary"))
        is not None
    )


CIRCUMSTANCES: Final[tuple[Mapping[str, str], ...]] = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "umask": "022"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "77", "umask": "077"},
)


def built(folder: Path, circumstances: Mapping[str, str]) -> dict[str, bytes]:
    """Build wheel and sdist from a copy of what git holds."""
    source, output = folder / "source", folder / "dist"
    source.mkdir(parents=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for path in filter(None, listed):
        if path.startswith("tests/") or not (ROOT / path).is_file():
            continue
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes((ROOT / path).read_bytes())
        os.utime(source / path, (len(path) * 1e6, len(path) * 1e6))
        (source / path).chmod(0o644 & ~int(circumstances["umask"], 8))
    wanted = {**circumstances, "SOURCE_DATE_EPOCH": "1790000000"}
    umask = wanted.pop("umask")
    subprocess.run(
        ["sh", "-c", f'umask {umask}; exec "$@"', "sh", sys.executable, "-m", "build",
         "--no-isolation", "--skip-dependency-check", "--outdir", output, source],
        cwd=folder, env=environment(**wanted), check=True, capture_output=True,
    )  # fmt: skip
    return {path.name: path.read_bytes() for path in output.iterdir()}


def test_two_builds_of_the_wheel_and_the_sources_are_the_same_bytes(tmp_path: Path) -> None:
    """Whoever builds it again can see that what is published was made of these files."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("no hatchling: install the development requirements")

    one, other = (built(tmp_path / str(n), c) for n, c in enumerate(CIRCUMSTANCES))

    assert sorted(name.rpartition(".")[2] for name in one) == ["gz", "whl"]
    assert one == other
    (wheel,) = tmp_path.glob("0/dist/*.whl")
    (bill,) = (n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/sboms/" in n)
    assert zipfile.ZipFile(wheel).read(bill).decode() == sbom()


def test_no_dependency_has_an_advisory(tmp_path: Path) -> None:
    """Somebody may have found a hole since the lock was written; skipped without a network."""
    if importlib.util.find_spec("pip_audit") is None:
        pytest.skip("no pip-audit: install the development requirements")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        LOCK,
        "--disable-pip",
        "--no-deps",
    ]
    command += ["--progress-spinner", "off", "--cache-dir", tmp_path]

    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        pytest.skip("the service that knows the advisories does not answer")

    if re.search(r"ConnectionError|ServiceError|Max retries|Timeout|HTTPError", done.stderr):
        pytest.skip("the service that knows the advisories cannot be reached")
    assert done.returncode == 0, done.stdout + done.stderr
