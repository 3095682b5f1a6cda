"""A try to get in: counted before anything is looked at, and written down whatever comes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kumiai.identity.actions import throttles
from kumiai.identity.actions.throttles import CannotLogIn, Refusal
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login

# Whoever is asked for the card first was no more looked at than who has to wait.
_NOTED_AS: dict[str, str] = {Refusal.WRONG: "refused", Refusal.TAP: "throttled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What is tried, from where and when.

    `key` stands for what was tried, in the list the office looks at; `budget` is what it is
    counted under. `login_pk` is whose it is, where that is known from the start.
    """

    coop_id: int
    key: bytes
    budget: bytes
    browser: Browser
    at: datetime
    is_provisional: bool = False
    login_pk: int | None = None

    def count(self) -> None:
        """Before anything is looked at. Raises CannotLogIn."""
        try:
            throttles.count_try(key=self.budget, is_provisional=self.is_provisional, at=self.at)
        except CannotLogIn as refused:
            self.note(refused.refusal)
            raise

    def note(self, outcome: Refusal | Literal["let_in"], login: Login | None = None) -> None:
        """Write down what came of it, and of which login where only looking has told."""
        throttles.note_attempt(
            coop_id=login.coop_id if login else self.coop_id,
            key=self.key,
            is_provisional=self.is_provisional,
            outcome=_NOTED_AS.get(outcome, outcome),
            browser=self.browser,
            at=self.at,
            login_pk=login.pk if login else self.login_pk,
        )

    def take_back(self) -> None:
        """It was right, or was not looked at after all."""
        throttles.take_back(key=self.budget)

    def clear(self) -> None:
        """It was right, and ends a row of failures."""
        throttles.clear(key=self.budget)
