"""The demo: two co-ops, made up from seeded lists, taken in as an office would take in its own."""
