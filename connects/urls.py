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
]
