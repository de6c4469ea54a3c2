"""A market played through the real services on a clock of its own, to see what a change of the rules would do.

It lives in a scratch database that it makes and throws away; it never opens the site's own for writing.
"""
