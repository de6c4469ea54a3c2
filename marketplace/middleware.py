"""Two content security policies: a strict one for the site, and one that the admin's skin can work under."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class SiteAndAdminPolicy(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if request.path_info.startswith("/admin/") and not report_only:
            return PolicyParts(config=dict(settings.ADMIN_CONTENT_SECURITY_POLICY))
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        return parts
