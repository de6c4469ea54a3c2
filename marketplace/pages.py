"""Addresses that belong to no single room."""

from django.conf import settings
from django.urls import URLPattern, path

from marketplace import styleguide, views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
