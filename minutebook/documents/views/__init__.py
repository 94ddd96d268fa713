"""Pages of document packs, a file for each part of a pack's life."""
