"""Glossaries of others, converted to ours and damaged on purpose."""
