from django.urls import URLPattern, path

from billing.views import purchases, shop
from billing.webhook import webhook

urlpatterns: list[URLPattern] = [
    path("settings/connects/buy/", shop.buy, name="buy_connects"),
    path("settings/connects/buy/return/", shop.came_back, name="checkout_return"),
    path("settings/connects/purchases/", purchases.purchases, name="purchases"),
    path("settings/connects/purchases/<int:pk>/", purchases.purchase, name="purchase"),
    path("settings/connects/purchases/<int:pk>/state/", purchases.purchase_state, name="purchase_state"),
    path("settings/connects/purchases/<int:pk>/cancel/", purchases.cancel, name="cancel_purchase"),
    path("settings/billing/", purchases.details, name="billing_details"),
    path("stripe/webhook/", webhook, name="stripe_webhook"),
]
