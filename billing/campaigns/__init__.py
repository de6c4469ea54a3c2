"""Campaigns (PRODUCT 3, 9): Connects, or the offer of a sale or a code, for a part of the people.

An operator writes one, sees how many it is for, and starts it; the sweep `billing.campaigns` deals with some thousand
people at a time, so that it can be paused, stopped or killed at any moment and reaches everybody once.
"""
