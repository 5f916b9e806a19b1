"""What `new` asks on a terminal, one question after the other; Ctrl-C leaves nothing behind.

Questions go to the standard error, so that the path alone is what was asked for.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from glossary_site.diagnostics import shown
from glossary_site.names import fold_name

if TYPE_CHECKING:
    from glossary_site.authoring import NewTerm, Surroundings


def ask(around: "Surroundings", wanted: "NewTerm") -> "NewTerm | str":
    """Ask for what is not given.

    Returns:
        The term; or the path of one that is there already, which the author prefers to open.
    """
    title = wanted.title or _line("Title", is_needed=True)
    wanted = replace(wanted, title=title)
    if (path := _other(around, wanted)) is not None:
        return path
    if wanted.definition is None:
        wanted = replace(wanted, definition=_line("Definition, in a sentence or two") or None)
    if not wanted.related:
        wanted = replace(wanted, related=_related(around, wanted))
    if not wanted.topics and around.config.topics:
        wanted = replace(wanted, topics=_topics(around, wanted))
    if not wanted.sources:
        wanted = replace(wanted, sources=_sources())
    return wanted


def _say(text: str) -> None:
    click.echo(text, err=True)


def _line(question: str, *, is_needed: bool = False) -> str:
    """Ask for one line; Enter leaves it empty unless it is needed."""
    default = None if is_needed else ""
    answer = click.prompt(question, default=default, show_default=False, err=True)
    return " ".join(str(answer).split())


def _other(around: "Surroundings", wanted: "NewTerm") -> str | None:
    """Offer the terms that may mean the same."""
    near = around.near((wanted.title, *wanted.aliases))
    if not near:
        return None
    _say("There may be such a term already:")
    for number, term in enumerate(near, 1):
        _say(f"  {number}  {shown(term.title)}: {shown(term.definition or term.path)}")
    answer = _line("Number of the one to open instead, or Enter for a new term")
    chosen = _numbers(answer, len(near))
    return near[chosen[0]].path if chosen else None


def _related(around: "Surroundings", wanted: "NewTerm") -> tuple[str, ...]:
    """Offer the terms that the definition mentions."""
    names = (wanted.title, *wanted.aliases, wanted.abbreviation or wanted.title)
    offered = [term.title for term in around.mentioned(wanted.definition or "", names)]
    if offered:
        _say("Related terms that the definition mentions:")
        _list(offered)
        question = "Numbers or names with commas, Enter for all, - for none"
    else:
        question = "Related terms with commas, Enter for none"
    known = {fold_name(name) for term in around.terms for name in (*term.names, term.slug)}
    while True:
        answer = _line(question)
        chosen = _chosen(answer, offered, all_by_default=True)
        unknown = [name for name in chosen if fold_name(name) not in known]
        if not unknown:
            return chosen
        _say(f"No term is called {shown(unknown[0])}.")


def _topics(around: "Surroundings", wanted: "NewTerm") -> tuple[str, ...]:
    """Offer the topics, the likeliest first."""
    text = f"{wanted.title} {wanted.definition or ''}"
    offered = around.topics(text, wanted.related)
    _say("Topics, the likeliest first:")
    _list([f"{topic.title} ({topic.id})" for topic, _ in offered])
    ids = [topic.id for topic, _ in offered]
    is_likely = offered[0][1]
    question = f"Numbers or ids with commas, Enter for {ids[0] if is_likely else 'none'}"
    while True:
        answer = _line(question)
        chosen = _chosen(answer, ids, all_by_default=False)
        if not answer and is_likely:
            return (ids[0],)
        unknown = [name for name in chosen if name not in ids]
        if not unknown:
            return chosen
        _say(f"No topic has the id {shown(unknown[0])}.")


def _sources() -> tuple[tuple[str, str | None], ...]:
    """Ask for sources until there is no more."""
    sources: list[tuple[str, str | None]] = []
    while title := _line("Title of a source, or Enter for no more"):
        sources.append((title, _line("Its web address, or Enter for none") or None))
    return tuple(sources)


def _list(offered: Sequence[str]) -> None:
    for number, one in enumerate(offered, 1):
        _say(f"  {number}  {shown(one)}")


def _chosen(answer: str, offered: Sequence[str], *, all_by_default: bool) -> tuple[str, ...]:
    """Read an answer of numbers and names."""
    if not answer:
        return tuple(offered) if all_by_default else ()
    if answer == "-":
        return ()
    parts = [part.strip() for part in answer.split(",") if part.strip()]
    numbers = [_numbers(part, len(offered)) for part in parts]
    named = zip(parts, numbers, strict=True)
    return tuple(dict.fromkeys(offered[at[0]] if at else part for part, at in named))


def _numbers(answer: str, count: int) -> tuple[int, ...]:
    """Read a number of a list, counted from 0; empty if it is none."""
    if answer.isascii() and answer.isdecimal() and 0 < int(answer[:9]) <= count:
        return (int(answer) - 1,)
    return ()
