"""Addresses of moderation."""

from django.urls import path

from moderation import views
from moderation.views import case_export, cases, measures, steps

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
    path("meldingen/", views.item_list, name="item-list"),
    path("meldingen/<int:pk>/", views.item_detail, name="item-detail"),
    path("meldingen/<int:pk>/terug/", views.item_put_back, name="item-put-back"),
    path("meldingen/<int:pk>/verberg/", views.item_hide, name="item-hide"),
    path("meldingen/<int:pk>/leerkracht/", views.item_ask, name="item-ask"),
    path("meldingen/<int:pk>/foto/", views.item_photo, name="item-photo"),
    path("meldingen/<int:pk>/bestand/<uuid:key>/", views.item_file, name="item-file"),
    path("meldingen/mr/<int:pk>/", views.removal_agree, name="removal-agree"),
    path("weghalen/<str:kind>/<int:pk>/", views.removal_create, name="removal-create"),
    path("terughalen/<str:kind>/<int:pk>/", views.take_back, name="take-back"),
    path("beheer/meldingen/", views.policy, name="policy"),
    path("beheer/meldingen/opslaan/", views.policy_save, name="policy-save"),
]
