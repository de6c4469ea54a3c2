"""For whom a campaign is: a description, the people that it describes, and the same in words.

The one place that says so: the count before sending and the sending itself ask here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models import Campaign, Region
from common import dates
from common.countries import country_name

WHO = _("Everybody who looks for work: an active account, a verified e-mail address, a wallet of their own.")
NO_AGENCIES = _("Campaigns are for people. Agencies' wallets get nothing, so a plan for agencies describes nobody.")


@dataclass(frozen=True, slots=True)
class Segment:
    """What is empty does not narrow. `region` is that of the sale or code offered: elsewhere it would be refused."""

    plan_ids: tuple[int, ...] = ()
    country: str = ""
    joined_since: date | None = None
    inactive_since: date | None = None
    region: Region | None = None

    def people(self) -> QuerySet[User]:
        """Those it describes, each with a wallet."""
        found = User.objects.filter(
            is_active=True, email_verified_at__isnull=False, freelancer_since__isnull=False, wallet__isnull=False
        )
        for plan_id in self.plan_ids:
            found = found.filter(wallet__plan=plan_id)
        if self.country:
            found = found.filter(country=self.country)
        if self.joined_since:
            found = found.filter(joined_at__gte=_begin(self.joined_since))
        if self.inactive_since:
            found = found.filter(_not_here_since(_begin(self.inactive_since)))
        return found.filter(_lives_in(self.region)) if self.region else found


def segment_of(campaign: Campaign) -> Segment:
    """The campaign's own, narrowed to those who may use what it offers."""
    code = campaign.code
    plans = (campaign.plan_id, code.plan_id if code else None)
    region = code.region if code else campaign.sale.region if campaign.sale else None
    return Segment(
        plan_ids=tuple(dict.fromkeys(plan for plan in plans if plan)),
        country=campaign.country,
        joined_since=campaign.joined_since,
        inactive_since=campaign.inactive_since,
        region=region,
    )


def in_words(campaign: Campaign) -> list[str]:
    """What the segment means, a sentence for each part of it."""
    code, sale = campaign.code, campaign.sale
    region = code.region if code else sale.region if sale else None
    facts = {
        "plan": campaign.plan,
        "country": country_name(campaign.country),
        "joined": _day(campaign.joined_since),
        "seen": _day(campaign.inactive_since),
        "region": region,
        "code_plan": code and code.plan,
    }
    parts = [
        (campaign.plan, gettext("On the plan {plan}.")),
        (campaign.country, gettext("With {country} as the country of their account.")),
        (campaign.joined_since, gettext("Joined on {joined} or later.")),
        (campaign.inactive_since, gettext("Not here since {seen}, or never.")),
        (region, gettext("With the prices of {region}, where the offer holds.")),
        (code and code.plan, gettext("On the plan {code_plan}, for which the code is.")),
    ]
    return [str(WHO), *(words.format(**facts) for given, words in parts if given)]


def _not_here_since(instant: datetime) -> Q:
    """Who has never been seen counts from the day they joined."""
    return Q(last_seen_at__lt=instant) | Q(last_seen_at=None, joined_at__lt=instant)


def _lives_in(region: Region) -> Q:
    if region.countries:
        return Q(country__in=region.countries)
    elsewhere = {code for other in Region.objects.exclude(pk=region.pk) for code in other.countries}
    return ~Q(country__in=elsewhere)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day(day: date | None) -> str:
    return dates.long_day(day) if day else ""
