"""Whether each co-op works, as an operator sees it: moments and counts, nobody and no money."""
