"""Addresses that belong to no single room."""

from django.conf import settings
from django.urls import URLPattern, path

from marketplace import first_steps, for_machines, legal, pricing, styleguide, views
from marketplace.help import views as help_views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("pricing/", pricing.pricing, name="pricing"),
    path("help/", help_views.help_centre, name="help"),
    path("help/<slug:slug>/", help_views.help_article, name="help_article"),
    path("terms/", legal.terms, name="terms"),
    path("privacy/", legal.privacy_notice, name="privacy_notice"),
    path("first-steps/hide/", first_steps.hide, name="hide_first_steps"),
    path("robots.txt", for_machines.robots, name="robots"),
    path("sitemap.xml", for_machines.sitemap, name="sitemap"),
    path("manifest.webmanifest", for_machines.manifest, name="manifest"),
    path("favicon.ico", for_machines.favicon, name="favicon"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
