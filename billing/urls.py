from django.urls import URLPattern, path

from billing.views import invoices, memberships, purchases, redeeming, shop
from billing.webhook import webhook


def _membership(base: str, whose: str) -> list[URLPattern]:
    """The membership's pages, for one's own wallet and for an agency's."""
    pages = {
        "membership": ("", memberships.membership),
        "membership_choose": ("choose/", memberships.choose),
        "membership_cancel": ("cancel/", memberships.cancel),
        "membership_resume": ("resume/", memberships.resume),
        "membership_keep": ("keep/", memberships.keep),
        "membership_abandon": ("abandon/", memberships.abandon),
        "membership_portal": ("portal/", memberships.to_portal),
    }
    return [path(base + tail, view, name=whose + name) for name, (tail, view) in pages.items()]


urlpatterns: list[URLPattern] = [
    path("settings/connects/buy/", shop.buy, name="buy_connects"),
    path("settings/connects/buy/return/", shop.came_back, name="checkout_return"),
    path("settings/connects/redeem/", redeeming.redeem, name="redeem_code"),
    path("settings/connects/purchases/", purchases.purchases, name="purchases"),
    path("agencies/<slug:handle>/purchases/", purchases.purchases, name="agency_purchases"),
    path("settings/connects/purchases/<int:pk>/", purchases.purchase, name="purchase"),
    path("settings/connects/purchases/<int:pk>/state/", purchases.purchase_state, name="purchase_state"),
    path("settings/connects/purchases/<int:pk>/cancel/", purchases.cancel, name="cancel_purchase"),
    path("settings/billing/", purchases.details, name="billing_details"),
    *_membership("settings/membership/", ""),
    path("settings/membership/return/", memberships.came_back, name="membership_return"),
    path("settings/membership/invoices/<int:pk>/", invoices.invoice, name="membership_invoice"),
    *_membership("settings/membership/agency/<slug:handle>/", "agency_"),
    path("stripe/webhook/", webhook, name="stripe_webhook"),
]
