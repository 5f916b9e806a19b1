"""`check --fix`: what has one answer is mended, and nothing else changes."""
