"""Legal texts for tests, as a co-op's file has them."""

from datetime import date


def version(number: int, starts_on: date, *, kind: str = "terms", **more: object) -> str:
    """One version; its Japanese and English words name it."""
    fields = {
        "kind": f'"{kind}"',
        "version": number,
        "starts_on": starts_on.isoformat(),
        "japanese": f'"# 第1条\\n{kind}の第{number}版です。\\n\\n- 一つ目\\n- 二つ目"',
        "english": f'"# Article 1\\nThis is version {number} of {kind}."',
    } | {name: str(value).lower() for name, value in more.items()}
    lines = [f"{name} = {value}" for name, value in fields.items()]
    return "\n[[legal_texts]]\n" + "\n".join(lines) + "\n"
