"""The admin's side bar, by what an operator comes to do."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy

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
    app, _, model = name.rpartition("_")[0].rpartition("_")
    return f"{app}.view_{model}"


def _page(title: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(name if name.startswith("figures_") else f"admin:{name}"),
        # Nobody is shown a door that stays shut.
        "permission": partial(may_open, name),
    }


OPERATOR_PAGES: list[dict[str, Any]] = [
    {
        "title": "People",
        "items": [
            _page("People", "person", "accounts_user_changelist"),
            _page("Freelancers", "badge", "talent_freelancerprofile_changelist"),
            _page("Badges", "military_tech", "talent_badge_changelist"),
            _page("Clients", "business_center", "accounts_clientprofile_changelist"),
            _page("Agencies", "groups", "accounts_agency_changelist"),
            _page("Agencies' people", "group", "accounts_agencymember_changelist"),
            _page("Invitations", "mark_email_unread", "accounts_agencyinvitation_changelist"),
            _page("Second accounts?", "person_search", "connects_suspicion_changelist"),
            _page("Referrals", "person_add", "connects_referral_changelist"),
        ],
    },
    {
        "title": "Market",
        "items": [
            _page("Market", "storefront", "figures_market"),
            _page("Jobs", "work", "jobs_job_changelist"),
            _page("Proposals", "description", "proposals_proposal_changelist"),
            _page("Conversations", "forum", "proposals_thread_changelist"),
            _page("Interviews", "event", "proposals_interview_changelist"),
            _page("Support tickets", "support_agent", "support_ticket_changelist"),
            _page("Reports and flags", "flag", "accounts_case_changelist"),
            _page("Suspensions and bans", "block", "accounts_standingevent_changelist"),
            _page("Job invitations", "forward_to_inbox", "proposals_jobinvitation_changelist"),
            _page("Offers", "handshake", "proposals_offer_changelist"),
            _page("Contracts", "contract", "proposals_contract_changelist"),
            _page("Reviews", "reviews", "proposals_review_changelist"),
            _page("Refunds", "undo", "proposals_settlement_changelist"),
            _page("Certifications", "school", "talent_certification_changelist"),
            _page("Tests taken", "quiz", "talent_attempt_changelist"),
        ],
    },
    {
        "title": "Books",
        "items": [
            _page("Economy", "monitoring", "figures_economy"),
            _page("Wallets", "account_balance_wallet", "connects_wallet_changelist"),
            _page("Ledger", "menu_book", "connects_transaction_changelist"),
            _page("Lots", "inventory_2", "connects_lot_changelist"),
            _page("Grants that wait", "hourglass_top", "connects_heldgrant_changelist"),
            _page("Debts", "balance", "connects_debtentry_changelist"),
            _page("Proof of the books", "verified", "connects_wallet_prove"),
        ],
    },
    {
        "title": "Payments",
        "items": [
            _page("Finance", "finance", "figures_finance"),
            _page("Purchases", "receipt_long", "billing_purchase_changelist"),
            _page("Memberships", "card_membership", "billing_membership_changelist"),
            _page("Invoices", "request_quote", "billing_invoice_changelist"),
            _page("Money back", "currency_exchange", "billing_refund_changelist"),
            _page("Disputes", "gavel", "billing_dispute_changelist"),
            _page("Stripe events", "webhook", "billing_stripeevent_changelist"),
            _page("Price book", "public", "billing_region_changelist"),
            _page("Packages", "sell", "billing_package_changelist"),
            _page("Campaigns", "campaign", "billing_campaign_changelist"),
            _page("Sales", "percent", "billing_sale_changelist"),
            _page("Promo codes", "confirmation_number", "billing_promocode_changelist"),
            _page("Uses of codes", "checklist", "billing_redemption_changelist"),
        ],
    },
    {
        "title": "Policies",
        "items": [
            _page("Cost of a proposal", "toll", "jobs_costpolicy_changelist"),
            _page("Life of a job", "hourglass", "jobs_jobpolicy_changelist"),
            _page("Hiring", "how_to_reg", "proposals_hiringpolicy_changelist"),
            _page("Refund matrix", "grid_on", "proposals_refundrule_changelist"),
            _page("Refund timing", "schedule", "proposals_refundtiming_changelist"),
            _page("Conversations", "forum", "proposals_talkpolicy_changelist"),
            _page("Support", "support_agent", "support_supportpolicy_changelist"),
            _page("Rising Talent, tests", "military_tech", "talent_talentpolicy_changelist"),
            _page("Grants", "redeem", "connects_grantpolicy_changelist"),
            _page("Plans", "workspace_premium", "connects_plan_changelist"),
            _page("Plans' terms", "workspace_premium", "billing_planterms_changelist"),
            _page("Plans' prices", "sell", "billing_planprice_changelist"),
            _page("Memberships' grace", "hourglass_bottom", "billing_membershippolicy_changelist"),
            _page("Wallet", "tune", "connects_walletpolicy_changelist"),
            _page("Discounts", "percent", "billing_discountpolicy_changelist"),
            _page("Account", "manage_accounts", "accounts_accountpolicy_changelist"),
            _page("Agencies", "groups", "accounts_agencypolicy_changelist"),
            _page("Signs of second accounts", "person_search", "accounts_signpolicy_changelist"),
            _page("Mail domains", "alternate_email", "accounts_maildomain_changelist"),
            _page("Referral programme", "person_add", "connects_referralpolicy_changelist"),
            _page("Changes, with reasons", "history", "common_policychange_changelist"),
        ],
    },
    {
        "title": "House",
        "items": [
            _page("Schedule", "alarm", "django_celery_beat_periodictask_changelist"),
            _page("Latest runs", "update", "common_sweeprun_changelist"),
            _page("Mail", "mail", "common_mail_changelist"),
            _page("Newsletters", "newspaper", "common_issue_changelist"),
            _page("Subscribers", "contact_mail", "common_subscriber_changelist"),
            _page("Visits as somebody", "visibility", "accounts_impersonation_changelist"),
            _page("Operators' acts", "fact_check", "admin_logentry_changelist"),
        ],
    },
]
