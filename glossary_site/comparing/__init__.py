"""What readers will see changed between two revisions of a glossary: by the graph, not by lines."""
