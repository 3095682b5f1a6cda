"""One at a time, in the order of coming; who may go first does."""

import threading
import time

from kumiai.identity.waiting_line import WaitingLine

LONG = 60.0


class TestWaitingLine:
    def test_lets_one_in_at_a_time(self) -> None:
        line, inside, most = WaitingLine(), 0, 0

        def enter() -> None:
            nonlocal inside, most
            assert line.enter(goes_first=False, seconds_max=LONG)
            inside += 1
            most = max(most, inside)
            time.sleep(0.002)
            inside -= 1
            line.leave()

        crowd = [threading.Thread(target=enter) for _ in range(20)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        assert most == 1

    def test_keeps_the_order_and_lets_the_first_go_first(self) -> None:
        line, order = WaitingLine(), []
        assert line.enter(goes_first=False, seconds_max=LONG)

        def wait(name: str, *, goes_first: bool) -> threading.Thread:
            def enter() -> None:
                assert line.enter(goes_first=goes_first, seconds_max=LONG)
                order.append(name)
                line.leave()

            waiting = len(line._waiting)
            thread = threading.Thread(target=enter)
            thread.start()
            while len(line._waiting) == waiting:
                time.sleep(0.001)
            return thread

        crowd = [wait("a", goes_first=False), wait("b", goes_first=False)]
        crowd.append(wait("has waited", goes_first=True))
        line.leave()
        for one in crowd:
            one.join()
        assert order == ["has waited", "a", "b"]

    def test_sends_away_whose_time_is_over_and_forgets_them(self) -> None:
        line = WaitingLine()
        assert line.enter(goes_first=False, seconds_max=LONG)
        assert not line.enter(goes_first=True, seconds_max=0.01)
        line.leave()
        assert line.enter(goes_first=False, seconds_max=LONG)
