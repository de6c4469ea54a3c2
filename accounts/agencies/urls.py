from django.urls import URLPattern, path

from accounts.agencies.views import own, people

urlpatterns: list[URLPattern] = [
    path("settings/agencies/", own.agencies, name="agencies"),
    path("settings/agencies/invitations/<int:pk>/", own.invitation, name="agency_invitation"),
    path("agencies/invitations/<str:token>/", own.link, name="invitation_link"),
    path("agencies/<slug:handle>/members/", people.members, name="agency_members"),
    path("agencies/<slug:handle>/members/<int:pk>/", people.member, name="agency_member"),
    path("agencies/<slug:handle>/members/<int:pk>/remove/", people.remove, name="agency_member_remove"),
    path("agencies/<slug:handle>/members/<int:pk>/hand-over/", people.hand_over, name="agency_hand_over"),
    path("agencies/<slug:handle>/invite/", people.invite, name="agency_invite"),
    path(
        "agencies/<slug:handle>/invitations/<int:pk>/cancel/",
        people.cancel_invitation,
        name="agency_invitation_cancel",
    ),
    path("agencies/<slug:handle>/leave/", people.leave, name="agency_leave"),
    path("agencies/<slug:handle>/edit/", people.edit, name="agency_edit"),
]
