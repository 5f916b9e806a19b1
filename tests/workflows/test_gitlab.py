"""The pipeline for GitLab: its scripts, run as its runner runs them, do what the YAML says."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from glossary_site.built import open_built
from tests.program import ROOT
from tests.workflows.conftest import TABLE, Repository
from tests.workflows.runner import git

PIPELINE: Final[Mapping[str, Any]] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
JOBS: Final = {
    name: job
    for name, job in PIPELINE.items()
    if name not in {"default", "variables", "workflow", "stages"}
}
MERGE_REQUEST: Final = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_BRANCH": ""}
MERGE: Final = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main"}
SCHEDULE: Final = {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main"}


def holds(rule: str, variables: Mapping[str, str]) -> bool:
    """Judge a rule of the few kinds there are here: comparisons and variables, joined by &&."""
    for part in rule.split(" && "):
        found = re.fullmatch(r'\$(\w+)(?: (==|!=) (?:"(.*)"|\$(\w+)))?', part)
        assert found is not None, part
        name, sign, text, other = found.groups()
        mine = variables.get(name, "")
        theirs = text if other is None else variables.get(other, "")
        if not (mine if sign is None else (mine == theirs) is (sign == "==")):
            return False
    return True


@pytest.mark.parametrize(
    ("variables", "jobs"),
    [
        (MERGE_REQUEST, {"check", "changes", "site", "program"}),
        (MERGE, {"pages"}),
        (SCHEDULE, set()),
        ({**SCHEDULE, "REFRESH_TOKEN": "secret"}, {"refresh"}),
        ({"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "other"}, set()),
        # A fork's merge request runs in the fork, where the token is not known.
        (
            {**MERGE_REQUEST, "CI_COMMIT_BRANCH": "main"},
            {"check", "changes", "site", "program", "pages"},
        ),
    ],
)
def test_each_event_starts_what_it_should(variables: Mapping[str, str], jobs: set[str]) -> None:
    """A job too many would publish what nobody has read."""
    given = {"CI_DEFAULT_BRANCH": "main", **variables}
    is_run = any(holds(rule["if"], given) for rule in PIPELINE["workflow"]["rules"])

    started = {
        name for name, job in JOBS.items() if any(holds(rule["if"], given) for rule in job["rules"])
    }

    assert (started if is_run else set()) == jobs


@dataclass
class Machine:
    """A runner with a fresh clone."""

    folder: Path
    """Everything it may write lies below."""
    workspace: Path
    """The clone."""
    variables: Mapping[str, str]
    """What GitLab sets."""

    def run(self, name: str) -> tuple[int, str]:
        """Run a job's scripts in one shell, as GitLab's runner does; give code and output."""
        job = {**PIPELINE["default"], **JOBS[name]}
        script = "\n".join([*job["before_script"], *job["script"]])
        packages = Path(sysconfig.get_path("purelib"))
        shim = self.folder / "bin" / "python"
        shim.parent.mkdir(exist_ok=True)
        shim.write_text(
            f'#!/bin/bash\n{sys.executable} -m venv --without-pip "$3" && echo {packages} '
            f'> "$3/{packages.relative_to(sys.prefix)}/ours.pth"\n'
        )
        shim.chmod(0o755)
        environment = {
            **PIPELINE["variables"],
            "VENV": str(self.folder / "venv"),
            "HOME": str(self.folder),
            "PATH": f"{shim.parent}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "CI": "true",
            "CI_PROJECT_DIR": str(self.workspace),
            "CI_DEFAULT_BRANCH": "main",
            "CI_PAGES_URL": "https://example.gitlab.io/glossary",
            "CI_SERVER_HOST": "gitlab.example",
            "CI_PROJECT_PATH": "example/glossary",
            **self.variables,
        }
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=self.workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        return done.returncode, done.stdout


def machine(repository: Repository, branch: str, folder: Path) -> Machine:
    git("clone", "--quiet", repository.origin.as_uri(), str(folder / "clone"))
    git("checkout", "--quiet", repository.revisions[branch], cwd=folder / "clone")
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.revisions["main"]}
    return Machine(folder, folder / "clone", base)


def test_a_mistake_stands_beside_its_line_in_the_merge_request(
    repository: Repository, tmp_path: Path
) -> None:
    """GitLab shows what the report names; the log shows it to whoever looks there first."""
    on = machine(repository, "unfinished", tmp_path)

    code, log = on.run("check")

    report = json.loads((on.workspace / "gl-code-quality-report.json").read_text())
    assert code == 1
    assert "terms/tensor.md:8:28: error[unknown-image]" in log
    (found,) = [one for one in report if one["check_name"] == "unknown-image"]
    assert found["severity"] == "critical"
    assert found["location"] == {"path": "terms/tensor.md", "lines": {"begin": 8}}
    assert len({one["fingerprint"] for one in report}) == len(report)
    assert all(re.fullmatch("[0-9a-f]{64}", one["fingerprint"]) for one in report)
    assert not (on.workspace / ".cache" / "build" / "planted").exists()


def test_changes_and_site_are_kept(repository: Repository, tmp_path: Path) -> None:
    """What readers will see is one click away."""
    on = machine(repository, "good", tmp_path)

    assert on.run("check")[0] == 0
    assert on.run("changes")[0] == 0
    assert on.run("site")[0] == 0

    assert "Tensor" in (on.workspace / "changes.md").read_text()
    assert open_built(on.workspace / "_site").base_path == "/"
    assert JOBS["site"]["artifacts"]["paths"] == ["_site/"]
    assert JOBS["changes"]["artifacts"]["paths"] == ["changes.md"]


def test_a_merge_is_published_where_gitlab_wants_it(repository: Repository, tmp_path: Path) -> None:
    """GitLab Pages publishes `public/` of the job `pages`, at an address that it names."""
    on = machine(repository, "main", tmp_path)

    code, log = on.run("pages")

    assert code == 0, log
    assert open_built(on.workspace / "public").base_path == "/glossary/"


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_refresh_opens_a_merge_request_only_where_data_changed(
    repository: Repository, tmp_path: Path, *, is_changed: bool
) -> None:
    """GitLab opens it from the options of the push, so that no other program is needed."""
    remote = tmp_path / "remote.git"
    git("clone", "--quiet", "--bare", str(repository.origin), str(remote))
    git("config", "receive.advertisePushOptions", "true", cwd=remote)
    hook = remote / "hooks" / "pre-receive"
    hook.write_text('#!/bin/bash\nenv | grep ^GIT_PUSH_OPTION > "$PWD/options"\n')
    hook.chmod(0o755)
    on = machine(repository, "main", tmp_path)
    on.variables = {"REFRESH_TOKEN": "secret"}
    address = "https://oauth2:secret@gitlab.example/example/glossary.git"
    (tmp_path / ".gitconfig").write_text(f'[url "{remote.as_uri()}"]\n\tinsteadOf = {address}\n')
    if is_changed:
        (on.workspace / "data" / "prices.csv").write_text(TABLE + "2026-10,3\n")

    code, log = on.run("refresh")

    assert code == 0, log
    assert (remote / "options").exists() is is_changed
    assert ("Nothing has changed." in log) is not is_changed
    if is_changed:
        assert "merge_request.create" in (remote / "options").read_text()
        names = git("show", "--name-only", "--format=", "refresh-data", cwd=remote)
        assert names == "data/prices.csv"
    assert "secret" not in log


def test_no_cache_of_the_checkout_is_trusted() -> None:
    """GitLab keeps caches inside the checkout, where a merge request could bring its own."""
    assert "cache" not in PIPELINE["default"]
    assert not any("cache" in job for job in JOBS.values())
    assert os.linesep not in PIPELINE["default"]["before_script"][0]
    assert PIPELINE["default"]["before_script"][0] == "rm -rf .cache _site"
