"""Small glossaries taken through all stages but the templates, in this process."""

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from glossary_site import weaving
from glossary_site.bodies import RENDERED, Bodies, BodyJob, make_renderer
from glossary_site.cache.memory import Memory
from glossary_site.content.load import load
from glossary_site.diagnostics import Findings
from glossary_site.graph.linking import link
from glossary_site.joining import weave
from glossary_site.model import Glossary
from glossary_site.render.addresses import addresses
from tests.program import ROOT

SITE_YAML = "title: Small\n"


@dataclass(frozen=True, slots=True)
class Small:
    """What became of a glossary."""

    glossary: Glossary
    """All of it."""
    findings: Findings
    """Of every stage."""

    def html(self, slug: str) -> str:
        """Give the rendered body of a term."""
        return next(f.html for s, f in self.glossary.fragments.items() if s == slug)

    def places(self, path: str) -> list[tuple[str, int, int]]:
        """List code, line and column of what was found in a file."""
        return sorted(
            (one.code, one.span.line, one.span.column)
            for one in self.findings
            if one.span.path == path
        )


def small(files: Mapping[str, bytes | str], site_yaml: str = SITE_YAML) -> Small:
    """Read, link, render and weave a glossary."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "terms").mkdir()
        (folder / "site.yaml").write_text(site_yaml, encoding="utf-8")
        for path, text in files.items():
            (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        content, found = load(
            folder, drafts=False, today=dt.date(2026, 11, 23), theme_static=ROOT / "static"
        )
    assert content is not None
    graph, more = link(content)
    found += more
    context = weaving.render_context(content, graph, addresses(content.config.base_url))
    render = make_renderer(context, content.config.autolink.per)
    bodies = {}
    for term in content.terms:
        rendered = RENDERED.decode(render(BodyJob.of(term)))
        assert rendered is not None
        bodies[term.slug] = rendered
        found += rendered.findings
    return Small(weave(Memory.at(None, None), content, graph, Bodies(bodies, {}), b"")[0], found)
