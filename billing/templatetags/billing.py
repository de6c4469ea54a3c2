"""What templates ask of buying."""

from django import template

from billing import kept, receipts
from billing.models import Purchase
from common import reading

register = template.Library()


@register.filter
def bill_lines(purchase: Purchase) -> list[tuple[str, str]]:
    """`{% for words, amount in purchase|bill_lines %}`: package, discount, what came on top."""
    return receipts.lines(purchase)


@register.filter
def means(words: str) -> str:
    """`{{ purchase.paid_with|means }}`: "Visa ending in 4242", in the reader's language."""
    return kept.means(words)


@register.filter
def said(words: str) -> str:
    """A sentence of ours that is kept in English, to whoever reads it; others as they are."""
    return reading.said(words)
