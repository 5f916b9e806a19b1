"""A tab on a page that was broken into, and what is noted of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.policy.breaches import Breach
from tests.policy.evil import Evil
from tests.serve.running import until

PROBE: Final = """
window.alert = (name) => noteRun(String(name));
document.addEventListener("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI, sample, target, originalPolicy } = event;
  const own = target?.closest?.("[data-breach]")?.dataset.breach;
  const isOfHeader = originalPolicy.includes("frame-ancestors");
  noteReport(isOfHeader, effectiveDirective, own, `${blockedURI} ${sample}`);
});
"""
PROVOKE: Final = """() => {
  for (const element of document.querySelectorAll("[data-breach] *")) {
    for (const type of ["mouseover", "pointerover", "focus", "mousedown", "mouseup"]) {
      element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    }
  }
  const click = () => new MouseEvent("click", { bubbles: true, cancelable: true, view: window });
  for (const element of document.querySelectorAll("[data-breach] :is(a, button, input)")) {
    element.dispatchEvent(click());
  }
}"""


class Report(NamedTuple):
    """A violation."""

    is_of_header: bool
    directive: str
    own: str | None
    """The breach in whose element it happened."""
    said: str
    """The address that was blocked, and a piece of the text."""

    def is_of(self, name: str) -> bool:
        """Say whether it tells of a breach: by the element, by an address, or by a class."""
        address, _, sample = self.said.partition(" ")
        asked = address.rpartition("/")[2].partition(".")[0]
        return name in {self.own, asked} or f"={name} " in sample


@dataclass
class Visit:
    """A tab, and what happened in all its frames."""

    page: Page
    evil: Evil
    ran: set[str] = field(default_factory=set)
    """The breaches whose script ran."""
    reports: list[Report] = field(default_factory=list)
    """What was stopped."""
    ended: list[bool] = field(default_factory=list)
    """Not empty when the script that tries everything has come to its end."""

    def open(self, address: str) -> None:
        """Go to a page, and touch all that was broken into it."""
        self.page.goto(address)
        self.page.evaluate(PROVOKE)

    def note_run(self, name: str) -> None:
        """Take note of a script that ran."""
        self.ran.add(name)

    def note_report(self, *report: Any) -> None:  # noqa: ANN401 (what the page sends)
        """Take note of a violation."""
        self.reports.append(Report(*report))

    def note_end(self) -> None:
        """Take note that all was tried."""
        self.ended.append(True)

    def until(self, missing: Callable[[], object]) -> None:
        """Wait until nothing is missing; what happens in the tab is noted meanwhile."""

        def is_complete() -> bool | None:
            self.page.title()
            return not missing() or None

        try:
            until(is_complete, "")
        except AssertionError:
            pytest.fail(f"missing: {missing()}; noted: {self}")

    @property
    def worked(self) -> set[str]:
        """The breaches that ran a script or sent a request."""
        return self.ran | self.evil.asked

    def idle(self, breaches: Sequence[Breach]) -> set[str]:
        """List the breaches that came to nothing."""
        return {breach.name for breach in breaches} - self.worked

    def unmet(self, breaches: Sequence[Breach]) -> list[str]:
        """List the breaches that no fitting directive has met.

        Most reports tell which breach they are of.  Of frames, plugins and `data:` they tell only
        the origin or the scheme, and of strings taken for code nothing: such a report stands for
        one breach that has none of its own.
        """
        named = self._named(breaches)
        nameless = [directive for directive, names in named if not names]
        met = {(directive, name) for directive, names in named for name in names}
        unmet = []
        for breach in breaches:
            wanted = breach.directives.split()
            if met.isdisjoint((directive, breach.name) for directive in wanted):
                fitting = [directive for directive in wanted if directive in nameless]
                if fitting:
                    nameless.remove(fitting[0])
                else:
                    unmet.append(breach.name)
        return unmet

    def _named(self, breaches: Sequence[Breach]) -> list[tuple[str, set[str]]]:
        """Give for each report its directive and the breaches it tells of.

        Where header and page both have a policy, each reports; one of them must do.
        """
        of_header = any(report.is_of_header for report in self.reports)
        return [
            (report.directive, {one.name for one in breaches if report.is_of(one.name)})
            for report in self.reports
            if report.is_of_header == of_header
        ]


@contextmanager
def visiting(chromium: Browser, evil: Evil) -> Iterator[Visit]:
    """Open a tab that remembers nothing of the one before."""
    context = chromium.new_context()
    visit = Visit(context.new_page(), evil)
    context.expose_function("noteRun", visit.note_run)
    context.expose_function("noteReport", visit.note_report)
    context.expose_function("noteEnd", visit.note_end)
    context.add_init_script(PROBE)
    yield visit
    context.close()
