"""What asking for an address can come to."""

from typing import Literal

from msgspec import Struct

State = Literal["there", "moved", "gone", "unknown-host", "unsure"]


class Verdict(Struct, frozen=True):
    """What came of asking for an address."""

    state: State
    """Whether it is there: `moved` if a permanent redirect leads to where it is."""
    status: int = 0
    """What the server answered last, or 0 if it did not."""
    location: str = ""
    """Where it has moved to."""
    reason: str = ""
    """Why nothing sure can be said, in words; none where the status says it."""
