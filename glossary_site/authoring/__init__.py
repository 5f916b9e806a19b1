"""Files that authors begin with: `new` and `init`.  Nothing that exists is overwritten."""

from glossary_site.authoring.composing import NewTerm, yaml_scalar
from glossary_site.authoring.starting import init
from glossary_site.authoring.surroundings import Surroundings, surroundings
from glossary_site.authoring.writing import new_term

__all__ = ["NewTerm", "Surroundings", "init", "new_term", "surroundings", "yaml_scalar"]
