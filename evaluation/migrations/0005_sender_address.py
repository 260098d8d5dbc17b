"""The address of whoever rates by a link, so that it can be handed out and forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', "0004_comparisons"),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalratingsheet',
            name='address',
            field=models.EmailField(blank=True, editable=False, max_length=254, verbose_name='E-Mail-Adresse des Absenders'),
        ),
        migrations.AddField(
            model_name='ratingsheet',
            name='address',
            field=models.EmailField(blank=True, editable=False, max_length=254, verbose_name='E-Mail-Adresse des Absenders'),
        ),
    ]
