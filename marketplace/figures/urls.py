"""Addresses of the pages of figures, behind the admin's own door."""

from django.contrib import admin
from django.urls import path

from marketplace.figures import views

urlpatterns = [
    path("economy/", admin.site.admin_view(views.economy), name="figures_economy"),
    path("finance/", admin.site.admin_view(views.finance), name="figures_finance"),
    path("finance/lots.csv", admin.site.admin_view(views.lots), name="figures_lots"),
    path("market/", admin.site.admin_view(views.market), name="figures_market"),
]
