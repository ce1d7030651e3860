"""Addresses of moderation."""

from django.urls import path

from moderation import views

app_name = "moderation"
urlpatterns = [
    path("meldingen/", views.item_list, name="item-list"),
    path("meldingen/<int:pk>/", views.item_detail, name="item-detail"),
    path("meldingen/<int:pk>/terug/", views.item_put_back, name="item-put-back"),
    path("meldingen/<int:pk>/verberg/", views.item_hide, name="item-hide"),
    path("meldingen/<int:pk>/leerkracht/", views.item_ask, name="item-ask"),
    path("meldingen/<int:pk>/foto/", views.item_photo, name="item-photo"),
    path("meldingen/mr/<int:pk>/", views.removal_agree, name="removal-agree"),
    path("weghalen/<str:kind>/<int:pk>/", views.removal_create, name="removal-create"),
    path("terughalen/<str:kind>/<int:pk>/", views.take_back, name="take-back"),
    path("beheer/meldingen/", views.policy, name="policy"),
    path("beheer/meldingen/opslaan/", views.policy_save, name="policy-save"),
]
