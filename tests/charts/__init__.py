"""Charts: what is drawn, whether it can be read, and by whom."""
