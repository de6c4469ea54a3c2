from django.urls import URLPattern, path

from accounts.trust.views import report
from jobs.views import closing, finding, own, posting, searches

urlpatterns: list[URLPattern] = [
    path("jobs/", finding.job_list, name="job_list"),
    path("jobs/saved/", finding.saved_jobs, name="saved_jobs"),
    path("jobs/searches/", searches.saved_searches, name="saved_searches"),
    path("jobs/searches/keep/", searches.search_keep, name="search_keep"),
    path("jobs/searches/<int:pk>/name/", searches.search_rename, name="search_rename"),
    path("jobs/searches/<int:pk>/alerts/", searches.search_alerts, name="search_alerts"),
    path("jobs/searches/<int:pk>/remove/", searches.search_remove, name="search_remove"),
    path("jobs/mine/", own.my_jobs, name="my_jobs"),
    path("jobs/new/", posting.job_new, name="job_new"),
    path("jobs/price/", posting.job_price, name="job_price"),
    path("jobs/<int:pk>/", finding.job_detail, name="job_detail"),
    path("jobs/<int:pk>/report/", report, {"kind": "job"}, name="job_report"),
    path("jobs/<int:pk>/save/", finding.job_save, name="job_save"),
    path("jobs/<int:pk>/edit/", posting.job_edit, name="job_edit"),
    path("jobs/<int:pk>/discard/", posting.job_discard, name="job_discard"),
    path("jobs/<int:pk>/pause/", own.job_pause, name="job_pause"),
    path("jobs/<int:pk>/resume/", own.job_resume, name="job_resume"),
    path("jobs/<int:pk>/extend/", own.job_extend, name="job_extend"),
    path("jobs/<int:pk>/repost/", own.job_repost, name="job_repost"),
    path("jobs/<int:pk>/close/", closing.job_close, name="job_close"),
]
