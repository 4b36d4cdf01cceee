"""Entries of the ledger: what is known of one figure, how it is told, and how one is added.

The page of the ledger and the command line tell the same entry from one description, so they
cannot say different things.
"""
