"""Subscriptions: what is owed when, invoices that ask for it, and a clock of their own."""
