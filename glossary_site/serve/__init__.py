"""The development server: pages that reload when their sources change, for this machine only."""

from glossary_site.serve.address import AddressError
from glossary_site.serve.server import run_server
from glossary_site.serve.session import BuildResult

__all__ = ["AddressError", "BuildResult", "run_server"]
