"""Handing many mails over: several at once, each on a connection that is kept over many."""

import logging
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kumiai.mail import rules, smtp
from kumiai.mail.rules import Answer
from kumiai.mail.smtp import Letter, NotTaken, Session

_log = logging.getLogger(__name__)

# One that cannot be begun and ended within its lease is somebody else's by the time it is sent:
# the conversation on a connection that was kept, and once more on a new one.
_START_SECONDS_MAX = rules.LEASE.total_seconds() - 3 * smtp.CONVERSATION_SECONDS_MAX


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a mail. Neither tried nor taken: nobody has spoken of it to a server."""

    id: int
    postman: int
    is_tried: bool = True
    trouble: NotTaken | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the server has it."""
        return self.is_tried and self.trouble is None


class Postmen:
    """So many threads, each with a session of its own; they do not know the database.

    `take` gives them mails, `handed` says what became of some, and who has noted that tells them
    so by `noted`; within a `with`, by one thread. Each waits with the next mail until the one
    before is noted, so that of a worker that is killed no more mails go out twice than there are
    postmen. Once nobody answers them they hand back what they still have, untried.
    """

    def __init__(self, count: int) -> None:
        self._may_go_on = [threading.Event() for _ in range(count)]
        self._bag: queue.SimpleQueue[tuple[int, Letter, float] | None] = queue.SimpleQueue()
        self._handed: queue.SimpleQueue[Handed] = queue.SimpleQueue()
        self._troubles_in_a_row = 0
        self._is_over = False
        self._threads: list[threading.Thread] = []
        self.carried = 0

    def __enter__(self) -> Self:
        self._threads = [
            threading.Thread(
                target=self._walk, args=(number,), name=f"postman-{number}", daemon=True
            )
            for number in range(len(self._may_go_on))
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Whoever leaves before all is handed back will note nothing more: nothing more may go out.
        self._is_over = True
        for may_go_on in self._may_go_on:
            may_go_on.set()
        for _thread in self._threads:
            self._bag.put(None)
        for thread in self._threads:
            thread.join()

    @property
    def find_nobody(self) -> bool:
        """Whether the server is away: as many tries in a row as there are postmen failed on it."""
        return self._troubles_in_a_row >= len(self._may_go_on)

    def take(self, letters: Mapping[int, Letter]) -> None:
        """Mails by their ids, whose leases begin now."""
        start_by = time.monotonic() + _START_SECONDS_MAX
        for message_id, letter in letters.items():
            self.carried += 1
            self._bag.put((message_id, letter, start_by))

    def handed(self) -> Sequence[Handed]:
        """Wait for one, and take what else is done by then: at least one, of those they carry."""
        some = [self._handed.get()]
        while not self._handed.empty():
            some.append(self._handed.get())
        self.carried -= len(some)
        return some

    def noted(self, some: Sequence[Handed]) -> None:
        """What became of these is committed: their postmen may go on."""
        for handed in some:
            self._may_go_on[handed.postman].set()

    def _walk(self, number: int) -> None:
        may_go_on = self._may_go_on[number]
        with Session() as session:
            while (mail := self._bag.get()) is not None:
                may_go_on.clear()
                message_id, letter, start_by = mail
                if self._is_over or self.find_nobody or time.monotonic() > start_by:
                    self._handed.put(Handed(message_id, number, is_tried=False))
                    continue
                trouble = self._trouble_with(session, message_id, letter)
                self._handed.put(Handed(message_id, number, trouble=trouble))
                if not self._is_over:
                    may_go_on.wait()

    def _trouble_with(self, session: Session, message_id: int, letter: Letter) -> NotTaken | None:
        try:
            session.hand_over(letter)
        except NotTaken as trouble:
            self._troubles_in_a_row = self._troubles_in_a_row + 1 if trouble.is_about_server else 0
            return trouble
        except Exception as stumble:  # noqa: BLE001
            # Our own mistake must hold up neither the others nor, unseen, this one.
            _log.exception("mail %s could not be handed over", message_id)
            return NotTaken(Answer.LATER, type(stumble).__name__)
        self._troubles_in_a_row = 0
        return None
