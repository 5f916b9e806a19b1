"""Tests of reading without the internet."""
