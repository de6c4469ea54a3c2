"""What a line of history means, in sentences: a heading, and what a person would want to know before asking."""

from django.utils.translation import gettext_lazy as _

from common import reading

Words = tuple[reading.Words, tuple[reading.Words, ...]]

BACK: Words = (
    _("These Connects have come back"),
    (
        _(
            "They went into the lots that had paid, with their original expiry. "
            "What came back into an expired lot lapsed."
        ),
    ),
)
HELD: Words = (
    _("Held for a boost, and not spent"),
    (_("If the bid is outbid before the client looks, or the job is cancelled, all of it comes back by itself."),),
)
BADGE_WEEK: Words = (
    _("A week of the availability badge"),
    (_("A week is paid when it begins. Switched off early, nothing of it comes back."),),
)
OF_STATUS: dict[str, Words] = {
    "grant": (
        _("Given to you"),
        (_("How long they live stands on their lot. The way you earned them names its rule."),),
    ),
    "purchase": (_("Bought"), (_("The receipt says what was paid. Money goes back only through an operator."),)),
    "spend": (_("Spent"), (_("The lots that expire soonest paid for it."),)),
    "hold": HELD,
    "return": BACK,
    "refund": BACK,
    "expire": (
        _("Not used in time"),
        (_("Every lot has a last day, shown on the Connects page and told before."),),
    ),
    "revoke": (_("Taken back"), (_("The payment they came from was undone, so what was left of them went too."),)),
    "dispute": (
        _("A disputed payment"),
        (_("While a bank looks into a payment, what it bought is set aside. If the payment stands, it returns."),),
    ),
    "adjust": (_("Changed by an operator"), (_("An operator corrected the wallet, for the reason on the line."),)),
}
