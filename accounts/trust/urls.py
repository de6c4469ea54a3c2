from django.urls import URLPattern, path

from accounts.trust import views

urlpatterns: list[URLPattern] = [
    path("report/<slug:kind>/<int:pk>/", views.report, name="report"),
    path("block/<slug:kind>/<int:pk>/", views.block, name="block"),
    path("settings/reports/", views.my_reports, name="my_reports"),
    path("settings/blocked/", views.blocked_people, name="blocked_people"),
    path("settings/blocked/<int:pk>/unblock/", views.unblock, name="unblock"),
]
