"""No page of the office is forgotten: each stands in the table that says a second time who may."""

from kumiai.backoffice import urls
from tests.backoffice import test_access


class TestOfficePages:
    def test_stand_in_the_table_of_roles(self) -> None:
        named = {
            page.name: getattr(page.callback, "roles", None)
            for page in urls.urlpatterns
            if page.name not in test_access.WAY_IN
        }
        assert named == test_access.ROLES
