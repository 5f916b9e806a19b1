"""Fetches datasets that name an address: the only part of the program that opens a connection.

What comes back is untrusted.  It is held to limits while it comes, checked as a table that an
author wrote, and only then put in place of the last good one.
"""
