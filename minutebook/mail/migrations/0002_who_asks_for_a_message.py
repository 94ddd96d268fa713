from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.RenameField(model_name="message", old_name="created_by", new_name="asked_by"),
    ]
