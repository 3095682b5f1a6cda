"""The addresses of files of deposits, of member files, and of the matching desk, below /office/."""

from django.urls import path

from kumiai.backoffice.pages import deposits, files, member_files

urlpatterns = [
    path("files", files.files, name="office-files"),
    path("files/members", member_files.member_files, name="office-member-files"),
    path("files/members/<int:file_id>", member_files.member_file, name="office-member-file"),
    path(
        "files/members/<int:file_id>/original",
        member_files.original,
        name="office-member-file-original",
    ),
    path("files/members/<int:file_id>/order", member_files.order, name="office-member-file-order"),
    path(
        "files/members/<int:file_id>/discard",
        member_files.discard,
        name="office-member-file-discard",
    ),
    path("files/pile", files.pile, name="office-pile"),
    path("files/<int:file_id>", files.file, name="office-file"),
    path("files/<int:file_id>/original", files.original, name="office-file-original"),
    path("files/<int:file_id>/order", files.order, name="office-file-order"),
    path("files/<int:file_id>/discard", files.discard, name="office-file-discard"),
    path("deposits", deposits.deposits, name="office-deposits"),
    path("deposits/<int:deposit_id>", deposits.deposit, name="office-deposit"),
    path("deposits/<int:deposit_id>/return", deposits.send_back, name="office-deposit-back"),
    path("deposits/<int:deposit_id>/recall", deposits.recall, name="office-deposit-recall"),
    path("deposits/<int:deposit_id>/aside", deposits.set_aside, name="office-deposit-aside"),
]
