"""What was bought: ringing up, lines, histories."""
