"""Addresses of signing in: django-allauth's views under Dutch paths, and the person's own page."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
