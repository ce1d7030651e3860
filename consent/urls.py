"""Addresses of consent."""

from django.urls import path

from consent.views import answering, overview, withdrawing

app_name = "consent"
urlpatterns = [
    path("toestemming/", answering.answer_form, name="answer-form"),
    path("toestemming/gegeven/", overview.answer_overview, name="answer-overview"),
    path("toestemming/intrekken/", withdrawing.withdraw, name="withdraw"),
    path("toestemming/bewijs.pdf", overview.receipt, name="receipt"),
    path("toestemming/kind/<int:pk>/zelf/", withdrawing.child_wish, name="child-wish"),
]
