"""Addresses of moderation."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("melden/<str:kind>/<int:pk>/", views.report_create, name="report-create"),
    path("woorden-aan-mij/", views.word_list, name="word-list"),
    path("archief/", views.archive_list, name="archive-list"),
    path("archief/nakijken/", views.archive_check, name="archive-check"),
    path("archief/<int:number>/", views.archive_detail, name="archive-detail"),
    path("archief/<int:number>/bewijs.pdf", views.archive_file, name="archive-file"),
    path("archief/<int:number>/pakket.zip", views.archive_zip, name="archive-zip"),
    path("archief/<int:number>/foto/<int:photo>/", views.archive_photo, name="archive-photo"),
    path("archief/<int:number>/nakijken/", views.archive_recheck, name="archive-recheck"),
    path("archief/<int:number>/bewaren/", views.archive_hold, name="archive-hold"),
]
