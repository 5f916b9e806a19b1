"""Refreshing: fetched from a real server over TLS, and nothing good is ever lost."""
