from django.urls import path

from connects import referral_views, views

urlpatterns = [
    path("settings/connects/", views.connects_overview, name="connects_overview"),
    path("settings/connects/earn/", views.ways_to_earn, name="ways_to_earn"),
    path("settings/referrals/", referral_views.referrals_page, name="referrals"),
    path("r/<slug:code>/", referral_views.invited, name="invited"),
    path("settings/connects/history/", views.connects_history, name="connects_history"),
    path("settings/connects/history.csv", views.connects_history_csv, name="connects_history_csv"),
    path("settings/connects/lots/<int:pk>/", views.connects_lot, name="connects_lot"),
    path("settings/connects/transactions/<int:pk>/", views.connects_transaction, name="connects_transaction"),
    path("agencies/<slug:handle>/connects/", views.connects_overview, name="agency_connects_overview"),
    path("agencies/<slug:handle>/connects/history/", views.connects_history, name="agency_connects_history"),
    path(
        "agencies/<slug:handle>/connects/history.csv", views.connects_history_csv, name="agency_connects_history_csv"
    ),
    path("agencies/<slug:handle>/connects/lots/<int:pk>/", views.connects_lot, name="agency_connects_lot"),
    path(
        "agencies/<slug:handle>/connects/transactions/<int:pk>/",
        views.connects_transaction,
        name="agency_connects_transaction",
    ),
    path("agencies/<slug:handle>/spending/", views.agency_spending, name="agency_spending"),
]
