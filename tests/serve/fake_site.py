"""A server on a site of one page a term, run by the tests in a process of its own.

Usage: fake_site.py FOLDER BASE_PATH HOST PORT [open] [hasty]

FOLDER holds `terms/*.md`, `site.yaml` and perhaps `delay`, the seconds that a build takes.  A build
fails while a term is empty or holds BROKEN, notes itself in `builds`, and publishes into
`.cache/serve/site`.  A hasty server gives clients half a second for anything.
"""

import html
import shutil
import sys
import time
from pathlib import Path

from glossary_site.content.files import read_bytes
from glossary_site.serve import AddressError, BuildResult, run_server
from glossary_site.serve.bounds import Bounds

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'"
)
PAGE = """<!doctype html>
<html lang="en"><HEAD><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title><link rel="icon" href="{base}icon.svg">
<link rel="stylesheet" href="{base}style.css"></HEAD>
<body><h1>{title}</h1><p id="body">{body}</p></body></html>
"""


class Site:
    """The sources, and how they are built."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder = folder
        self.base = base
        self.published = folder / ".cache/serve/site"

    def build(self) -> BuildResult:
        """Build as the real pipeline does: whole or not at all."""
        with (self.folder / "builds").open("a") as builds:
            builds.write("build\n")
        terms = {path.stem: path.read_text() for path in (self.folder / "terms").glob("*.md")}
        delay = self.folder / "delay"
        if delay.exists():
            time.sleep(float(delay.read_text()))
        wrong = sorted(name for name, text in terms.items() if not text or "BROKEN" in text)
        if wrong:
            lines = [f"terms/{n}.md:1:1: error[bad-yaml]: <img src=x> {terms[n]}" for n in wrong]
            print("not built", flush=True)  # noqa: T201 (a program)
            return BuildResult(ok=False, report="\n".join(lines))
        self.publish(terms)
        print("built", flush=True)  # noqa: T201 (a program)
        return BuildResult(ok=True, report="")

    def publish(self, terms: dict[str, str]) -> None:
        """Write a page for each term, in the way that is not atomic."""
        staging = self.published.with_name("staging")
        shutil.rmtree(staging, ignore_errors=True)
        home = (self.folder / "site.yaml").read_text()
        for path, body in {"": home, **{f"terms/{name}/": terms[name] for name in terms}}.items():
            (staging / path).mkdir(parents=True)
            (staging / path / "index.html").write_text(self.page(path or "home", body))
        (staging / "404.html").write_text(self.page("lost", "no such page"))
        (staging / "style.css").write_text("h1 { color: rgb(1, 2, 3); }")
        (staging / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        (staging / ".git").mkdir()
        (staging / ".git/config").write_text("secret")
        (staging / ".well-known").mkdir()
        (staging / ".well-known/security.txt").write_text("Contact: x")
        old = self.published.with_name("old")
        if self.published.exists():
            self.published.rename(old)
        staging.rename(self.published)
        shutil.rmtree(old, ignore_errors=True)

    def page(self, title: str, body: str) -> str:
        """Make one page."""
        return PAGE.format(
            title=title, body=html.escape(body), base=self.base, policy=html.escape(POLICY)
        )


def main() -> int:
    folder, base, host, port, *rest = sys.argv[1:]
    site = Site(Path(folder), base)
    try:
        run_server(
            build=site.build,
            published=site.published,
            read=lambda path: read_bytes(site.published, path, 1_000_000)[0],
            watched=[site.folder / name for name in ("terms", "site.yaml", "later")],
            base_path=base,
            host=host,
            port=int(port),
            open_browser="open" in rest,
            bounds=Bounds(seconds=0.5) if "hasty" in rest else Bounds(),
            say=lambda line: print(line, flush=True),  # noqa: T201 (a program)
        )
    except AddressError as error:
        print(error)  # noqa: T201 (a program)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
