"""Addresses of consent."""

from django.urls import path

from consent import views
from consent.views import answering, overview, withdrawing

app_name = "consent"
urlpatterns = [
    path("toestemming/", answering.answer_form, name="answer-form"),
    path("toestemming/gegeven/", overview.answer_overview, name="answer-overview"),
    path("toestemming/intrekken/", withdrawing.withdraw, name="withdraw"),
    path("toestemming/bewijs.pdf", overview.receipt, name="receipt"),
    path("toestemming/kind/<int:pk>/zelf/", withdrawing.child_wish, name="child-wish"),
    path("beheer/toestemming/", views.consent_manage, name="consent-manage"),
    path("beheer/toestemming/ronde/", views.round_open, name="round-open"),
    path("beheer/toestemming/afspraken/", views.policy_edit, name="policy-edit"),
    path("beheer/toestemming/vragen/", views.purpose_list, name="purpose-list"),
    path("beheer/toestemming/vragen/<str:code>/", views.purpose_edit, name="purpose-edit"),
    path("beheer/toestemming/papier/", views.paper_list, name="paper-list"),
    path("beheer/toestemming/papier/formulieren/", views.paper_print, name="paper-print"),
    path("beheer/toestemming/papier/scan/<int:pk>/", views.paper_scan, name="paper-scan"),
    path("beheer/toestemming/papier/<int:pk>/", views.paper_enter, name="paper-enter"),
    path("groepen/<int:pk>/toestemming/", views.group_consent, name="group-consent"),
]
