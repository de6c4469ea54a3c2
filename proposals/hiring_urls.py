"""Addresses from an offer to the reviews, and of invitations."""

from django.urls import URLPattern, path

from proposals.views import contracts, invitations, offers, reviews

urlpatterns: list[URLPattern] = [
    path("proposals/<int:pk>/offer/", offers.make, name="proposal_offer"),
    path("jobs/<int:job_id>/offer/<slug:handle>/", offers.make_unasked, name="job_offer"),
    path("offers/<int:pk>/", offers.detail, name="offer_detail"),
    path("offers/<int:pk>/accept/", offers.accept, name="offer_accept"),
    path("offers/<int:pk>/decline/", offers.decline, name="offer_decline"),
    path("offers/<int:pk>/take-back/", offers.take_back, name="offer_take_back"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/<int:pk>/", contracts.detail, name="contract_detail"),
    path("contracts/<int:pk>/ask/", contracts.ask, name="contract_ask"),
    path("contracts/<int:pk>/finish/", contracts.finish, name="contract_finish"),
    path("contracts/<int:pk>/end/", contracts.end, name="contract_end"),
    path("contracts/<int:pk>/review/", contracts.review, name="contract_review"),
    path("jobs/<int:job_id>/client/reviews/", reviews.of_client, name="client_reviews"),
    path("talent/<slug:handle>/invite/", invitations.invite, name="invite"),
    path("jobs/<int:job_id>/invitations/", invitations.of_job, name="job_invitations"),
    path("invitations/", invitations.mine, name="my_invitations"),
    path("invitations/<int:pk>/decline/", invitations.decline, name="invitation_decline"),
]
