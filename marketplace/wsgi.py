"""The WSGI application that the web process serves."""

import os

from django.core.wsgi import get_wsgi_application

from marketplace.startup import refuse_unguarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

application = get_wsgi_application()
refuse_unguarded()
