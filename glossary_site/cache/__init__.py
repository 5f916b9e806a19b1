"""What earlier builds found out, kept under `.cache/`: it saves time and decides nothing.

`cache.shelves` holds entries in files and trusts none of them, `cache.seal` has the key that shows
which files are our own, `cache.own_files` reads them, `cache.maker` tells one version of the program from another, `cache.codec`
turns records into bytes, `cache.memory` is the whole for one build or for all of a server's.
"""
