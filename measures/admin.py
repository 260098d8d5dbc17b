"""Vocabulary tables alone, for the operator."""

from django.contrib import admin

from bildungsnetz.web.admin import site

from .models import District, EducationStage, StageTransition, TargetGroup


@admin.register(EducationStage, StageTransition, TargetGroup, District, site=site)
class VocabularyAdmin(admin.ModelAdmin):
    list_display = ("name", "key", "position", "is_active")
    list_editable = ("position", "is_active")
    search_fields = ("name",)

    def has_delete_permission(self, request, obj=None) -> bool:  # type: ignore[no-untyped-def]
        """Words are retired ("wählbar"), for records may carry them."""
        return False
