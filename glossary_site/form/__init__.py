"""Matters of pure form: what no reader of the site sees, and every reader of a change does."""
