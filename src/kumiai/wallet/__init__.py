"""What a member holds: prepaid money, points, web points, and what waits to be collected."""
