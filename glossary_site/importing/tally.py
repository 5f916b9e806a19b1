"""What many terms of a source have and no term file holds: said once for each kind, with a count."""

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.records import not_carried


class Tally:
    """Counts what is not carried, by what it is."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._first: dict[str, tuple[Span, str | None]] = {}
        self._counts: dict[str, int] = {}

    def add(self, what: str, span: Span, hint: str | None = None) -> None:
        """Note one more, and where the first of its kind stands."""
        self._first.setdefault(what, (span, hint))
        self._counts[what] = self._counts.get(what, 0) + 1

    def findings(self) -> Findings:
        """Say what was noted."""
        return tuple(
            not_carried(
                span,
                f"{what}, {count:,} times" if (count := self._counts[what]) > 1 else what,
                hint,
            )
            for what, (span, hint) in self._first.items()
        )
