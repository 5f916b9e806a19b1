"""The only layer that writes: it puts a whole new site beside the old one and exchanges the two.

`publish` is the front door; what stands on disk is at every moment the old site or the new one.
"""
