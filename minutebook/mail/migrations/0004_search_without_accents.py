"""A folded text of what people search by: databases compare accents, people do not."""

from typing import Any

from django.db import migrations, models

from minutebook.core.text import fold


def fill(apps: Any, schema_editor: Any) -> None:
    """The keys of the rows that are there."""
    for model, named in (("message", "subject"),):
        for row in apps.get_model("mail", model)._base_manager.iterator(chunk_size=500):
            row.search_key = fold(getattr(row, named))
            row.save(update_fields=["search_key"])


class Migration(migrations.Migration):

    dependencies = [("mail", "0003_stopped_messages")]

    operations = [
        migrations.AddField("message", "search_key", models.TextField(blank=True, default="", editable=False), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
