"""What browsers are given is HTML without a mistake, by two judges."""

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import html5lib
import pytest

from tests.browser.kinds import addresses
from tests.conftest import RealSite
from tests.program import ROOT

VNU: Final = "vnu-jar@26.9.27"
"""The Nu validator, as npm names it."""
SHELF: Final = ROOT / ".cache" / "tests"


@pytest.mark.parametrize("name", ["kitchen", "arabic", "lone"])
def test_every_page_of_every_glossary_is_parsed_without_an_error(
    glossaries: Mapping[str, Path], name: str
) -> None:
    """Browsers mend what is broken, each in its own way.  The real glossary has a test like it."""
    found = []
    for path in sorted(glossaries[name].rglob("*.html")):
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
        parser.parse(path.read_bytes(), transport_encoding="utf-8")
        found += [(path.name, code, place) for place, code, _ in parser.errors]
    assert addresses(glossaries[name])

    assert found == []


@pytest.fixture(scope="module")
def vnu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Nu validator; fetched once by npm, if it is there and reaches its registry."""
    if shutil.which("java") is None or shutil.which("npm") is None:
        pytest.skip("the Nu validator needs Java and npm")
    jar = SHELF / f"{VNU.replace('@', '-')}.jar"
    if not jar.is_file():
        folder = tmp_path_factory.mktemp("vnu")
        command = ["npm", "pack", VNU, "--ignore-scripts", "--silent"]
        quick = {
            **os.environ,
            "npm_config_fetch_retries": "0",
            "npm_config_update_notifier": "false",
        }
        try:
            done = subprocess.run(
                command, cwd=folder, env=quick, capture_output=True, check=False, timeout=120
            )
        except subprocess.TimeoutExpired:
            pytest.skip("npm does not answer")
        packed = next(folder.glob("*.tgz"), None)
        if done.returncode or packed is None:
            pytest.skip(f"npm cannot fetch {VNU}")
        with tarfile.open(packed) as archive:
            archive.extract("package/build/dist/vnu.jar", folder, filter="data")
        SHELF.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "package/build/dist/vnu.jar", jar)
    return jar


def test_the_nu_validator_finds_no_error(
    vnu: Path, real_site: RealSite, glossaries: Mapping[str, Path], tmp_path: Path
) -> None:
    """It knows which element may stand where, and what ARIA allows; only errors count.

    One page is wrong on purpose, lest a judge who sees nothing be believed.
    """
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><html lang=en><title>x</title><p role=none><ul><p>", "utf-8")
    options = ("--format", "json", "--skip-non-html", "--errors-only")
    looked_at = (wrong, real_site.root, *glossaries.values())
    command = ["java", "-jar", str(vnu), *options, *map(str, looked_at)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    messages = json.loads(done.stderr)["messages"]
    is_wrong = [each["url"].endswith("/wrong.html") for each in messages]

    assert any(is_wrong)
    assert [each for each, is_meant in zip(messages, is_wrong, strict=True) if not is_meant] == []
