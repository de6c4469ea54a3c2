"""Operators: what is asked of them before they come in, and what they may look at."""
