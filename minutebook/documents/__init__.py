"""Document packs: drafted, reviewed, released."""
