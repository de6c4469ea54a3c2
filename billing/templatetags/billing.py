"""What templates ask of buying."""

from django import template

from billing import receipts
from billing.models import Purchase

register = template.Library()


@register.filter
def bill_lines(purchase: Purchase) -> list[tuple[str, str]]:
    """`{% for words, amount in purchase|bill_lines %}`: package, discount, what came on top."""
    return receipts.lines(purchase)
