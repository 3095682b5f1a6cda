"""What people may ask at tills, made up by Hypothesis."""

from hypothesis import strategies as st

from tests.ledger import world

TILLS = ("till", "cafeteria", "other till")
KINDS = ("meal_card", "prepaid", "cash", "other")

yen = st.one_of(st.integers(1, 3000), st.sampled_from([500, 20_000, 99_999, 100_000]))
lines = st.lists(
    st.builds(
        world.line,
        st.one_of(st.integers(1, 2000), st.sampled_from([40_000, 66_666]), st.integers(-300, 0)),
        quantity=st.sampled_from([1, 1, 2, 3, 7]),
        genre=st.sampled_from(["food", "books", "learning_goods", "other"]),
        code=st.sampled_from(["D1", "D2", "REISSUE"]),
        tax_rate=st.sampled_from([0, 8, 10]),
        meal_eligible=st.booleans(),
    ),
    min_size=1,
    max_size=4,
).filter(lambda made: sum(line.amount for line in made) >= 0)
tenders = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True).flatmap(
    lambda kinds: st.tuples(
        *(st.one_of(st.just(kind), st.tuples(st.just(kind), st.integers(1, 900))) for kind in kinds)
    )
)
# Lines and pieces; none for all that is left.
pieces = st.one_of(
    st.just([]),
    st.lists(
        st.tuples(st.sampled_from([1, 1, 1, 2, 2, 3, 4]), st.sampled_from([1, 1, 1, 2, 3])),
        min_size=1,
        max_size=2,
        unique_by=lambda piece: piece[0],
    ),
)
# How many requests ago the entry was asked that is to be reversed: often in the same batch.
ago = st.one_of(st.integers(1, 4), st.integers(1, 30))
# Who asks for what at which till; people may turn up at a till of the other co-op.
asks = st.one_of(
    st.tuples(st.just("top_up"), st.integers(0, 3), st.sampled_from(TILLS), yen),
    st.tuples(
        st.just("sale"),
        st.integers(0, 3),
        st.sampled_from(TILLS),
        st.tuples(lines, tenders, st.booleans(), st.sampled_from([False, False, False, True])),
    ),
    st.tuples(st.just("reversal"), ago, st.sampled_from(TILLS), pieces),
)
brought_back = st.tuples(ago, st.sampled_from(["till", "till", "till", "cafeteria"]), pieces)
