"""The reviews of the client of a job, for whoever may read the job."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from common import paging
from jobs.models import Job
from proposals import reviews


@require_GET
def of_client(request: HttpRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public().select_related("client__client_profile"), pk=job_id)
    page = paging.page(reviews.shown_of(job.client, by_clients=False), request.GET, size=10)
    return render(request, "proposals/client_reviews.html", {"job": job, "name": job.client.name, "page": page})
