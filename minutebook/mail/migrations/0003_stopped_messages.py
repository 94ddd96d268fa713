from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0002_who_asks_for_a_message"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="called_back",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="message",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("refused", "Refused"),
                    ("unknown", "May have been sent"),
                    ("stopped", "Stopped"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
    ]
