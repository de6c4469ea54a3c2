"""The auction's figures, the auctions and the bids, for operators."""

from django.contrib import admin

from common.admin import PolicyAdmin, ReadOnlyAdmin
from proposals.models import Boost, BoostAuction, BoostPolicy


@admin.register(BoostPolicy)
class BoostPolicyAdmin(PolicyAdmin):
    list_display = ("__str__", "places", "cap", "closes_days", "newcomers_place")


@admin.register(BoostAuction)
class BoostAuctionAdmin(ReadOnlyAdmin):
    list_display = ("job", "places", "cap", "newcomers_place", "closes_at", "closed_at", "ending")
    list_select_related = ("job",)
    list_filter = ("ending", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("job__title",)
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(Boost)
class BoostAdmin(ReadOnlyAdmin):
    list_display = ("id", "proposal", "auction", "connects", "state", "why", "placed", "placed_at", "ended_at")
    list_select_related = ("proposal", "auction__job")
    list_filter = ("state", "why", "placed")
    search_fields = ("proposal__author__email", "auction__job__title")
    ordering = ("-id",)
    show_full_result_count = False
