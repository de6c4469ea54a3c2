"""Agencies: freelancers who work under one name and pay from one pool (PRODUCT 2, 6).

One owner, managers who look after people and money with them, members who send proposals. Every verb locks the
agency's row first, so that two things done to one agency at once happen one after the other.
"""
