"""The map of a term's neighbours, and the graph of all terms."""
