"""The command `kumiai`: for operators, and for the office's nightly work."""
