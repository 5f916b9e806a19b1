"""What pyshacl says of a graph by the shapes beside this file."""

from pathlib import Path
from typing import Final

from pyshacl import validate
from rdflib import Graph

SHAPES: Final = Path(__file__).with_name("skos-integrity.ttl")


def conforms(graph: Graph) -> tuple[bool, str]:
    """Judge a graph; with the report in words."""
    is_fine, _, text = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    return bool(is_fine), str(text)
