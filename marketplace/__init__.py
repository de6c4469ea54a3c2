"""The Django project. Celery's app is imported here so that every process shares one configuration."""

from marketplace.celery import app as celery_app

__all__ = ["celery_app"]
