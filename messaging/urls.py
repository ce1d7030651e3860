"""Addresses of messaging."""

from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    path("groepen/<int:pk>/", views.group_feed, name="group-feed"),
    path("groepen/<int:pk>/gepland/", views.planned_list, name="planned-list"),
    path("schrijven/", views.post_choose, name="post-choose"),
    path("groepen/<int:pk>/nieuw/", views.post_create, name="post-create"),
    path("groepen/<int:pk>/nieuw/wanneer/", views.post_outlook, name="post-outlook"),
    path("groepen/<int:pk>/concept/", views.draft_save, name="draft-save"),
    path("concepten/<uuid:key>/foto/", views.photo_add, name="photo-add"),
    path("concepten/<uuid:key>/bestand/", views.attachment_add, name="attachment-add"),
    path("concepten/<uuid:key>/volgorde/", views.photo_order, name="photo-order"),
    path("concepten/<uuid:key>/herkenbaar/", views.series_recognise, name="series-recognise"),
    path("concepten/<uuid:key>/weg/", views.draft_discard, name="draft-discard"),
    path("fotos/<uuid:key>/stand/", views.photo_status, name="photo-status"),
    path("fotos/<uuid:key>/herkenbaar/", views.photo_recognise, name="photo-recognise"),
    path("fotos/<uuid:key>/bijsnijden/", views.photo_crop, name="photo-crop"),
    path("fotos/<uuid:key>/afdekken/", views.photo_cover, name="photo-cover"),
    path("fotos/<uuid:key>/weg/", views.photo_remove, name="photo-remove"),
    path("fotos/<uuid:key>/<str:size>/", views.photo_file, name="photo-file"),
    path("bestanden/<uuid:key>/weg/", views.attachment_remove, name="attachment-remove"),
    path("bestanden/<uuid:key>/", views.attachment_file, name="attachment-file"),
    path("nieuws/<int:pk>/", views.post_detail, name="post-detail"),
    path("nieuws/<int:pk>/wijzigen/", views.post_edit, name="post-edit"),
    path("nieuws/<int:pk>/wanneer/", views.post_move, name="post-move"),
    path("nieuws/<int:pk>/nu/", views.post_send, name="post-send"),
    path("nieuws/<int:pk>/terughalen/", views.post_withdraw, name="post-withdraw"),
    path("nieuws/<int:pk>/overnemen/", views.post_take_over, name="post-take-over"),
    path("nieuws/<int:pk>/eerder/", views.post_history, name="post-history"),
    path("nieuws/<int:pk>/foto/<int:number>/", views.photo_detail, name="photo-detail"),
    path("nieuws/<int:pk>/reacties/", views.reactions_switch, name="reactions-switch"),
    path("nieuws/<int:pk>/reactie/", views.reaction_add, name="reaction-add"),
    path("reacties/<int:pk>/wijzigen/", views.reaction_edit, name="reaction-edit"),
    path("reacties/<int:pk>/intrekken/", views.reaction_withdraw, name="reaction-withdraw"),
    path("nieuws/gezien/", views.news_seen, name="news-seen"),
    path("directie/", views.desk, name="desk"),
    path("directie/week/", views.week_excuse, name="week-excuse"),
    path("akkoord/<int:pk>/", views.approval_detail, name="approval-detail"),
    path("akkoord/<int:pk>/terug/", views.approval_return, name="approval-return"),
    path("uitzonderingen/<int:pk>/", views.exemption_decide, name="exemption-decide"),
    path("zoeken/", views.search, name="search"),
]
