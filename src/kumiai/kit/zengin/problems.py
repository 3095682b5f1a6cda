"""How a file is refused: what is wrong, and at which byte of the file, counted from 1."""


class NotZengin(ValueError):
    """The file as a whole cannot be taken; says why, in Japanese and in English."""

    def __init__(self, japanese: str, english: str, *, byte: int) -> None:
        super().__init__(f"byte {byte:,}: {english}")
        self.byte = byte
        self.japanese = f"{byte:,}バイト目: {japanese}"
        self.english = f"byte {byte:,}: {english}"
