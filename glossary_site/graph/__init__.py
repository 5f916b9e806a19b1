"""How terms hang together: pure functions over records, without files or rendering."""
