from django.urls import URLPattern, path

from support import views

urlpatterns: list[URLPattern] = [
    path("settings/support/", views.my_tickets, name="my_tickets"),
    path("settings/support/<int:pk>/", views.ticket, name="ticket"),
    path("settings/support/<int:pk>/close/", views.close, name="ticket_close"),
    path("settings/connects/transactions/<int:pk>/support/", views.ask, name="line_support"),
    path("agencies/<slug:handle>/connects/transactions/<int:pk>/support/", views.ask, name="agency_line_support"),
]
