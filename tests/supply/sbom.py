"""Writes .ci/sbom.cdx.json: what an installation of the wheel brings along, as CycloneDX.

It is made from requirements.lock by `make lock`, so that a build of the wheel needs no network and
gives the same bytes everywhere.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
SBOM: Final = ROOT / ".ci" / "sbom.cdx.json"
LOCK: Final = ROOT / "requirements.lock"
_PIN: Final = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<hashes>(?: \\\n +--hash=\S+)*)", re.MULTILINE
)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Pin(NamedTuple):
    """One line of a lock file."""

    name: str
    """As the index writes it, in small letters with hyphens."""
    version: str
    """Exactly."""
    hashes: tuple[str, ...]
    """SHA-256 of each file that may be installed: wheels of all platforms, and the sources."""


def pins(lock: Path) -> tuple[Pin, ...]:
    """Read a lock file."""
    text = lock.read_text(encoding="utf-8")
    return tuple(
        Pin(_normal(one["name"]), one["version"], tuple(_HASH.findall(one["hashes"])))
        for one in _PIN.finditer(text)
    )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def sbom() -> str:
    """Write the bill of materials: no date and no random number, so that it is the same again."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [_component(pin) for pin in pins(LOCK)],
    }
    return json.dumps(whole, indent=1) + "\n"


def _component(pin: Pin) -> dict[str, Any]:
    address = f"pkg:pypi/{pin.name}@{pin.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin.name,
        "version": pin.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in pin.hashes],
    }


if __name__ == "__main__":
    SBOM.write_text(sbom(), encoding="utf-8", newline="\n")
