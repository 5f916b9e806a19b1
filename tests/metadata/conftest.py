"""The real glossary, as the tests of metadata read it."""

from pathlib import Path

import pytest

from tests.conftest import ORIGIN, REPO_URL, RealSite


@pytest.fixture(params=["/", "/repo/"])
def built(request: pytest.FixtureRequest, real_site: RealSite) -> tuple[Path, str]:
    """The real glossary's folder, and its address."""
    if request.param == "/":
        return real_site.root, f"{ORIGIN}/"
    return real_site.repo, REPO_URL
