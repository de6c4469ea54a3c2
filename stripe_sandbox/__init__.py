"""A small local Stripe: its own process, its own database file. It imports no room of the site."""
