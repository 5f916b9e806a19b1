"""How many examples are tried: a few dozen in every run, many in the exhaustive one."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

IS_SOAK: Final = bool(os.environ.get("SOAK"))
_FOR_ALL: Final = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
often: Final = settings(_FOR_ALL, max_examples=3000 if IS_SOAK else 100)
"""For what takes microseconds."""
seldom: Final = settings(_FOR_ALL, max_examples=600 if IS_SOAK else 25)
"""For what reads files."""
rarely: Final = settings(_FOR_ALL, max_examples=600 if IS_SOAK else 12)
"""For what builds whole sites."""
