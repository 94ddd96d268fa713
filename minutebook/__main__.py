"""`python -m minutebook` is the `minutebook` command."""

from minutebook.config.command import main

main()
