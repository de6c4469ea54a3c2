"""Addresses. Each room has its own list; this page only joins them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# Operators log in as everybody does: with second factors and throttles.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("marketplace.pages")),
    path("", include("support.urls")),
    path("", include("proposals.urls")),
    path("", include("jobs.urls")),
    path("", include("talent.urls")),
    path("", include("billing.urls")),
    path("", include("connects.urls")),
    path("", include("accounts.urls")),
    path("", include("common.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/figures/", include("marketplace.figures.urls")),
    path("admin/", admin.site.urls),
]
