from django.urls import URLPattern, path

from proposals import hiring_urls
from proposals.talk import urls as talk
from proposals.views import applying, boosting, deciding, insights, market_rules, mine, received

urlpatterns: list[URLPattern] = [
    path("jobs/<int:job_id>/apply/", applying.apply, name="proposal_apply"),
    path("jobs/<int:job_id>/apply/discard/", applying.discard, name="proposal_draft_discard"),
    path("jobs/<int:job_id>/proposals/", received.job_proposals, name="job_proposals"),
    path("agencies/<slug:handle>/proposals/", mine.agency_proposals, name="agency_proposals"),
    path("agencies/<slug:handle>/insights/", insights.agency_insights, name="agency_insights"),
    path("insights/", insights.my_insights, name="insights"),
    path("proposals/", mine.my_proposals, name="my_proposals"),
    path("proposals/<int:pk>/", mine.proposal_detail, name="proposal_detail"),
    path("proposals/<int:pk>/edit/", applying.edit, name="proposal_edit"),
    path("proposals/<int:pk>/boost/", boosting.bid, name="proposal_boost"),
    path("boosts/", boosting.explained, name="boosts"),
    path("proposals/<int:pk>/withdraw/", mine.withdraw, name="proposal_withdraw"),
    path("proposals/<int:pk>/shortlist/", deciding.shortlist, name="proposal_shortlist"),
    path("proposals/<int:pk>/unshortlist/", deciding.unshortlist, name="proposal_unshortlist"),
    path("proposals/<int:pk>/archive/", deciding.archive, name="proposal_archive"),
    path("proposals/<int:pk>/unarchive/", deciding.unarchive, name="proposal_unarchive"),
    path("proposals/<int:pk>/decline/", deciding.decline, name="proposal_decline"),
    *talk.urlpatterns,
    *hiring_urls.urlpatterns,
    path("market-rules/", market_rules.market_rules, name="market_rules"),
]
