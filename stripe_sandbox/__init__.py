"""A small local Stripe: its own process, its own database file. It imports no room of the site.

It is our model of Stripe, driven through the official SDK: docs/stripe-sandbox.md says what that proves.
"""
