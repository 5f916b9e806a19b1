"""Why a dataset could not be refreshed, in the words that are shown."""


class FailureError(Exception):
    """A fetch came to nothing; the dataset stays as it is.

    Attributes:
        is_passing: Whether to ask again soon may help.
        wait: How many seconds the server asks to wait first, if it does.
    """

    def __init__(
        self, message: str, *, is_passing: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.wait = wait
