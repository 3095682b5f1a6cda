"""What the office sees: pages behind two factors, each for the roles it names."""
