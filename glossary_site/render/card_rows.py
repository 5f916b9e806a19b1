"""Rows of cards that are made only when somebody looks at them."""

from collections.abc import Callable, Sequence
from typing import overload

from glossary_site.names import Slug
from glossary_site.render.views import CardView


class Cards(Sequence[CardView]):
    """Cards that are made when they are looked at: a letter's HTML may be known without them."""

    def __init__(self, make: Callable[[Slug], CardView], slugs: Sequence[Slug]) -> None:
        """Stand for the cards of some terms."""
        self._make = make
        self._slugs = slugs

    def __len__(self) -> int:
        """Count the cards."""
        return len(self._slugs)

    @overload
    def __getitem__(self, at: int) -> CardView: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[CardView]: ...

    def __getitem__(self, at: int | slice) -> CardView | Sequence[CardView]:
        """Give a card, or some."""
        if isinstance(at, slice):
            return Cards(self._make, self._slugs[at])
        return self._make(self._slugs[at])
