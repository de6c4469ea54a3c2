"""Wallets, the ledger behind them, and the proof of the books. Operators add bookings; nothing is changed."""

from connects.admin import holds, ledger, policies, referrals, suspicions, wallets

__all__ = ["holds", "ledger", "policies", "referrals", "suspicions", "wallets"]
