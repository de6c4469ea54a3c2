"""The admin's side bar, by what an operator comes to do."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from common.reading import Words

# Pages that are no list of rows: one permission each, of the rows that they add up.
PERMISSIONS = {
    "connects_wallet_prove": "connects.view_transaction",
    "figures_economy": "connects.view_transaction",
    "figures_market": "connects.view_transaction",
    "figures_finance": "billing.view_purchase",
    "figures_lots": "billing.view_purchase",
}


def may_open(name: str, request: HttpRequest) -> bool:
    """Whether who asks may open this page of the admin, named as `connects_wallet_changelist`."""
    return bool(request.user.has_perm(PERMISSIONS.get(name) or _to_see(name)))


def _to_see(name: str) -> str:
    app, _dot, model = name.rpartition("_")[0].rpartition("_")
    return f"{app}.view_{model}"


def _page(title: Words, icon: str, name: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(name if name.startswith("figures_") else f"admin:{name}"),
        # Nobody is shown a door that stays shut.
        "permission": partial(may_open, name),
    }


OPERATOR_PAGES: list[dict[str, Any]] = [
    {
        "title": gettext_lazy("People"),
        "items": [
            _page(gettext_lazy("People"), "person", "accounts_user_changelist"),
            _page(gettext_lazy("Freelancers"), "badge", "talent_freelancerprofile_changelist"),
            _page(gettext_lazy("Badges"), "military_tech", "talent_badge_changelist"),
            _page(gettext_lazy("Clients"), "business_center", "accounts_clientprofile_changelist"),
            _page(gettext_lazy("Agencies"), "groups", "accounts_agency_changelist"),
            _page(gettext_lazy("Agencies' people"), "group", "accounts_agencymember_changelist"),
            _page(gettext_lazy("Invitations"), "mark_email_unread", "accounts_agencyinvitation_changelist"),
            _page(gettext_lazy("Second accounts?"), "person_search", "connects_suspicion_changelist"),
            _page(gettext_lazy("Referrals"), "person_add", "connects_referral_changelist"),
        ],
    },
    {
        "title": gettext_lazy("Market"),
        "items": [
            _page(gettext_lazy("Market"), "storefront", "figures_market"),
            _page(gettext_lazy("Jobs"), "work", "jobs_job_changelist"),
            _page(gettext_lazy("Proposals"), "description", "proposals_proposal_changelist"),
            _page(gettext_lazy("Conversations"), "forum", "proposals_thread_changelist"),
            _page(gettext_lazy("Interviews"), "event", "proposals_interview_changelist"),
            _page(gettext_lazy("Support tickets"), "support_agent", "support_ticket_changelist"),
            _page(gettext_lazy("Reports and flags"), "flag", "accounts_case_changelist"),
            _page(gettext_lazy("Suspensions and bans"), "block", "accounts_standingevent_changelist"),
            _page(gettext_lazy("Job invitations"), "forward_to_inbox", "proposals_jobinvitation_changelist"),
            _page(gettext_lazy("Offers"), "handshake", "proposals_offer_changelist"),
            _page(gettext_lazy("Contracts"), "contract", "proposals_contract_changelist"),
            _page(gettext_lazy("Reviews"), "reviews", "proposals_review_changelist"),
            _page(gettext_lazy("Refunds"), "undo", "proposals_settlement_changelist"),
            _page(gettext_lazy("Certifications"), "school", "talent_certification_changelist"),
            _page(gettext_lazy("Tests taken"), "quiz", "talent_attempt_changelist"),
        ],
    },
    {
        "title": gettext_lazy("Books"),
        "items": [
            _page(gettext_lazy("Economy"), "monitoring", "figures_economy"),
            _page(gettext_lazy("Wallets"), "account_balance_wallet", "connects_wallet_changelist"),
            _page(gettext_lazy("Ledger"), "menu_book", "connects_transaction_changelist"),
            _page(gettext_lazy("Lots"), "inventory_2", "connects_lot_changelist"),
            _page(gettext_lazy("Grants that wait"), "hourglass_top", "connects_heldgrant_changelist"),
            _page(gettext_lazy("Debts"), "balance", "connects_debtentry_changelist"),
            _page(gettext_lazy("Proof of the books"), "verified", "connects_wallet_prove"),
        ],
    },
    {
        "title": gettext_lazy("Payments"),
        "items": [
            _page(gettext_lazy("Finance"), "finance", "figures_finance"),
            _page(gettext_lazy("Purchases"), "receipt_long", "billing_purchase_changelist"),
            _page(gettext_lazy("Memberships"), "card_membership", "billing_membership_changelist"),
            _page(gettext_lazy("Invoices"), "request_quote", "billing_invoice_changelist"),
            _page(gettext_lazy("Money back"), "currency_exchange", "billing_refund_changelist"),
            _page(gettext_lazy("Disputes"), "gavel", "billing_dispute_changelist"),
            _page(gettext_lazy("Stripe events"), "webhook", "billing_stripeevent_changelist"),
            _page(gettext_lazy("Price book"), "public", "billing_region_changelist"),
            _page(gettext_lazy("Packages"), "sell", "billing_package_changelist"),
            _page(gettext_lazy("Campaigns"), "campaign", "billing_campaign_changelist"),
            _page(gettext_lazy("Sales"), "percent", "billing_sale_changelist"),
            _page(gettext_lazy("Promo codes"), "confirmation_number", "billing_promocode_changelist"),
            _page(gettext_lazy("Uses of codes"), "checklist", "billing_redemption_changelist"),
        ],
    },
    {
        "title": gettext_lazy("Policies"),
        "items": [
            _page(gettext_lazy("Cost of a proposal"), "toll", "jobs_costpolicy_changelist"),
            _page(gettext_lazy("Life of a job"), "hourglass", "jobs_jobpolicy_changelist"),
            _page(gettext_lazy("Hiring"), "how_to_reg", "proposals_hiringpolicy_changelist"),
            _page(gettext_lazy("Refund matrix"), "grid_on", "proposals_refundrule_changelist"),
            _page(gettext_lazy("Refund timing"), "schedule", "proposals_refundtiming_changelist"),
            _page(gettext_lazy("Conversations"), "forum", "proposals_talkpolicy_changelist"),
            _page(gettext_lazy("Support"), "support_agent", "support_supportpolicy_changelist"),
            _page(gettext_lazy("Rising Talent, tests"), "military_tech", "talent_talentpolicy_changelist"),
            _page(gettext_lazy("Grants"), "redeem", "connects_grantpolicy_changelist"),
            _page(gettext_lazy("Plans"), "workspace_premium", "connects_plan_changelist"),
            _page(gettext_lazy("Plans' terms"), "workspace_premium", "billing_planterms_changelist"),
            _page(gettext_lazy("Plans' prices"), "sell", "billing_planprice_changelist"),
            _page(gettext_lazy("Memberships' grace"), "hourglass_bottom", "billing_membershippolicy_changelist"),
            _page(gettext_lazy("Wallet"), "tune", "connects_walletpolicy_changelist"),
            _page(gettext_lazy("Discounts"), "percent", "billing_discountpolicy_changelist"),
            _page(gettext_lazy("Account"), "manage_accounts", "accounts_accountpolicy_changelist"),
            _page(gettext_lazy("Agencies"), "groups", "accounts_agencypolicy_changelist"),
            _page(gettext_lazy("Signs of second accounts"), "person_search", "accounts_signpolicy_changelist"),
            _page(gettext_lazy("Mail domains"), "alternate_email", "accounts_maildomain_changelist"),
            _page(gettext_lazy("Referral programme"), "person_add", "connects_referralpolicy_changelist"),
            _page(gettext_lazy("Changes, with reasons"), "history", "common_policychange_changelist"),
        ],
    },
    {
        "title": gettext_lazy("House"),
        "items": [
            _page(gettext_lazy("Schedule"), "alarm", "django_celery_beat_periodictask_changelist"),
            _page(gettext_lazy("Latest runs"), "update", "common_sweeprun_changelist"),
            _page(gettext_lazy("Mail"), "mail", "common_mail_changelist"),
            _page(gettext_lazy("Newsletters"), "newspaper", "common_issue_changelist"),
            _page(gettext_lazy("Subscribers"), "contact_mail", "common_subscriber_changelist"),
            _page(gettext_lazy("Visits as somebody"), "visibility", "accounts_impersonation_changelist"),
            _page(gettext_lazy("Operators' acts"), "fact_check", "admin_logentry_changelist"),
        ],
    },
]
