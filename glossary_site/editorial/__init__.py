"""What an editor would say of a finished glossary: pure functions from it to remarks.

Nothing here is a mistake for sure.  So it is looked for only where somebody will hear it, and a
remark that concerns a large part of the terms is made once: then it is how the glossary is
written.
"""
