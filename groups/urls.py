"""Addresses of groups."""

from django.urls import path

from groups import views

app_name = "groups"
urlpatterns = [
    path("groepen/", views.group_list, name="group-list"),
    path("groepen/<int:pk>/leden/", views.member_list, name="member-list"),
    path("groepen/<int:pk>/leden/toevoegen/", views.guardian_add, name="guardian-add"),
    path("groepen/<int:pk>/leden/<int:membership>/weg/", views.guardian_remove, name="guardian-remove"),
    path("uitnodiging/", views.invitation_find, name="invitation-find"),
    path("uitnodiging/<str:secret>/", views.invitation_accept, name="invitation-accept"),
    path("groepen/<int:pk>/leden/<int:membership>/code/", views.code_make, name="code-make"),
    path("erbij/", views.request_create, name="request-create"),
    path("erbij/<int:pk>/terug/", views.request_withdraw, name="request-withdraw"),
    path("groepen/<int:pk>/leden/verzoeken/<int:asked>/toelaten/", views.request_admit, name="request-admit"),
    path("groepen/<int:pk>/leden/verzoeken/<int:asked>/overleg/", views.request_hand_over, name="request-hand-over"),
    path("groepen/<int:pk>/leden/verzoeken/<int:asked>/niet/", views.request_refuse, name="request-refuse"),
    path("beheer/verzoeken/", views.request_list, name="request-list"),
    path("beheer/verzoeken/<int:pk>/", views.request_decide, name="request-decide"),
    path("beheer/logboek/", views.audit_list, name="audit-list"),
    path("beheer/logboek/kopie/", views.audit_export, name="audit-export"),
    path("gezichten/<uuid:key>/", views.portrait, name="portrait"),
    path("afspraken/", views.agreements, name="agreements"),
    path("privacy/", views.privacy, name="privacy"),
]
