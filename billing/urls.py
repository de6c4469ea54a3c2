from django.urls import URLPattern, path

from billing import views
from billing.webhook import webhook

urlpatterns: list[URLPattern] = [
    path("settings/connects/buy/", views.buy, name="buy_connects"),
    path("settings/connects/buy/return/", views.came_back, name="checkout_return"),
    path("settings/connects/purchases/", views.purchases, name="purchases"),
    path("settings/connects/purchases/<int:pk>/", views.purchase, name="purchase"),
    path("settings/connects/purchases/<int:pk>/state/", views.purchase_state, name="purchase_state"),
    path("settings/connects/purchases/<int:pk>/cancel/", views.cancel, name="cancel_purchase"),
    path("stripe/webhook/", webhook, name="stripe_webhook"),
]
