"""Bank files in the common layout of the Japanese banks (全銀): 200-byte records, both ways.

`notices` is type 01, money transferred in (振込入金通知); `statements` is type 03, everything that
moved (入出金取引明細). Whatever is wrong with a file is told with its byte, counted from 1.
"""
