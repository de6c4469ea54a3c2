from django.urls import URLPattern, path

from accounts import demo, views
from accounts.agencies.urls import urlpatterns as agency_patterns
from accounts.languages import choose_language
from accounts.privacy.urls import urlpatterns as privacy_patterns
from accounts.staff.views import stop
from accounts.trust.urls import urlpatterns as trust_patterns

urlpatterns: list[URLPattern] = [
    path("settings/", views.settings_overview, name="settings"),
    path("settings/account/", views.account_edit, name="account_edit"),
    path("settings/client/", views.client_profile_edit, name="client_profile_edit"),
    path("settings/roles/", views.take_role, name="take_role"),
    path("language/", choose_language, name="choose_language"),
    path("settings/hat/", views.switch_hat, name="switch_hat"),
    path("demo/log-in/<int:pk>/", demo.demo_login, name="demo_login"),
    path("seeing/stop/", stop, name="stop_seeing_as"),
    *agency_patterns,
    *privacy_patterns,
    *trust_patterns,
]
