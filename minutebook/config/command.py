"""The `minutebook` command: Django's command runner with the settings named."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one `minutebook` command, for example `minutebook worker`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minutebook.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
