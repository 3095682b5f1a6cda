"""Member files for tests, row by row."""

HEADER = (
    "組合員番号", "氏名", "フリガナ", "生年月日", "加入年", "卒業予定年", "帰省先電話番号",
    "保護者携帯番号", "保護者氏名", "学部", "ミールカード",
)  # fmt: skip
HANAKO = {
    "組合員番号": "210100001234",
    "氏名": "青森 花子",
    "フリガナ": "アオモリ ハナコ",
    "生年月日": "2006-04-02",
    "加入年": "2025",
    "卒業予定年": "2029",
    "帰省先電話番号": "0172-34-4806",
    "保護者携帯番号": "090-1234-5678",
    "保護者氏名": "青森 光子",
    "学部": "理工学部",
    "ミールカード": "",
}
TARO = HANAKO | {
    "組合員番号": "210100001235",
    "氏名": "弘前 太郎",
    "フリガナ": "ヒロサキ タロウ",
    "保護者氏名": "弘前 次郎",
}


def member_csv(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> str:
    """The text of a file with these rows."""
    lines = [header, *(tuple(row.get(name, "") for name in header) for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
