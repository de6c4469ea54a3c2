from django.urls import URLPattern, URLResolver, path, re_path

from talent import agencies, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/profile/", views.profile_edit, name="profile_edit"),
    path("talent/<slug:handle>/", views.talent_profile, name="talent_profile"),
    path("agencies/<slug:handle>/", agencies.agency_page, name="agency"),
    re_path(r"^media/photos/(?P<name>[0-9a-f]{32}\.webp)$", views.photo, name="photo"),
]
