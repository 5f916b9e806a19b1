"""What a worker does with bodies: the seam between the pipeline and `render`."""

from collections.abc import Callable
from dataclasses import dataclass

from glossary_site.diagnostics import Findings, Span, finding
from glossary_site.model import Fragment, Issue, Term
from glossary_site.names import Slug
from glossary_site.render.autolink import Per
from glossary_site.render.context import RenderContext
from glossary_site.render.markdown import BodyRenderer
from glossary_site.render.source_text import SourceText


@dataclass(frozen=True, slots=True)
class BodyJob:
    """One body to render."""

    key: str
    """`term:SLUG` or `issue:SLUG`."""
    span: Span
    """The file, for findings about the whole."""
    body: str
    """Markdown."""
    line: int
    """The 1-based line on which it begins."""
    column: int
    """The 1-based column at which it is indented."""
    own: Slug | None
    """The term it belongs to."""
    is_lead: bool
    """Whether its first paragraph serves as the definition."""

    @classmethod
    def of_term(cls, term: Term) -> "BodyJob":
        """Make the job of a term."""
        return cls(
            f"term:{term.slug}", term.span(), term.body, term.body_line, term.body_column,
            term.slug, is_lead=term.definition is None,
        )  # fmt: skip

    @classmethod
    def of_issue(cls, issue: Issue) -> "BodyJob":
        """Make the job of a newsletter issue."""
        return cls(
            f"issue:{issue.slug}", issue.span(), issue.body, issue.body_line, 1, None, is_lead=False
        )


Rendered = tuple[Fragment, Findings]


def make_renderer(context: RenderContext, per: Per) -> Callable[[BodyJob], Rendered]:
    """Prepare a worker for rendering bodies."""
    renderer = BodyRenderer(context, per)

    def render(job: BodyJob) -> Rendered:
        source = SourceText(job.span.path, job.body, job.line, job.column)
        fragment, found = renderer.render(source, job.own, marks_lead=job.is_lead)
        if job.is_lead and not fragment.lead:
            message = "there is neither a definition nor a body that begins with a paragraph"
            found += (finding("no-definition", job.span, message, "write definition: …"),)
        return fragment, found

    return render
