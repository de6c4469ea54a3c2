from django.urls import URLPattern, URLResolver, path, re_path

from talent import agencies, availability_views, finding_views, views
from talent import certification_views as certifications

_TEST = "certifications/<slug:slug>/tests/<int:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/profile/", views.profile_edit, name="profile_edit"),
    path("settings/availability/", availability_views.availability_badge, name="availability"),
    path("settings/availability/off/", availability_views.availability_off, name="availability_off"),
    path("talent/", finding_views.talent_search, name="talent_search"),
    path("talent/saved/", finding_views.saved_talent, name="saved_talent"),
    path("talent/<slug:handle>/", views.talent_profile, name="talent_profile"),
    path("talent/<slug:handle>/save/", finding_views.talent_save, name="talent_save"),
    path("talent/<slug:handle>/note/", finding_views.talent_note, name="talent_note"),
    path("agencies/<slug:handle>/", agencies.agency_page, name="agency"),
    re_path(r"^media/photos/(?P<name>[0-9a-f]{32}\.webp)$", views.photo, name="photo"),
    path("certifications/", certifications.certifications, name="certifications"),
    path("certifications/<slug:slug>/", certifications.certification, name="certification"),
    path("certifications/<slug:slug>/start/", certifications.certification_start, name="certification_start"),
    path(_TEST, certifications.certification_test, name="certification_test"),
    path(f"{_TEST}answers/<int:position>/", certifications.certification_answer, name="certification_answer"),
    path(f"{_TEST}save/", certifications.certification_save, name="certification_save"),
    path(f"{_TEST}hand-in/", certifications.certification_hand_in, name="certification_hand_in"),
    path(f"{_TEST}result/", certifications.certification_result, name="certification_result"),
    path("certifications/<slug:slug>/<uuid:code>/", certifications.certificate, name="certificate"),
]
