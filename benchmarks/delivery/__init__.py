"""How near deliveries come to the pace that Xero's limits allow, and how long a person waits meanwhile."""
