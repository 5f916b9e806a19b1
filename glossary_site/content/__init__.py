"""From the disk to records: the only layer that reads an author's files."""
