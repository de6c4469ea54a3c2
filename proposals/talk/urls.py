from django.urls import URLPattern, path

from proposals.talk import file_views, interview_views, views

urlpatterns: list[URLPattern] = [
    path("messages/", views.conversations, name="conversations"),
    path("proposals/<int:pk>/messages/", views.talk, name="talk"),
    path("proposals/<int:pk>/messages/news/", views.news, name="talk_news"),
    path("proposals/<int:pk>/files/<int:file>/", file_views.attachment, name="talk_file"),
    path("proposals/<int:pk>/interview/", interview_views.invite, name="interview_invite"),
    path("proposals/<int:pk>/interview/answer/", interview_views.answer, name="interview_answer"),
    path("proposals/<int:pk>/interview/take-back/", interview_views.take_back, name="interview_take_back"),
]
