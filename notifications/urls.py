"""Addresses about being told."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("ik/bericht-krijgen/", views.telling, name="telling"),
    path("ik/bericht-krijgen/toestel/", views.device_add, name="device-add"),
    path("ik/bericht-krijgen/toestel/weer/", views.device_wake, name="device-wake"),
    path("ik/bericht-krijgen/toestel/<int:pk>/weg/", views.device_remove, name="device-remove"),
    path("ik/bericht-krijgen/adres/", views.address_again, name="address-again"),
    path("uit/<str:token>/", views.stop, name="stop"),
]
