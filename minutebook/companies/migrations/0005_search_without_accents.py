"""A folded text of what people search by: databases compare accents, people do not."""

from typing import Any

from django.db import migrations, models

from minutebook.core.text import fold


def fill(apps: Any, schema_editor: Any) -> None:
    """The keys of the rows that are there."""
    for model, named in (("company", "name"), ("change", "summary")):
        for row in apps.get_model("companies", model)._base_manager.iterator(chunk_size=500):
            row.search_key = fold(getattr(row, named))
            row.save(update_fields=["search_key"])


class Migration(migrations.Migration):

    dependencies = [("companies", "0004_supersede_a_change")]

    operations = [
        migrations.AddField("company", "search_key", models.TextField(blank=True, default="", editable=False), preserve_default=False),
        migrations.AddField("change", "search_key", models.TextField(blank=True, default="", editable=False), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
