"""Conversations for operators: that there is one and how interviews went, not what was written or sent in it."""

from django.contrib import admin

from common.admin import PolicyAdmin, ReadOnlyAdmin
from proposals.models import Interview, TalkPolicy, Thread


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "client", "author", "agency", "began_at")
    list_select_related = ("proposal", "client", "author", "agency")
    search_fields = ("client__email", "author__email")
    fields = ("proposal", "client", "author", "agency", "began_at")
    ordering = ("-newest",)
    show_full_result_count = False


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "standing", "invited_at", "answered_at", "answered_by")
    list_select_related = ("proposal", "answered_by")
    list_filter = ("standing",)
    fields = ("proposal", "standing", "invited_at", "answered_at", "answered_by")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(TalkPolicy)
class TalkPolicyAdmin(PolicyAdmin):
    list_display = (
        "__str__",
        "message_characters",
        "files_a_message",
        "file_megabytes",
        "thread_megabytes",
        "tell_after_seconds",
    )
