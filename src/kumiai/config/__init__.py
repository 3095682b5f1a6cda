"""How the rooms are put together into servers: settings, addresses, WSGI."""
