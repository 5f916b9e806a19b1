"""Everything that a new name changes, worked out before anything is written."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from glossary_site.content.files import list_files
from glossary_site.content.front_matter import split_file
from glossary_site.content.permalinks import PERMALINKS, listed, put_in
from glossary_site.content.site import read_site
from glossary_site.content.term_files import read_all_terms
from glossary_site.content.terms import read_terms
from glossary_site.content.yaml_text import read_yaml
from glossary_site.diagnostics import (
    Diagnostic,
    Edit,
    Findings,
    Span,
    YamlEdit,
    finding,
    has_errors,
    quoted,
    shown,
)
from glossary_site.fields.site import AutolinkFields
from glossary_site.mending.yaml_edits import exact
from glossary_site.model import Term
from glossary_site.names import fold_name, has_letter_or_digit
from glossary_site.renaming.bodies import body_edits, rewritten
from glossary_site.renaming.lists import with_item
from glossary_site.renaming.names import Change
from glossary_site.renaming.outcome import Renaming
from glossary_site.renaming.own_file import BY_HAND, OwnFile, put
from glossary_site.renaming.subject import Subject, collisions, find_term, resolved, subject_of
from glossary_site.renaming.texts import Texts
from glossary_site.render.mentions import Mentions
from glossary_site.render.surface_forms import surface_forms


def plan(
    root: Path, old: str, new: str, *, keep_alias: bool = False
) -> tuple[Renaming | None, Findings]:
    """Work out what a new name for a term changes.

    Args:
        root: The glossary's folder.
        old: Title, alias, slug or path.
        new: The title it gets; white space is collapsed.
        keep_alias: Whether the old title stays a name of the term.

    Returns:
        None and what is in the way, if anything is.
    """
    new = " ".join(new.split())
    read = read_all_terms(root)
    if has_errors(read.findings):  # what cannot be read may speak of the term
        return None, tuple(one for one in read.findings if has_errors((one,)))
    term, found = find_term(read.terms, old)
    if term is None:
        return None, found
    if shown(new) != new or not has_letter_or_digit(new):
        message = f"{quoted(new)} cannot be read aloud, or has a character that nobody sees"
        return None, (finding("bad-value", term.span(), message, "choose another title"),)
    if term.title == new:
        message = f"the term is called {quoted(new)} already"
        return None, (finding("redundant-alias", term.span(), message),)
    subject, found = subject_of(root, read.terms, term, new)
    if subject is None:
        return None, found
    work = _Work(root, read.terms, subject, new, keep_alias=keep_alias)
    found = tuple(work.steps())
    return (None, found) if found else (work.result(), ())


class _Work:
    """A renaming being worked out; lives only that long."""

    def __init__(
        self, root: Path, terms: tuple[Term, ...], subject: Subject, new: str, *, keep_alias: bool
    ) -> None:
        self._root = root
        self._terms = terms
        self._subject = subject
        self._texts = Texts(root)
        self._keeps = keep_alias
        term = subject.term
        kept = {fold_name(name) for name in term.names[1:]}
        kept |= {fold_name(term.title)} if keep_alias else set()
        self._change = Change(term.title, new, term.slug, subject.slug, frozenset(kept))

    def result(self) -> Renaming:
        """Give what has been worked out."""
        after = self._texts.changed()
        before = {path: self._texts.before[path] for path in after}
        paths = (self._subject.term.path, self._subject.path)
        return Renaming(self._change, *paths, before, after, self._unlinked())

    def _unlinked(self) -> int:
        """Count the bodies, as they are to be, that mention what names the term no more."""
        change, term = self._change, self._subject.term
        if self._keeps or term.autolink == "off" or fold_name(change.old) in change.kept:
            return 0
        lost = replace(term, title=change.old, abbreviation=None, aliases=())
        mentions = Mentions(surface_forms([lost], AutolinkFields(), "en"))
        others = (one for one in self._terms if one.slug != term.slug)
        return sum(bool(mentions.find(rewritten(one.body, change))) for one in others)

    def steps(self) -> Iterator[Diagnostic]:
        """Make all edits in memory; whatever cannot be made is reported."""
        for step in (self._references, self._issues, self._site, self._own, self._permalinks):
            found = tuple(step())
            yield from found
            if found:
                return
        yield from self._judged()

    def _references(self) -> Iterator[Diagnostic]:
        """Rewrite what other terms, and this one, say of it."""
        by_path: dict[str, list[Term]] = {}
        for term in self._terms:
            by_path.setdefault(term.path, []).append(term)
        for path, terms in by_path.items():
            wanted = [edit for term in terms for edit in self._yaml_edits(term)]
            bodies = [t for t in terms if rewritten(t.body, self._change) != t.body]
            if not wanted and not bodies:
                continue
            text, found = self._texts.read(path)
            yield from found
            if text is None:
                continue
            edits: list[Edit] = []
            for term in bodies:
                wanted_too = self._body_edits(term, text)
                if isinstance(wanted_too, YamlEdit):
                    wanted.append(wanted_too)
                else:
                    edits += wanted_too
            yield from self._make(path, text, wanted, edits)

    def _yaml_edits(self, term: Term) -> Iterator[YamlEdit]:
        lists = (("related", term.related), ("broader", term.broader))
        named = [(f"{key}.{i}", one) for key, names in lists for i, one in enumerate(names)]
        named += [("replaced_by", term.replaced_by)] if term.replaced_by else []
        for key, name in named:
            if self._change.is_meant(name):
                span = term.span(key)
                text = self._change.reference(name)
                yield YamlEdit(term.path, span.line, span.column, name, text)

    def _body_edits(self, term: Term, text: str) -> list[Edit] | YamlEdit:
        """Edit the lines of a body, or the text in YAML that is not made of lines of the file."""
        lines = text.split("\n")[term.body_line - 1 :]
        column = term.body_column - 1
        if all(
            there == line or (there[column:] == line and not there[:column].strip())
            for there, line in zip(lines, term.body.rstrip("\n").split("\n"), strict=False)
        ):
            place = (term.body_line, term.body_column)
            return list(body_edits(term.path, term.body, *place, self._change))
        span, body = term.span("body"), rewritten(term.body, self._change)
        return YamlEdit(term.path, span.line, span.column, term.body, body)

    def _make(
        self, path: str, text: str, wanted: list[YamlEdit], edits: list[Edit]
    ) -> Iterator[Diagnostic]:
        """Make edits in one file."""
        for one in wanted:
            edit = exact(one, text)
            if edit is None:
                span = Span(path, one.line, one.column)
                message = f"{quoted(one.was)} cannot be rewritten as it is written here"
                yield finding("unknown-term", span, message, BY_HAND)
            else:
                edits.append(edit)
        if not self._texts.edit(path, edits):
            message = "the references in the file cannot be rewritten"
            yield finding("unknown-term", Span(path), message, BY_HAND)

    def _issues(self) -> Iterator[Diagnostic]:
        """Rewrite what issues of the newsletter say of it."""
        paths, _ = list_files(self._root, "newsletter", (".md",))
        for path in paths:
            text, found = self._texts.read(path)
            yield from found
            split = None if text is None else split_file(path, text)[0]
            if text is not None and split is not None:
                edits = list(body_edits(path, split.body, split.body_line, 1, self._change))
                yield from self._make(path, text, [], edits)

    def _site(self) -> Iterator[Diagnostic]:
        """Rewrite what `site.yaml` says of it: names that are never linked."""
        text, found = self._texts.read("site.yaml")
        yield from found
        yaml = None if text is None else read_yaml("site.yaml", text)[0]
        if text is None or yaml is None or not isinstance(yaml.value, dict):
            return
        autolink = yaml.value.get("autolink")
        names = autolink.get("exclude") if isinstance(autolink, dict) else None
        for i, name in enumerate(names if isinstance(names, list) else ()):
            if not isinstance(name, str) or fold_name(name) != fold_name(self._change.old):
                continue
            if self._keeps:
                new = self._change.new
                edit = with_item("site.yaml", text, "autolink.exclude", new, ())
                yield from put(self._texts, "site.yaml", edit)
            else:
                line, column = yaml.values[f"autolink.exclude.{i}"]
                change = YamlEdit("site.yaml", line, column, name, self._change.new)
                yield from self._make("site.yaml", text, [change], [])

    def _own(self) -> Iterator[Diagnostic]:
        """Rewrite the term itself."""
        own = OwnFile(self._texts, self._subject, self._change)
        yield from own.rewrite(keep_alias=self._keeps, is_published=self._was_published())

    def _was_published(self) -> bool:
        """Say whether the term has an address to keep: a draft has none."""
        address = f"/terms/{self._change.old_slug}/"
        return not self._subject.term.draft or address in self._listed()

    def _listed(self) -> frozenset[str]:
        text, _ = self._texts.read(PERMALINKS)
        return frozenset() if text is None else listed(text)

    def _permalinks(self) -> Iterator[Diagnostic]:
        """List the new address, where addresses are listed and the term has one."""
        text, _ = self._texts.read(PERMALINKS)
        address = f"/terms/{self._change.new_slug}/"
        change = self._change
        if f"/terms/{change.old_slug}/" in self._listed() and change.new_slug != change.old_slug:
            config, _ = read_site("site.yaml", self._texts.read("site.yaml")[0] or "")
            if "redirects" not in config.outputs:
                message = f"the address /terms/{change.old_slug}/ would be lost"
                hint = "name redirects under outputs in site.yaml"
                yield finding("lost-permalink", Span(PERMALINKS), message, hint)
        if text is None or self._subject.term.draft or address in self._listed():
            return
        edits = [one for one in put_in(text, [address]) if isinstance(one, Edit)]
        if not self._texts.edit(PERMALINKS, edits):
            message = "the file cannot be rewritten"
            yield finding("bad-permalink", Span(PERMALINKS), message, BY_HAND)

    def _judged(self) -> Iterator[Diagnostic]:
        """Read everything as it is to be: no name may be claimed twice, no reference be lost."""
        after = self._terms_after()
        slugs = (self._change.old_slug, self._change.new_slug)
        new = next((one for one in after if one.slug == self._change.new_slug), None)
        if new is None:
            span = self._subject.term.span("title")
            message = f"the term would not be called {quoted(self._change.new)}"
            yield finding("bad-value", span, message, "choose another title")
            return
        found = collisions(self._terms, after, new)
        yield from found
        if not found and resolved(self._terms, slugs) != resolved(after, slugs):
            message = f"with the title {quoted(self._change.new)} references would lead elsewhere"
            yield finding("ambiguous-term", self._subject.term.span("title"), message)

    def _terms_after(self) -> tuple[Term, ...]:
        changed = self._texts.changed()
        terms = [term for term in self._terms if term.path not in changed]
        for path in changed:
            if path.startswith("terms/"):
                text, _ = self._texts.read(path)
                is_own = path == self._subject.term.path
                terms += read_terms(self._subject.path if is_own else path, text or "").terms
        return tuple(terms)
