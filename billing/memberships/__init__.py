"""Paid plans of wallets, by Stripe's subscriptions or by contract (PRODUCT 5).

Stripe says what is paid and until when; the wallet gives what that brings, by its own periods. Verbs that ask Stripe
open no transaction around it.
"""
