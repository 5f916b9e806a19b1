"""Finds a Chromium for the browser tests, and installs one where root or sudo allow it.

Without one the browser tests are skipped with a message; `make test` still passes.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find() -> str | None:
    """Give the path of a Chromium, the one in $CHROMIUM first."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in (*NAMES, MAC):
        if path := shutil.which(name):
            return path
    return None


def install() -> None:
    """Install Debian's Chromium, if this is Debian and we may."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or ""]
    if apt is None or sudo == [""]:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    prefix = [*sudo, *(["-n"] if sudo else []), apt, "-qq"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run([*prefix, *step], env=quiet, check=False, stdout=sys.stderr)
        if done.returncode:
            return


def main() -> None:
    """Say which Chromium the tests will use."""
    if find() is None:
        install()
    found = find()
    if found is None:
        sys.stdout.write("No Chromium found: browser tests will be skipped.\n")
        return
    sys.stdout.write(f"Browser tests use {found}.\n")


if __name__ == "__main__":
    main()
