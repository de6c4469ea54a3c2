"""What can go wrong between us and Stripe, in the domain's words."""


class PaymentsError(Exception):
    """Base of everything the payment provider refuses or fails at."""


class PaymentsUnavailable(PaymentsError):
    """No usable answer: a timeout, too many requests, or trouble on Stripe's side. Asking again later may help."""


class PaymentsRefused(PaymentsError):
    """Stripe refuses what we send, or our key. Asking again does not help: somebody must look."""


class AttemptSpoiled(PaymentsError):
    """Stripe keeps answering this idempotency key with its first failure; only a new attempt can succeed."""


class PaymentDeclined(PaymentsError):
    """The bank refuses the charge, or wants its payer to confirm it. Says so in words for the payer."""


class CustomerGone(AttemptSpoiled):
    """Stripe's customer of this wallet was deleted there; an attempt without it can succeed."""


class NoSuchSession(PaymentsError):
    """Stripe knows no such Checkout Session, nor anything else under this id."""


class DoesNotMatch(PaymentsError):
    """Stripe says something else than we know. No retry helps: an operator must look."""


class NotYet(PaymentsError):
    """It is about something of ours that Stripe has not told us of yet. Asking again later helps."""


class BadSignature(PaymentsError):
    """The webhook was not signed with any of our secrets, or too long ago, or says nothing we can read."""


class PackageGone(PaymentsError):
    """This package is not on sale."""


class CodeRefused(PaymentsError):
    """A promo code is not taken. Says why, in a sentence for beside its field."""


class CodeTaken(PaymentsError):
    """The last use of a code went to somebody else, or to another click, since it was looked at."""


class PriceChanged(PaymentsError):
    """The price is not what the page had shown. Nothing was started."""


class CannotRefund(PaymentsError):
    """So much of this payment cannot be given back. Says why, for the operator."""


class EffectChanged(PaymentsError):
    """The wallet has moved since the operator was told what a refund would do. Nothing was done."""
