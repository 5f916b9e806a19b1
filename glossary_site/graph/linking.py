"""From content to the graph: every reference between files resolved or reported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from msgspec.structs import replace

from glossary_site.content.figure_grammar import named_datasets
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Fix,
    Span,
    YamlEdit,
    did_you_mean,
    finding,
    quoted,
)
from glossary_site.fields.site import SiteFields
from glossary_site.graph.meant import meant, mended
from glossary_site.graph.naming import name_table, redirects, resolve, slug_findings
from glossary_site.graph.order import a_to_z
from glossary_site.model import Content, Graph, Issue, NameTable, OldAddress, Term
from glossary_site.names import RESERVED_SLUGS, Slug, fold_name, is_reserved, spelled_otherwise

NOBODY: Final = Slug("")


def link(content: Content) -> tuple[Graph, Findings]:
    """Join the terms into a graph."""
    terms = tuple(sorted(content.terms, key=lambda term: (term.path, term.slug)))
    table, found = name_table(terms, content.drafts, content.refused)
    found += slug_findings(terms)
    leading, collisions = redirects(terms)
    found += collisions
    authored, unresolved = _references(terms, table, "related", leading)
    found += unresolved
    broader, unresolved = _references(terms, table, "broader", leading)
    found += unresolved
    replaced: dict[Slug, Slug] = {}
    for term in terms:
        if term.replaced_by is not None:
            target, unresolved = _one_reference(
                term, table, "replaced_by", term.replaced_by, leading
            )
            found += unresolved
            if target is not None:
                replaced[term.slug] = target
    found += _cycle_findings(terms, broader)
    found += tuple(topic_findings(content.config, content.terms)) + tuple(_data_findings(content))
    if not terms and not content.refused:
        found += _no_terms()
    narrower: dict[Slug, list[Slug]] = defaultdict(list)
    for slug, parents in broader.items():
        for parent in parents:
            narrower[parent].append(slug)
    letters = a_to_z(terms, content.config.language)
    order = tuple(chain.from_iterable(letters.values()))
    by_slug = {term.slug: term for term in terms}
    rank = {slug: i for i, slug in enumerate(order)}
    graph = Graph(
        term_by_slug=by_slug,
        names=table,
        order=order,
        letters=letters,
        topics=_gathered((slug, by_slug[slug].topics) for slug in order),
        shown_by=_gathered((slug, by_slug[slug].data) for slug in order),
        authored=authored,
        broader=broader,
        narrower={s: tuple(sorted(below, key=rank.__getitem__)) for s, below in narrower.items()},
        replaced_by=replaced,
        redirects=leading,
    )
    return graph, found


def _gathered(listed: Iterable[tuple[Slug, Iterable[str]]]) -> Mapping[str, tuple[Slug, ...]]:
    """Turn lists of names by term into lists of terms by name, once each, in the same order."""
    held: defaultdict[str, list[Slug]] = defaultdict(list)
    for slug, names in listed:
        for name in set(names):
            held[name].append(slug)
    return {name: tuple(held[name]) for name in sorted(held)}


def _no_terms() -> Findings:
    message = "the glossary has no terms"
    return (finding("no-terms", Span("site.yaml"), message, "glossary-site new TITLE makes one"),)


def _references(
    terms: Iterable[Term], table: NameTable, key: str, leading: Mapping[Slug, OldAddress]
) -> tuple[Mapping[Slug, tuple[Slug, ...]], Findings]:
    """Resolve a list of names in every term, dropping repetitions."""
    sole = _SoleOwners(table)
    resolved: dict[Slug, tuple[Slug, ...]] = {}
    found: list[Diagnostic] = []
    for term in terms:
        names: tuple[str, ...] = getattr(term, key)
        if not names:
            resolved[term.slug] = ()
            continue
        slugs = dict.fromkeys(map(sole.__getitem__, names))
        if NOBODY in slugs or term.slug in slugs:
            for i, name in enumerate(names):
                found += _one_reference(term, table, f"{key}.{i}", name, leading)[1]
            slugs.pop(NOBODY, None)
            slugs.pop(term.slug, None)
        resolved[term.slug] = tuple(slugs)
    return resolved, tuple(found)


class _SoleOwners(dict[str, Slug]):
    """From a name as typed to the one term it names, or `NOBODY`; each is looked up once."""

    def __init__(self, table: NameTable) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, name: str) -> Slug:
        slugs = self._table.candidates.get(fold_name(name), ())
        slug = self[name] = slugs[0] if len(slugs) == 1 else NOBODY
        return slug


def _one_reference(
    term: Term, table: NameTable, key: str, name: str, leading: Mapping[Slug, OldAddress]
) -> tuple[Slug | None, Findings]:
    span = term.span(key)
    edit = YamlEdit(span.path, span.line, span.column, name, None)
    slug, found = resolve(table, name, span)
    if slug == term.slug:
        message = f"{key.partition('.')[0]} names the term itself: {quoted(name)}"
        fix = (edit,) if "." in key else ()
        return None, (finding("self-reference", span, message, "remove it", fix),)
    if found:
        new = meant(table, name, lambda old: leading[old].target if old in leading else None)
        found = mended(found, new, lambda text: (replace(edit, text=text),))
    return slug, found


def _cycle_findings(terms: Iterable[Term], broader: Mapping[Slug, tuple[Slug, ...]]) -> Findings:
    """Report each cycle of `broader` once, at its first term by slug."""
    by_slug = {term.slug: term for term in terms if broader[term.slug]}
    done: set[Slug] = set()
    found = []
    for start in sorted(by_slug):
        path: list[Slug] = []
        on_path: set[Slug] = set()
        stack: list[tuple[Slug, Iterator[Slug]]] = []
        if start not in done:
            stack.append((start, iter(broader.get(start, ()))))
            path.append(start)
            on_path.add(start)
        while stack:
            slug, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                path.pop()
                on_path.discard(slug)
                done.add(slug)
            elif step in on_path:
                cycle = path[path.index(step) :]
                shown = " → ".join((*cycle, step))
                span = by_slug[step].span("broader")
                message = f"broader goes in a circle: {shown}"
                hint = "a term is either more general or less: take one of these out"
                found.append(finding("broader-cycle", span, message, hint))
            elif step not in done:
                stack.append((step, iter(broader.get(step, ()))))
                path.append(step)
                on_path.add(step)
    return tuple(found)


def topic_findings(config: SiteFields, terms: Iterable[Term]) -> Iterator[Diagnostic]:
    """Report topics that `site.yaml` does not list, where it lists any, and impossible ones."""
    terms = tuple(terms)
    known = {topic.id for topic in config.topics}
    named = {topic for term in terms for topic in term.topics}
    if not named & RESERVED_SLUGS and (not known or named <= known):
        return
    for term in terms:
        for i, topic in enumerate(term.topics):
            span = term.span(f"topics.{i}")
            if is_reserved(topic):
                message = (
                    f"the topic {quoted(topic)} means something else to web servers or Windows"
                )
                yield finding("reserved-slug", span, message, f"call it {topic}-topic")
            elif known and topic not in known:
                message = f"site.yaml lists no topic {quoted(topic)}"
                hint = did_you_mean(topic, known) or f"topics are {', '.join(sorted(known))}"
                yield finding("unknown-topic", span, message, hint, _spelled(span, topic, known))


def _data_findings(content: Content) -> Iterator[Diagnostic]:
    used: set[str] = set()
    used.update(name for draft in content.drafts for name in draft.data)
    pages: tuple[Term | Issue, ...] = (*content.terms, *content.issues)
    for page in pages:
        for i, wanted in enumerate(page.data):
            used.add(wanted)
            if wanted not in content.datasets and wanted not in content.refused_data:
                message = f"there is no dataset {quoted(wanted)}"
                hint = did_you_mean(wanted, content.datasets)
                span = page.span(f"data.{i}")
                fix = _spelled(span, wanted, content.datasets)
                yield finding("unknown-dataset", span, message, hint, fix)
    if content.refused:  # one of them may show it
        return
    unused = set(content.datasets) - used
    if unused:
        for body in (page.body for page in (*pages, *content.drafts) if "{{" in page.body):
            unused.difference_update(named_datasets(body))
    for name in sorted(unused):
        span = Span(content.datasets[name].path)
        message = f"no term shows the dataset {quoted(name)}"
        hint = f"add data: [{name}] to a term, or show a figure of it in a sentence"
        yield finding("unused-dataset", span, message, hint)


def _spelled(span: Span, wanted: str, known: Iterable[str]) -> Fix:
    """Mend an id that is a known one written otherwise."""
    name = spelled_otherwise(wanted, known)
    return () if name is None else (YamlEdit(span.path, span.line, span.column, wanted, name),)
