"""Why a membership cannot be begun or changed, in words for whoever asked."""


class MembershipError(Exception):
    """Base of what memberships refuse. Its text is for the person."""


class PlanNotSold(MembershipError):
    """This plan is not for this wallet, or not on sale."""


class AlreadyMember(MembershipError):
    """The wallet has a membership; there is never a second one beside it."""


class NotRunning(MembershipError):
    """There is no running membership to change."""


class PayerGone(MembershipError):
    """Whoever pays for it has closed the account: nothing more is charged to them."""


class NothingToChange(MembershipError):
    """It is that way already."""


class QuoteOutdated(MembershipError):
    """What the change would cost was told too long ago, or has changed since."""
