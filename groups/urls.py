"""Addresses of groups."""

from django.urls import path

from groups import views

app_name = "groups"
urlpatterns = [
    path("groepen/", views.group_list, name="group-list"),
    path("groepen/<int:pk>/leden/", views.member_list, name="member-list"),
    path("groepen/<int:pk>/leden/toevoegen/", views.guardian_add, name="guardian-add"),
    path("groepen/<int:pk>/leden/<int:membership>/weg/", views.guardian_remove, name="guardian-remove"),
    path("beheer/logboek/", views.audit_list, name="audit-list"),
    path("beheer/logboek/kopie/", views.audit_export, name="audit-export"),
    path("gezichten/<uuid:key>/", views.portrait, name="portrait"),
    path("afspraken/", views.agreements, name="agreements"),
    path("privacy/", views.privacy, name="privacy"),
]
