"""Addresses about being told."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("ik/bericht-krijgen/", views.telling, name="telling"),
    path("uit/<str:token>/", views.stop, name="stop"),
]
