from django.urls import path

from common.views import clock, mail, newsletter, notices, preferences

urlpatterns = [
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.notices_read, name="notices_read"),
    path("notifications/<int:pk>/", notices.notice_open, name="notice_open"),
    path("notifications/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("notifications/unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("settings/notifications/", preferences.notification_settings, name="notification_settings"),
    path("newsletter/", newsletter.newsletter, name="newsletter"),
    path("newsletter/confirm/<str:token>/", newsletter.newsletter_confirm, name="newsletter_confirm"),
    path("newsletter/end/<str:token>/", newsletter.newsletter_end, name="newsletter_end"),
    path("demo/clock/", clock.demo_clock, name="demo_clock"),
    path("demo/clock/move/", clock.move_clock, name="demo_clock_move"),
    path("demo/mail/", mail.demo_mail, name="demo_mail"),
    path("demo/mail/<int:pk>/", mail.demo_mail_one, name="demo_mail_one"),
    path("demo/mail/<int:pk>/html/", mail.demo_mail_html, name="demo_mail_html"),
]
