"""Newsletter issues: Markdown files with front matter."""

from typing import Final

from glossary_site.content.front_matter import split_file
from glossary_site.content.terms import check_body
from glossary_site.content.validate import validate
from glossary_site.diagnostics import Findings, Span, finding, quoted
from glossary_site.fields.issue import IssueFields
from glossary_site.model import Issue
from glossary_site.names import Slug, is_reserved, slug_problem, slugify

RESERVED: Final = frozenset({"feed", "thanks"})
"""Slugs whose address another file of the newsletter has."""


def read_issue(path: str, text: str) -> tuple[tuple[Issue, bool] | None, Findings]:
    """Read one issue.

    Returns:
        The issue and whether it is a draft, or None if it has a mistake.
    """
    split, found = split_file(path, text)
    if split is None:
        return None, found
    fields, invalid = validate(IssueFields, path, split.yaml)
    body, refused = check_body(path, split.body, split.body_line)
    found += invalid + refused
    if fields is None or invalid or refused:
        return None, found
    stem = path.rpartition("/")[2].rpartition(".")[0]
    slug = fields.slug if fields.slug is not None else slugify(stem)
    problem = slug_problem(slug)
    if problem is None and (is_reserved(slug) or slug in RESERVED):
        problem = "means something else to web servers or to Windows"
    if problem is not None:
        if fields.slug is not None:
            span = Span(path, *split.yaml.values.get("slug", (1, 1)))
            message = f"the slug {quoted(slug)} {problem}"
            return None, (*found, finding("bad-slug", span, message, "write slug: … in a to z"))
        message = f"the file name {quoted(stem)} makes the slug {quoted(slug)}, which {problem}"
        hint = "rename the file, or write slug: … in a to z"
        return None, (*found, finding("bad-slug", Span(path), message, hint))
    issue = Issue(
        path=path, slug=Slug(slug), title=fields.title, date=fields.date, data=fields.data,
        body=body, body_line=split.body_line, places=dict(split.yaml.values),
    )  # fmt: skip
    return (issue, fields.draft), found
