"""The term's own file under its new name: title, slug, former slugs and aliases."""

from collections.abc import Iterator
from typing import Final

from glossary_site.content.front_matter import split_file
from glossary_site.content.terms import read_terms
from glossary_site.content.yaml_text import read_yaml
from glossary_site.diagnostics import Diagnostic, Edit, Span, YamlEdit, finding
from glossary_site.fields.term import TermFields
from glossary_site.graph.naming import redirects
from glossary_site.mending.yaml_edits import exact
from glossary_site.model import Term
from glossary_site.names import Slug, fold_name
from glossary_site.renaming.lists import with_item
from glossary_site.renaming.names import Change
from glossary_site.renaming.subject import Subject
from glossary_site.renaming.texts import Texts

BY_HAND: Final = "write it by hand, then try again"
_ORDER: Final = tuple(TermFields.model_fields)


class OwnFile:
    """The file of the term that gets another name."""

    def __init__(self, texts: Texts, subject: Subject, change: Change) -> None:
        """Work on one of the texts."""
        self._texts = texts
        self._subject = subject
        self._change = change

    def rewrite(self, *, keep_alias: bool, is_published: bool) -> Iterator[Diagnostic]:
        """Make all edits in memory.

        Args:
            keep_alias: Whether the old title stays a name.
            is_published: Whether the old address is one that others may know.
        """
        change, term = self._change, self._subject.term
        yield from self._set("title", term.title, change.new)
        if change.new_slug != change.old_slug and "slug" in term.places:
            yield from self._set("slug", term.slug, change.new_slug)
        elif change.new_slug == change.old_slug and not self._makes_slug():
            yield from self._add("slug:", change.old_slug)
        for i, alias in reversed(list(enumerate(term.aliases))):
            if fold_name(alias) == fold_name(change.new):
                yield from self._set(f"aliases.{i}", alias, None)
        if keep_alias and fold_name(change.old) != fold_name(change.new):
            yield from self._add("aliases", change.old)
        for i, former in reversed(list(enumerate(term.former_slugs))):
            if former == change.new_slug:
                yield from self._set(f"former_slugs.{i}", former, None)
        if is_published:
            lost = _addresses(term) - self._addresses_now()
            lost |= {change.old_slug} - {change.new_slug}  # an alias may have it, but may go
            for slug in sorted(lost):
                yield from self._add("former_slugs", slug)

    def _addresses_now(self) -> set[Slug]:
        """Gather the addresses that the term has as its file now stands."""
        text, _ = self._texts.read(self._subject.term.path)
        made = read_terms(self._subject.path, text or "").terms
        return {slug for one in made for slug in _addresses(one)}

    def _makes_slug(self) -> bool:
        """Say whether the file makes the slug that the term is to keep, under its new title."""
        text, _ = self._texts.read(self._subject.term.path)
        made = read_terms(self._subject.path, text or "").terms
        return any(one.slug == self._change.new_slug for one in made)

    def _set(self, key: str, was: str, text: str | None) -> Iterator[Diagnostic]:
        """Write another value, or take an item out of its list, where the key now stands."""
        path = self._subject.term.path
        now, _ = self._texts.read(path)
        place = self._place(now or "", key)
        edit = None if place is None else exact(YamlEdit(path, *place, was, text), now or "")
        yield from put(self._texts, path, edit)

    def _place(self, text: str, key: str) -> tuple[int, int] | None:
        path, root = self._subject.term.path, self._subject.root
        if path.endswith(".md"):
            split, _ = split_file(path, text)
            return None if split is None else split.yaml.values.get(key)
        yaml, _ = read_yaml(path, text)
        return None if yaml is None else yaml.values.get(f"{root}.{key}" if root else key)

    def _add(self, key: str, item: str) -> Iterator[Diagnostic]:
        path = self._subject.term.path
        now, _ = self._texts.read(path)
        edit = with_item(path, now or "", f"{self._subject.root}.{key}".lstrip("."), item, _ORDER)
        yield from put(self._texts, path, edit)


def _addresses(term: Term) -> set[Slug]:
    """Gather the slugs that lead to a term: its own, its former ones, and those of its names."""
    return {term.slug, *redirects((term,))[0]}


def put(texts: Texts, path: str, edit: Edit | None) -> Iterator[Diagnostic]:
    """Make an edit in a text; report it if it cannot be made."""
    if edit is None or not texts.edit(path, [edit]):
        message = "the file cannot be rewritten as it is written"
        yield finding("unknown-term", Span(path), message, BY_HAND)
