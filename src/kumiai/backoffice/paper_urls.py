"""Where letters and payment slips are printed."""

from django.urls import path

from kumiai.backoffice.pages import leaver_letters, paper

urlpatterns = [
    path("slip-sendings", paper.slip_sendings, name="office-slip-sendings"),
    path("slip-sendings/<int:sending_id>", paper.slip_sending, name="office-slip-sending"),
    path("letters", paper.letters, name="office-letters"),
    path("leaver-letters", leaver_letters.leaver_letters, name="office-leaver-letters"),
]
