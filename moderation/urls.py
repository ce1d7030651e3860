"""Addresses of moderation."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("melden/<str:kind>/<int:pk>/", views.report_create, name="report-create"),
    path("woorden-aan-mij/", views.word_list, name="word-list"),
]
