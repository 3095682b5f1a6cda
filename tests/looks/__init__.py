"""How the pages look and load in a browser, of a demo started for it: `make screenshots` and
`make lighthouse`. Nothing here is a test.
"""
