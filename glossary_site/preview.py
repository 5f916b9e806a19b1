"""`serve`: the pipeline behind the development server, publishing into a folder of its own."""

import datetime as dt
import sys
from pathlib import Path

from glossary_site.console import build_text, count_text, findings_text
from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config
from glossary_site.diagnostics import Findings
from glossary_site.pipeline import BuildOptions, build
from glossary_site.render.addresses import addresses
from glossary_site.serve import AddressError, BuildResult, run_server
from glossary_site.theme import default_theme

__all__ = ["AddressError", "run"]

WATCHED = ("site.yaml", "terms", "data", "images", "newsletter", "templates", "static")


def run(
    source: Path,
    *,
    base_url: str | None,
    host: str,
    port: int,
    open_browser: bool,
    drafts: bool,
    jobs: int | None,
    today: dt.date,
) -> None:
    """Serve a glossary until Ctrl-C."""
    published = source / ".cache" / "serve" / "site"
    place = base_url or _configured_base_url(source)
    options = BuildOptions(
        source=source, output=published, today=today, base_url=place, drafts=drafts, jobs=jobs
    )

    def build_once() -> BuildResult:
        report = build(options)
        _say(build_text(report, published))
        findings: Findings = report.findings
        text = findings_text(findings, source)
        if findings:
            sys.stderr.write(text)
        return BuildResult(report.is_ok, f"{text}\n{count_text(findings)}\n")

    theme = default_theme()
    run_server(
        build=build_once,
        published=published,
        watched=[*(source / name for name in WATCHED), theme.templates, theme.static],
        base_path=addresses(place).base_path,
        host=host,
        port=port,
        open_browser=open_browser,
        say=_say,
    )


def _configured_base_url(source: Path) -> str:
    """Read where the site will live; a mistake in `site.yaml` shows as the first finding."""
    with Reader(source) as reader:
        config, _ = load_config(Folder(reader, source))
    return "/" if config is None else config.base_url


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
