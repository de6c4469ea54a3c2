"""What a line of history means, in sentences: a heading, and what a person would want to know before asking."""

Words = tuple[str, tuple[str, ...]]

BACK: Words = (
    "These Connects have come back",
    ("They went into the lots that had paid, with their original expiry. What came back into an expired lot lapsed.",),
)
HELD: Words = (
    "Held for a boost, and not spent",
    ("If the bid is outbid before the client looks, or the job is cancelled, all of it comes back by itself.",),
)
BADGE_WEEK: Words = (
    "A week of the availability badge",
    ("A week is paid when it begins. Switched off early, nothing of it comes back.",),
)
OF_STATUS: dict[str, Words] = {
    "grant": ("Given to you", ("How long they live stands on their lot. The way you earned them names its rule.",)),
    "purchase": ("Bought", ("The receipt says what was paid. Money goes back only through an operator.",)),
    "spend": ("Spent", ("The lots that expire soonest paid for it.",)),
    "hold": HELD,
    "return": BACK,
    "refund": BACK,
    "expire": (
        "Not used in time",
        ("Every lot has a last day, shown on the Connects page and told before.",),
    ),
    "revoke": ("Taken back", ("The payment they came from was undone, so what was left of them went too.",)),
    "dispute": (
        "A disputed payment",
        ("While a bank looks into a payment, what it bought is set aside. If the payment stands, it returns.",),
    ),
    "adjust": ("Changed by an operator", ("An operator corrected the wallet, for the reason on the line.",)),
}
