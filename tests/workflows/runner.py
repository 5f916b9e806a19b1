"""Runs the jobs of a workflow on this machine, step by step, as a runner of GitHub does.

`run` steps are run for real, by the same shell with the same options.  The few actions from
elsewhere are done here in their own way; what they are asked for is noted.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tests.workflows.expressions import filled, is_true

Step = Mapping[str, Any]
_SHELL: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


@dataclass
class Runner:
    """One machine and one run of a workflow."""

    folder: Path
    """Everything it may write lies below."""
    origin: Path
    """The repository that is fetched from, bare."""
    event: Mapping[str, object]
    """The `github` context: `event_name`, `ref_name`, `sha` and so on."""
    caches: Path
    """What runs keep for each other, by their keys."""
    is_fresh: bool = False
    """Whether Python's packages come from the registry, as they do in CI, and not from here."""
    outcomes: dict[str, str] = field(default_factory=dict)
    """How each step ended, by its name."""
    log: str = ""
    """What all steps printed."""
    asked: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """What each action was asked for, by its name without its version."""

    action: Path | None = None
    """Our action at some commit, as GitHub fetches it for another repository."""
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    """What else happens before a step, by its name."""

    def __post_init__(self) -> None:
        for name in ("home", "temp", "bin", "artifacts", "work"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.caches.mkdir(exist_ok=True)
        self.workspace = self.folder / "work" / "repository"
        self._files = {
            f"GITHUB_{name}": self.folder / name.lower()
            for name in ("STEP_SUMMARY", "OUTPUT", "ENV", "PATH")
        }
        for file in self._files.values():
            file.touch()

    @property
    def summary(self) -> str:
        """What the page of the run shows."""
        return self._files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")

    def job(self, workflow: Path, name: str) -> bool:
        """Run a job; say whether it succeeded."""
        job = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"][name]
        return self.steps(job["steps"], {"GITHUB_WORKSPACE": str(self.workspace)}, {})

    def steps(
        self, steps: list[Step], environment: Mapping[str, str], inputs: Mapping[str, str]
    ) -> bool:
        """Run steps in their order; one that fails keeps those from running that do not say else."""
        known: dict[str, object] = {}
        has_failed = False
        functions = {
            "success": lambda: not has_failed,
            "failure": lambda: has_failed,
            "cancelled": lambda: False,
            "always": lambda: True,
        }
        for step in steps:
            name = step.get("name", step.get("uses", ""))
            contexts = {
                "github": self.event,
                "inputs": inputs,
                "steps": known,
                "runner": {"os": "Linux", "temp": str(self.folder / "temp")},
            }
            if is_true(str(step.get("if", "success()")), contexts, functions):
                self.before.get(name, bool)()
                outputs, is_right = self._step(step, contexts, functions, environment)
                outcome = "success" if is_right else "failure"
                has_failed = has_failed or not is_right
            else:
                outputs, outcome = {}, "skipped"
            self.outcomes[name] = outcome
            if "id" in step:
                known[step["id"]] = {"outputs": outputs, "outcome": outcome}
        return not has_failed

    def _step(
        self,
        step: Step,
        contexts: Mapping[str, object],
        functions: Mapping[str, Callable[[], bool]],
        environment: Mapping[str, str],
    ) -> tuple[Mapping[str, str], bool]:
        wanted = {
            kind: {
                key: filled(str(value), contexts, functions)
                for key, value in step.get(kind, {}).items()
            }
            for kind in ("with", "env")
        }
        if "uses" in step:
            return self._use(step["uses"], wanted["with"], environment)
        assert "${{" not in step["run"], "an expression in a script is code that others write"
        self._files["GITHUB_OUTPUT"].write_text("")
        is_right = self._run(step["run"], {**environment, **wanted["env"]})
        lines = self._files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines), is_right

    def environment(self) -> dict[str, str]:
        """Give the variables of a runner, and those by which this machine reaches its registry."""
        registry = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or "CERT" in k}
        return {
            **(registry if self.is_fresh else {}),
            **{name: str(file) for name, file in self._files.items()},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "example/glossary",
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "RUNNER_TEMP": str(self.folder / "temp"),
        }

    def _run(self, script: str, environment: Mapping[str, str]) -> bool:
        file = self.folder / "script.sh"
        file.write_text(script, encoding="utf-8")
        done = subprocess.run(
            [*_SHELL, str(file)],
            cwd=self.workspace,
            env={**self.environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
        self.log += done.stdout
        return done.returncode == 0

    # Actions

    def _use(
        self, uses: str, wanted: Mapping[str, str], environment: Mapping[str, str]
    ) -> tuple[Mapping[str, str], bool]:
        if uses == "./":
            return self.composite(self.workspace, wanted, environment)
        if uses.startswith("ai-economy-glossary/glossary-site@"):
            assert self.action is not None
            return self.composite(self.action, wanted, environment)
        name = uses.partition("@")[0]
        self.asked[name] = wanted
        act = getattr(self, "_" + name.removeprefix("actions/").replace("-", "_").replace("/", "_"))
        outputs: Mapping[str, str] | None = act(wanted)
        return outputs or {}, outputs is not None

    def composite(
        self, action: Path, wanted: Mapping[str, str], environment: Mapping[str, str]
    ) -> tuple[Mapping[str, str], bool]:
        """Run the action of a folder; give its outputs, and whether it succeeded."""
        described = yaml.safe_load((action / "action.yml").read_text(encoding="utf-8"))
        assert set(wanted) <= set(described["inputs"]), "an input that the action does not have"
        inputs = {name: about["default"] for name, about in described["inputs"].items()}
        is_right = self.steps(
            described["runs"]["steps"],
            {**environment, "GITHUB_ACTION_PATH": str(action)},
            {**inputs, **wanted},
        )
        source = {**inputs, **wanted}["source"]
        return {"site": f"{source}/_site"}, is_right

    def _checkout(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        assert wanted["persist-credentials"] == "False"
        depth = [] if wanted.get("fetch-depth") == "0" else ["--depth=1"]
        git("clone", "--quiet", *depth, self.origin.as_uri(), str(self.workspace))
        git("checkout", "--quiet", str(self.event["sha"]), cwd=self.workspace)
        return {}

    def _setup_python(self, _: Mapping[str, str]) -> Mapping[str, str]:
        """Put a `python` on the path; a venv that it makes knows our packages unless all is fresh."""
        packages = Path(sysconfig.get_path("purelib"))
        link = f'"$3/{packages.relative_to(sys.prefix)}/ours.pth"'
        made = f'{sys.executable} -m venv --without-pip "$3" && echo {packages} > {link}'
        short = "" if self.is_fresh else f'if [ "$2" = venv ]; then {made}; exit; fi\n'
        shim = self.folder / "bin" / "python"
        shim.write_text(f'#!/bin/bash\n{short}exec {sys.executable} "$@"\n')
        shim.chmod(0o755)
        return {}

    def _cache_restore(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        kept = sorted(path.stem for path in self.caches.glob("*.tar"))
        prefixes = (wanted["key"], *wanted["restore-keys"].split())
        key = next((k for p in prefixes for k in reversed(kept) if k.startswith(p)), None)
        if key is not None:
            with tarfile.open(self.caches / f"{key}.tar") as archive:
                archive.extractall(self.folder, filter="data")
        return {}

    def _cache_save(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        with tarfile.open(self.caches / f"{wanted['key']}.tar", "w") as archive:
            for line in wanted["path"].splitlines():
                home = line.strip().replace("~", str(self.folder / "home"))
                path = Path(os.path.normpath(self.workspace / home))
                if path.exists():
                    archive.add(path, path.relative_to(self.folder))
        return {}

    def _upload_artifact(self, wanted: Mapping[str, str]) -> Mapping[str, str] | None:
        """Pack a folder as GitHub does: without dot files, unless they are asked for."""
        if re.search(r'["`:<>|*?\r\n\\/]', wanted["name"]):
            return None
        root = self.workspace / wanted["path"]
        with zipfile.ZipFile(self.artifacts / f"{wanted['name']}.zip", "w") as archive:
            for path in sorted(root.rglob("*")):
                name = path.relative_to(root).as_posix()
                is_hidden = any(part.startswith(".") for part in name.split("/"))
                if path.is_file() and (not is_hidden or wanted["include-hidden-files"] == "True"):
                    archive.write(path, name)
        return {"artifact-url": "https://github.com/example/glossary/actions/runs/1/artifacts/2"}

    def _configure_pages(self, _: Mapping[str, str]) -> Mapping[str, str]:
        return {"base_url": "https://example.github.io/glossary"}

    def _upload_pages_artifact(self, wanted: Mapping[str, str]) -> Mapping[str, str] | None:
        return self._upload_artifact({**wanted, "name": "github-pages"})

    def _deploy_pages(self, _: Mapping[str, str]) -> Mapping[str, str]:
        assert (self.artifacts / "github-pages.zip").is_file()
        return {"page_url": "https://example.github.io/glossary/"}

    @property
    def artifacts(self) -> Path:
        """Where what was uploaded lies."""
        return self.folder / "artifacts"

    def put_on_path(self, name: str, script: str) -> None:
        """Put a program on the path that the runner's image has and this machine lacks."""
        program = self.folder / "bin" / name
        program.write_text(script)
        program.chmod(0o755)


def git(*arguments: str, cwd: Path | None = None) -> str:
    """Run git as nobody in particular."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z",
        "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z",
    }
    return subprocess.run(
        ["git", *who, *arguments],
        cwd=cwd,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def copied_program(root: Path, folder: Path) -> None:
    """Copy what of this repository the program and its CI need, as it stands."""
    for name in ("action.yml", "build.py", "requirements.lock", ".gitignore", ".gitlab-ci.yml"):
        shutil.copy(root / name, folder / name)
    for name in ("glossary_site", "templates", "static", ".github"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
