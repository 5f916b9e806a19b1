"""Work in other processes, under watch: a worker that hangs or dies costs one item, not the build.

The parent hands out batches over pipes.  Before each item a worker notes its index in shared
memory, so that the parent knows what a worker was at when it died or exceeded its time.  The
process is then ended and its batch given to a fresh one; an item that was too slow, or that ends a
second worker, is reported.  `concurrent.futures` would report neither who nor what, and cannot end
one worker.
"""

from glossary_site.workers.crew import (
    TIME_LIMIT,
    Failure,
    WorkerError,
    run,
    start_method,
    usable_cores,
)
from glossary_site.workers.inside import Item, Make, Result, end_with_parent

__all__ = [
    "TIME_LIMIT", "Failure", "Item", "Make", "Result", "WorkerError", "end_with_parent",
    "run", "start_method", "usable_cores",
]  # fmt: skip
