"""The conversation about a proposal: one thread for its two sides, with files, read marks and interviews (PRODUCT 7).

The client begins it; what is written stays as it was written; nobody else reads any of it.
"""
