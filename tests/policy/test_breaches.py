"""The policy holds where everything before it has failed, in a real Chromium.

The real site is broken into by hand, so that its pages bear what a filter must never let through.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest
from playwright.sync_api import Browser

from glossary_site.exporting.host_headers import PERMISSIONS
from tests.policy.breaches import LEADING, MARKUP, SCRIPTED, UNSTOPPED, Breach
from tests.policy.evil import Evil
from tests.policy.visits import Visit, visiting

pytestmark = pytest.mark.browser
GUARDED = ("pages", "headers")
"""As on hosts that read no `_headers`, and as on those that do."""
PAGES: Sequence[tuple[str, Sequence[Breach]]] = (
    ("markup", MARKUP),
    ("script", SCRIPTED),
    *((breach.name, (breach,)) for breach in LEADING),
)
"""The pages that were broken into, and by what."""

FEATURES = PERMISSIONS.replace("=()", "").split(", ")


@pytest.mark.parametrize("guard", GUARDED)
def test_no_script_runs_and_no_request_leaves(
    guard: str,
    homes: Mapping[str, str],
    chromium: Browser,
    evil: Evil,
    record_property: Callable[[str, object], None],
) -> None:
    """Filters have had holes in every project that has one; this is what stands behind them."""
    for name, breaches in PAGES:
        address = f"{homes[guard]}breaches/{name}/"
        evil.forget()
        with visiting(chromium, evil) as visit:
            visit.open(address)
            visit.until(partial(visit.unmet, breaches))
            if name == "script":
                visit.until(lambda seen=visit: not seen.ended)  # type: ignore[misc]
            assert visit.worked == set()
            assert visit.page.url.partition("#")[0] == address
    record_property("tried", sum(len(breaches) for _, breaches in PAGES))


def test_without_the_policy_each_of_them_works(
    homes: Mapping[str, str], chromium: Browser, evil: Evil
) -> None:
    """Otherwise the test above would prove nothing."""
    for name, breaches in PAGES:
        evil.forget()
        with visiting(chromium, evil) as visit:
            visit.open(f"{homes['nothing']}breaches/{name}/")
            visit.until(partial(visit.idle, breaches))


@pytest.mark.parametrize("breach", UNSTOPPED, ids=lambda breach: breach.name)
def test_what_a_policy_cannot_stop_is_known(
    breach: Breach, homes: Mapping[str, str], visit: Visit
) -> None:
    """The manual names these; should browsers learn to stop one, more can be promised."""
    visit.page.goto(f"{homes['headers']}breaches/{breach.name}/", wait_until="commit")
    if breach.name == "link":
        visit.page.locator("[data-breach] a").click()

    visit.until(partial(visit.idle, [breach]))


def test_the_features_that_no_page_uses_are_off(homes: Mapping[str, str], visit: Visit) -> None:
    """A misspelt name would switch nothing off, and browsers tell nobody but the console."""
    said: list[str] = []
    visit.page.on("console", lambda message: said.append(message.text))
    visit.page.goto(homes["headers"])
    allowed = "(name) => document.featurePolicy.allowsFeature(name)"

    assert {name for name in FEATURES if visit.page.evaluate(allowed, name)} == set()
    assert visit.page.evaluate(allowed, "clipboard-write")
    assert said == []
    visit.page.goto(homes["pages"])
    assert visit.page.evaluate(allowed, "camera")
