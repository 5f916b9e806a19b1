"""The wheel: what people install must be whole, without the repository around it."""

import importlib.util
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.program import ROOT, environment, run
from tests.whole.sites import tree


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("no hatchling: install the development requirements")
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet",
        "--disable-pip-version-check", "--wheel-dir", folder, ROOT,
        command=(sys.executable, "-m", "pip"), cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`glossary-site`, installed from the wheel where nothing knows of the repository."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    done = run(
        "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel,
        command=(sys.executable, "-m", "pip", "--disable-pip-version-check"),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (site_packages,) = folder.glob("lib/python*/site-packages")
    ours = sysconfig.get_path("purelib")
    (site_packages / "dependencies.pth").write_text(f"{ours}\n")
    return folder / "bin" / "glossary-site"


def test_the_wheel_carries_the_theme_the_starter_and_nothing_else(wheel: Path) -> None:
    """A missing template shows only on somebody else's machine."""
    names = set(zipfile.ZipFile(wheel).namelist())
    theme = {f"glossary_site/theme/{name}/{path}" for name in ("templates", "static")
             for path in tree(ROOT / name)}  # fmt: skip
    starter = {f"glossary_site/starter/{path}" for path in tree(ROOT / "glossary_site/starter")}

    assert theme <= names
    assert starter <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"glossary_site"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_an_installed_program_makes_and_builds_a_glossary(program: Path, tmp_path: Path) -> None:
    """From another folder, with templates and static out of the wheel."""
    env = environment(PYTHONPATH=None, PYTHONSAFEPATH="1")
    where = subprocess.run(
        [program.parent / "python", "-c", "import glossary_site; print(glossary_site.__file__)"],
        cwd=tmp_path, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(program.parents[1]))

    made = run("init", "mine", command=(program,), cwd=tmp_path, env=env)
    assert made.returncode == 0, made.stderr
    done = run("build", "--strict", command=(program,), cwd=tmp_path / "mine", env=env)
    assert done.returncode == 0, done.stdout + done.stderr

    reference = run("build", "--source", "mine", "--output", "ours", cwd=tmp_path)
    assert reference.returncode == 0, reference.stdout + reference.stderr
    assert tree(tmp_path / "mine/_site") == tree(tmp_path / "ours")
    assert "terms/glossary/index.html" in tree(tmp_path / "ours")


def test_a_mistake_in_the_themes_place_is_named_without_the_machines_paths(
    program: Path, tmp_path: Path
) -> None:
    """An installed theme is no file of the glossary's, and is named by its own tree."""
    env = environment(PYTHONPATH=None, PYTHONSAFEPATH="1")
    run("init", ".", command=(program,), cwd=tmp_path, env=env)
    own = tmp_path / "templates/macros/card.html"
    own.parent.mkdir(parents=True)
    own.write_text("{# no macro is here #}\n")

    done = run("build", command=(program,), cwd=tmp_path, env=env)

    assert done.returncode == 1
    assert "error[template-error]" in done.stderr
    assert "Traceback" not in done.stderr
    assert "theme/templates/" in done.stderr or "templates/macros/card.html" in done.stderr
    assert "site-packages" not in done.stderr
