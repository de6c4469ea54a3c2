"""Addresses that belong to no single room."""

from django.conf import settings
from django.urls import URLPattern, path

from marketplace import legal, pricing, styleguide, views
from marketplace.help import views as help_views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("pricing/", pricing.pricing, name="pricing"),
    path("help/", help_views.help_centre, name="help"),
    path("help/<slug:slug>/", help_views.help_article, name="help_article"),
    path("terms/", legal.terms, name="terms"),
    path("privacy/", legal.privacy_notice, name="privacy_notice"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
