"""Addresses of conversations."""

from django.urls import path

from conversations import views

app_name = "conversations"
urlpatterns = [
    path("berichten/", views.conversation_list, name="conversation-list"),
    path("berichten/nieuw/", views.conversation_choose, name="conversation-choose"),
    path("berichten/nieuw/kind/<int:pk>/", views.conversation_create, name="conversation-create"),
    path("berichten/nieuw/leerling/<int:pk>/", views.pupil_write, name="pupil-write"),
    path("berichten/nieuw/zorg/", views.care_find, name="care-find"),
    path("berichten/nieuw/zorg/<int:pk>/", views.care_write, name="care-write"),
    path("berichten/<int:pk>/", views.conversation_detail, name="conversation-detail"),
    path("berichten/<int:pk>/afsluiten/", views.conversation_close, name="conversation-close"),
    path("berichten/<int:pk>/notitie/", views.note_add, name="note-add"),
    path("berichten/<int:pk>/erbij/", views.helper_add, name="helper-add"),
    path("berichten/<int:pk>/samen/", views.together_ask, name="together-ask"),
    path("berichten/samen/<int:pk>/", views.together_answer, name="together-answer"),
    path("berichten/bestand/<uuid:key>/", views.message_file, name="message-file"),
    path("berichten/terug/<uuid:key>/", views.message_take_back, name="message-take-back"),
    path("beheer/gesprekken/", views.policy, name="policy"),
    path("beheer/gesprekken/opslaan/", views.policy_save, name="policy-save"),
    path("beheer/gesprekken/overdracht/", views.conversation_hand_over, name="conversation-hand-over"),
]
