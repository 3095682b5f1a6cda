from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.kit import ids

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=100_000)).map(lambda since: EPOCH + since)
eight_bytes = st.binary(min_size=8, max_size=8)


class TestUuid7:
    def test_is_of_version_7(self) -> None:
        assert ids.is_uuid7(ids.uuid7())

    def test_grows_strictly_within_a_process(self) -> None:
        made = [ids.uuid7() for _ in range(5_000)]
        assert made == sorted(set(made))

    def test_holds_its_milliseconds_where_the_standard_says(self) -> None:
        made = ids.uuid7(NOON)
        assert made.int >> 80 == NOON.timestamp() * 1_000

    @given(moments, eight_bytes)
    def test_is_a_function_of_moment_and_bytes(self, at: datetime, random: bytes) -> None:
        made = ids.uuid7(at, random=random)
        assert made == ids.uuid7(at, random=random)
        assert ids.is_uuid7(made)

    @given(moments, eight_bytes, eight_bytes)
    def test_sorts_by_microsecond(self, at: datetime, random: bytes, other: bytes) -> None:
        later = at + timedelta(microseconds=1)
        assert ids.uuid7(at, random=random) < ids.uuid7(later, random=other)

    def test_differs_for_the_same_moment(self) -> None:
        assert ids.uuid7(NOON) != ids.uuid7(NOON)

    @pytest.mark.parametrize("random", [b"", b"1234567", b"123456789"])
    def test_refuses_another_number_of_bytes(self, random: bytes) -> None:
        with pytest.raises(ValueError, match="8 bytes"):
            ids.uuid7(NOON, random=random)

    def test_refuses_a_moment_before_1970(self) -> None:
        with pytest.raises(ValueError, match="fit"):
            ids.uuid7(datetime(1969, 12, 31, tzinfo=UTC))


class TestIsUuid7:
    @pytest.mark.parametrize(
        "other",
        [
            uuid4(),
            UUID(int=0),
            UUID("01938f6e-0000-7000-0000-000000000000"),
            UUID("01938f6e-0000-4000-8000-000000000000"),
        ],
    )
    def test_refuses_other_versions_and_variants(self, other: UUID) -> None:
        assert not ids.is_uuid7(other)
