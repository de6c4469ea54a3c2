from django.urls import URLPattern, path

from accounts.privacy import views

urlpatterns: list[URLPattern] = [
    path("settings/privacy/", views.privacy, name="my_privacy"),
    path("settings/privacy/my-data.zip", views.download, name="my_data"),
    path("settings/privacy/close/", views.close, name="close_account"),
    path("account-closed/", views.closed, name="account_closed"),
]
