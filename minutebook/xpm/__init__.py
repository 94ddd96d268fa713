"""Typed client of the Xero Practice Manager API 3.1 and of Xero's OAuth 2.0: a library without Django.

It stands apart so that it can be tested against an independent imitation that shares no code with it.
"""
