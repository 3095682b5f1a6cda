"""Names as banks write them, folded for comparing: a name alone never decides whose money it is."""

import re
import unicodedata

# Banks have neither small kana nor the long vowel mark; what stands for them is folded likewise.
_FOLDED = str.maketrans("ァィゥェォャュョッヮヵヶヲヰヱヴ", "アイウエオヤユヨツワカケオイエウ")
_NO_LETTERS = re.compile(r"[\W_\d]|ー")


def comparable(name: str) -> str:
    """A reading without width, small kana, long vowels, voicing of ヴ, blanks, digits and signs."""
    composed = unicodedata.normalize("NFKC", name).upper()
    katakana = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in composed)
    return _NO_LETTERS.sub("", katakana.translate(_FOLDED))


def parts(name: str) -> tuple[str, ...]:
    """The folded parts of a name that is written with blanks between them."""
    said = unicodedata.normalize("NFKC", name).split()
    return tuple(folded for part in said if (folded := comparable(part)))
