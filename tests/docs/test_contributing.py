"""CONTRIBUTING.md is followed literally by people who know nothing else of the project."""

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

import pytest
import yaml
from PIL import Image

from tests.conftest import Cli
from tests.docs.pictures import EXAMPLE, FOLDER, glossary
from tests.program import ROOT

TEXT: Final = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PICTURES: Final = sorted(path.name for path in FOLDER.iterdir())
SMALL: Final = 40_000


def test_the_term_to_copy_passes_every_check(cli: Cli, tmp_path: Path) -> None:
    """Whoever copies it and changes a word must not meet a mistake of ours."""
    done = cli("check", "--strict", "--source", glossary(tmp_path), tmp_path / EXAMPLE)

    assert done.returncode == 0, done.stdout
    assert not re.findall(r": (?:error|warning)\[", done.stdout)


def test_the_topics_that_are_listed_are_those_of_our_glossary() -> None:
    """A topic that is not there is the first mistake a newcomer would be told of."""
    topics = [topic["id"] for topic in yaml.safe_load((ROOT / "site.yaml").read_text())["topics"]]
    line = next(line for line in TEXT.splitlines() if "**topics**" in line)

    assert re.findall(r"`([a-z-]+)`", line) == topics


def test_the_checks_have_the_names_that_github_shows() -> None:
    """People look for the very words."""
    workflow = (ROOT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8")

    for job in yaml.safe_load(workflow)["jobs"].values():
        matrix = job.get("strategy", {}).get("matrix", {}).get("python", [""])
        shown = job["name"].replace("${{ matrix.python }}", matrix[0])
        assert f"*{shown}*" in TEXT


def test_the_address_to_begin_a_file_is_that_of_our_repository() -> None:
    """`site.yaml` says where the files are; a fork that changes it is told here."""
    site = yaml.safe_load((ROOT / "site.yaml").read_text(encoding="utf-8"))
    address = f"{site['repository']}/new/{site['branch']}?filename=terms/my-term.md"

    assert f"]({address})" in TEXT
    assert f"git clone {site['repository']}\n" in TEXT


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_with_words_and_weighs_little(name: str) -> None:
    """Who does not see it needs the words; who is on a train, the few bytes."""
    (words,) = re.findall(rf"!\[(.+)\]\(docs/pictures/{re.escape(name)}\)", TEXT)

    assert len(words) > 60
    assert (FOLDER / name).stat().st_size < SMALL


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".svg")])
def test_a_drawing_is_inert_and_has_a_ground_of_its_own(name: str) -> None:
    """On a dark page dark words would vanish; a drawing needs no script and no style sheet."""
    root = ET.fromstring((FOLDER / name).read_text(encoding="utf-8"))  # noqa: S314 (our own)
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    width, height = (int(root.attrib[key]) for key in ("width", "height"))

    assert set(tags) <= {"svg", "title", "g", "rect", "text", "circle", "path"}
    (ground, *_) = root.iter("{http://www.w3.org/2000/svg}rect")
    assert (ground.attrib["width"], ground.attrib["height"]) == (str(width - 2), str(height - 2))
    assert ground.attrib["fill"] == "#fcfdfb"


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".png")])
def test_a_screenshot_fits_its_column(name: str) -> None:
    """Wider ones are scaled down until nobody can read them."""
    with Image.open(FOLDER / name) as picture:
        assert picture.width <= 900


@pytest.mark.soak
def test_the_two_commands_lead_to_a_built_term(tmp_path: Path) -> None:
    """All that a newcomer types, with nothing installed, in less than five minutes."""
    from tests.workflows.fresh import followed  # noqa: PLC0415 (only here)

    assert shutil.which("make") is not None
    assert followed(tmp_path) < 300
