"""Whether what a glossary links to on the web is still there: `check --external`.

Only this package and `refresh` ask anything of the network, and both by the same means.
"""

from glossary_site.external.checking import check_external

__all__ = ["check_external"]
