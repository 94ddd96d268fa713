"""`python -m minutebook.xpm_sandbox`."""

from minutebook.xpm_sandbox.command import main

raise SystemExit(main())
