"""What a visitor may try on the front page: the price of any job, and a bid in an auction. Nothing is kept of it.

Both are plain GET forms, worked out by the very rules that decide (jobs.rules, proposals.boost_rules).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from jobs.choices import BudgetType, Level
from jobs.fields import AmountField
from jobs.figures import CostPolicy
from jobs.models import Job
from jobs.rules import Cost, JobFacts, connects_for
from proposals import boosts
from proposals.boost_rules import Bid, Figures, in_place, ranked
from proposals.models import BoostAuction, BoostPolicy

# What the calculator begins with: a job that has two parts to its price.
_FIRST = {"kind": BudgetType.FIXED, "budget": 150_000, "level": Level.EXPERT}
# The bids of a made-up auction, for a market in which nobody bids just now; scaled to its cap.
_MADE_UP = (Bid(1, 24, 1), Bid(2, 15, 2), Bid(3, 15, 3), Bid(4, 6, 4))
_MADE_UP_CAP = 50


class CostForm(forms.Form):
    """A job in five answers. What makes no sense is said beside its field, and counts as not there."""

    kind = forms.ChoiceField(label=_("Paid"), choices=BudgetType.choices, required=False)
    budget = AmountField(label=_("Budget"))
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, required=False)
    featured = forms.BooleanField(label=_("Featured by the client"), required=False)
    wanted = forms.BooleanField(label=_("In a category in demand"), required=False)


class BidForm(forms.Form):
    def __init__(self, data: Mapping[str, Any] | None, *, cap: int, first: int) -> None:
        super().__init__(data, initial={"bid": first}, auto_id="try-%s")
        self.fields["bid"] = forms.IntegerField(label=_("Your bid"), min_value=1, max_value=cap)


@dataclass(frozen=True, slots=True)
class TriedCost:
    """The price of what was typed: `job` is never saved."""

    form: CostForm
    cost: Cost
    job: Job


def cost_of(query: Mapping[str, Any], prices: CostPolicy) -> TriedCost:
    data = query if any(name in query for name in CostForm.base_fields) else None
    form = CostForm(data, initial=_FIRST, auto_id="try-%s")
    typed: dict[str, Any] = _FIRST if data is None else _valid(form)
    hourly = typed.get("kind") == BudgetType.HOURLY
    budget = typed.get("budget") or 0
    job = Job(
        budget_type=BudgetType.HOURLY if hourly else BudgetType.FIXED,
        level=typed.get("level") or Level.ENTRY,
        featured=bool(typed.get("featured")),
    )
    facts = JobFacts(job.budget_type, budget, job.level, featured=job.featured, in_demand=bool(typed.get("wanted")))
    return TriedCost(form, connects_for(facts, prices), job)


@dataclass(frozen=True, slots=True)
class Place:
    """One place after the bid. Empty ones have no Connects."""

    rank: int
    connects: int | None = None
    mine: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class TriedBid:
    """What a bid would do: the places with it, whom it pushes out, or that it takes none. `job`: None if made up."""

    form: BidForm
    job: Job | None
    figures: Figures
    places: list[Place]
    bid: int
    rank: int | None
    outbid: int | None


def bid_in(query: Mapping[str, Any], policy: BoostPolicy) -> TriedBid:
    auction = _running()
    if auction is None:
        figures = Figures(policy.places, policy.cap, policy.newcomers_place)
        bids = [Bid(each.id, max(1, each.connects * policy.cap // _MADE_UP_CAP), each.turn) for each in _MADE_UP]
        bids = [each for each in bids if each.id in in_place(bids, figures)]
    else:
        figures, bids = boosts.figures_of(auction), boosts.bids_of(auction)
    # One less than the highest: a place, and somebody to push out where none is free.
    first = max(1, min(figures.cap, max(each.connects for each in bids) - 1))
    form = BidForm(query if "bid" in query else None, cap=figures.cap, first=first)
    bid = cast(int, _valid(form).get("bid", first)) if form.is_bound else first
    return _with(bid, bids, figures, form, auction.job if auction else None)


def _with(bid: int, bids: list[Bid], figures: Figures, form: BidForm, job: Job | None) -> TriedBid:
    mine = Bid(0, bid, max((each.turn for each in bids), default=0) + 1)
    winners = in_place([*bids, mine], figures)
    placed = ranked(each for each in [*bids, mine] if each.id in winners)
    places = [Place(rank, each.connects, each.id == 0, each.fixed) for rank, each in enumerate(placed, 1)]
    places += [Place(rank) for rank in range(len(places) + 1, figures.places + 1)]
    return TriedBid(
        form=form,
        job=job,
        figures=figures,
        places=places,
        bid=bid,
        rank=next((place.rank for place in places if place.mine), None),
        outbid=next((each.connects for each in bids if each.id not in winners), None),
    )


def _running() -> BoostAuction | None:
    """The newest auction in which bids are taken and somebody has bid."""
    running = BoostAuction.objects.filter(closed_at=None, closes_at__gt=clock.now(), job__status="open")
    return running.filter(boosts__placed=True, job__hires_count=0).select_related("job").order_by("-id").first()


def _valid(form: forms.Form) -> dict[str, Any]:
    form.is_valid()
    return form.cleaned_data
