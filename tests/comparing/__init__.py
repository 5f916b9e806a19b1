"""Revisions compared by what readers will see."""
