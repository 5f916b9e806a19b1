"""Findings in the formats that programs read."""
