"""The addresses of files of deposits and of the matching desk, below /office/."""

from django.urls import path

from kumiai.backoffice.pages import deposits, files, member_files

urlpatterns = [
    path("files", files.files, name="office-files"),
    path("files/members", member_files.member_files, name="office-member-files"),
    path("files/pile", files.pile, name="office-pile"),
    path("files/<int:file_id>", files.file, name="office-file"),
    path("files/<int:file_id>/original", files.original, name="office-file-original"),
    path("files/<int:file_id>/order", files.order, name="office-file-order"),
    path("files/<int:file_id>/discard", files.discard, name="office-file-discard"),
    path("deposits", deposits.deposits, name="office-deposits"),
    path("deposits/<int:deposit_id>", deposits.deposit, name="office-deposit"),
    path("deposits/<int:deposit_id>/return", deposits.send_back, name="office-deposit-back"),
    path("deposits/<int:deposit_id>/aside", deposits.set_aside, name="office-deposit-aside"),
]
