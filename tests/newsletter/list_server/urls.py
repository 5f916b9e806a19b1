"""The list server's addresses: those of django-newsletter, below `/newsletter/`."""

from django.urls import include, path

urlpatterns = [path("newsletter/", include("newsletter.urls"))]
