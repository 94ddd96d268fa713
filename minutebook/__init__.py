"""Minutebook: company registers, document packs, and their jobs in a practice manager."""
