"""Who may see which page of figures: one permission each, of the rows that it adds up."""

from typing import Any

ECONOMY = MARKET = "connects.view_transaction"
FINANCE = "billing.view_purchase"


def may_see(person: Any, permission: str) -> bool:
    return bool(person.is_active and person.is_staff and person.has_perm(permission))
