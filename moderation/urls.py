"""Addresses of moderation."""

from django.urls import path

from moderation.views import case_export, cases, measures, steps

app_name = "moderation"
urlpatterns = [
    path("dossiers/", cases.case_list, name="case-list"),
    path("dossiers/nieuw/", cases.case_create, name="case-create"),
    path("dossiers/<int:pk>/", cases.case_detail, name="case-detail"),
    path("dossiers/<int:pk>/overleg/", cases.case_consult, name="case-consult"),
    path("dossiers/<int:pk>/stap/", steps.step_create, name="step-create"),
    path("dossiers/stap/<int:pk>/terug/", steps.step_reverse, name="step-reverse"),
    path("dossiers/<int:pk>/erbij/", cases.case_add, name="case-add"),
    path("dossiers/<int:pk>/controleren/", cases.case_check, name="case-check"),
    path("dossiers/<int:pk>/afsluiten/", cases.case_close, name="case-close"),
    path("dossiers/<int:pk>/bewaren/", cases.case_hold, name="case-hold"),
    path("dossiers/<int:pk>/meenemen/", case_export.case_export, name="case-export"),
    path("ik/maatregelen/", measures.measure_list, name="measure-list"),
    path("schrijf-de-directie/", measures.head_line, name="head-line"),
]
