"""Pages of the connection: settings and consent, Contacts Integration, and linking one client or contact."""
