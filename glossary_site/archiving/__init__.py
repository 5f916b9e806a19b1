"""A finished site as one zip that opens from a folder, where no server answers.

What was published stays as it is: its files are read, pages and stylesheets are written anew with
relative addresses, and all of it goes into the archive.
"""

from glossary_site.archiving.making import Archived, archive
from glossary_site.archiving.places import default_place, refusal

__all__ = ["Archived", "archive", "default_place", "refusal"]
