"""The addresses of the people of the office, below /office/staff."""

from django.urls import path

from kumiai.backoffice.pages import staff, staff_acts

urlpatterns = [
    path("staff", staff.staff, name="office-staff"),
    path("staff/new", staff.new, name="office-staff-new"),
    path("staff/<int:staff_id>", staff.person, name="office-person"),
    path("staff/<int:staff_id>/role", staff_acts.role, name="office-staff-role"),
    path(
        "staff/<int:staff_id>/second-factor",
        staff_acts.second_factor,
        name="office-staff-second-factor",
    ),
    path("staff/<int:staff_id>/ending", staff_acts.ending, name="office-staff-ending"),
    path("staff/<int:staff_id>/sheet", staff_acts.sheet, name="office-staff-sheet"),
]
