"""Checkout Sessions: what they take, what they cost, how they are paid."""
