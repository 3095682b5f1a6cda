"""Co-op files for tests: the guide's co-op, small, and a second one."""

HIROSAKI = """
[coop]
code = 2101
name = "弘前大学生活協同組合"
short_name = "弘大生協"
emoney_name = "Pico"
phone = "0172-34-4806"
sender_address = "mypage@coop.example"
accent_colour = "#1f6f54"
hostnames = ["hirosaki.example"]
invoice_number = "T1234567890123"

[[stores]]
code = "FERIO"
name = "FERIO"
phone = "0172-00-0000"
hands_over = true

[[stores]]
code = "CAFETERIA"
name = "文京食堂"
is_cafeteria = true

[[calendar]]
date = 2026-12-29
is_business = false
note = "年末休業"

[[policy]]
starts_on = 2020-04-01
preset = "guide-2020"

[[policy]]
starts_on = 2026-04-01
preset = "guide-2020"
[policy.changes]
prepaid_cap_yen = 50000

[[terminals]]
name = "FERIO 1"
kind = "till"
store = "FERIO"

[[terminals]]
name = "app"
kind = "feed"
"""

OTHER = (
    HIROSAKI.replace("2101", "2102")
    .replace("弘前大学", "津軽大学")
    .replace("hirosaki.example", "tsugaru.example")
)
