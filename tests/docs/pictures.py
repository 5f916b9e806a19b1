"""Takes the pictures of our own pages that CONTRIBUTING.md shows: `python -m tests.docs.pictures`.

The new term in them is the one that CONTRIBUTING.md gives to copy.  What happens on GitHub is drawn
by hand in the SVG files beside them.
"""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.chromium import find
from tests.hosting import serving
from tests.program import ROOT, run

FOLDER: Final = ROOT / "docs" / "pictures"
EXAMPLE: Final = "terms/memory-bandwidth.md"
_MARK: Final = "element => { element.style.outline = '4px solid #b3261e'; element.style.outlineOffset = '5px' }"
_COLOURS: Final = 48


def example() -> str:
    """Give the term that CONTRIBUTING.md has for copying."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"^```markdown\n(---\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def glossary(folder: Path) -> Path:
    """Copy our glossary, with the new term in it."""
    for name in ("terms", "data", "newsletter", "static", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "site.yaml", folder / "site.yaml")
    (folder / EXAMPLE).write_text(example(), encoding="utf-8")
    return folder


def small(path: Path) -> None:
    """Keep as many colours as the picture needs to be read."""
    with Image.open(path) as taken:
        few = taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def take(page: Page, home: str) -> None:
    """Take all pictures."""
    page.goto(f"{home}terms/memory-bandwidth/")
    page.screenshot(
        path=FOLDER / "new-term.png", clip={"x": 0, "y": 0, "width": 900, "height": 520}
    )
    link = page.get_by_role("link", name="Edit this page")
    link.evaluate(_MARK)
    link.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = link.bounding_box()
    assert box is not None
    clip = {"x": 0, "y": box["y"] - 120, "width": 900, "height": 200}
    page.screenshot(path=FOLDER / "edit-this-page.png", clip=clip)  # type: ignore[arg-type]


def main() -> None:
    """Build, serve, take, shrink."""
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = glossary(Path(made))
        done = run("build", "--source", folder)
        assert done.returncode == 0, done.stderr
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        with serving(folder / "_site", "/") as home:
            take(browser.new_page(viewport={"width": 900, "height": 700}), home)
        browser.close()
    for name in ("new-term.png", "edit-this-page.png"):
        small(FOLDER / name)


if __name__ == "__main__":
    main()
