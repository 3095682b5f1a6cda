"""Notices, whom they are for, who has read them, and their copies by mail."""

from django.db import models
from django.db.models import F, Q

from kumiai.coops.models import Coop
from kumiai.mail.models import Message
from kumiai.members.models import Member
from kumiai.notices.rules import Audience, Readers

MEMBER, GUARDIAN = "member", "guardian"
AUDIENCES = [audience.value for audience in Audience]
READERS = [readers.value for readers in Readers]


class Notice(models.Model):
    """What the co-op tells: from `starts_at` until `ends_at`, unless it is withdrawn before.

    `form_id` is of the form it was written in, which brings one notice however often it is sent.
    For the audiences `members` and `meal_plan` the addressees stand in rows of their own.
    """

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    title = models.TextField()
    text = models.TextField()
    title_english = models.TextField(blank=True)
    text_english = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    audience = models.CharField(max_length=12, default=Audience.EVERYONE.value)
    readers = models.CharField(max_length=10, default=Readers.BOTH.value)
    faculty = models.TextField(blank=True)
    joined_year = models.SmallIntegerField(null=True)
    meal_plan = models.TextField(blank=True)
    form_id = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="notice_form_once", fields=["form_id"]),
            models.CheckConstraint(name="notice_audience", condition=Q(audience__in=AUDIENCES)),
            models.CheckConstraint(name="notice_readers", condition=Q(readers__in=READERS)),
            models.CheckConstraint(
                name="notice_order", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="notice_faculty", condition=Q(audience=Audience.FACULTY.value) ^ Q(faculty="")
            ),
            models.CheckConstraint(
                name="notice_joined_year",
                condition=Q(audience=Audience.JOINED_YEAR.value) ^ Q(joined_year=None),
            ),
            models.CheckConstraint(
                name="notice_meal_plan",
                condition=Q(audience=Audience.MEAL_PLAN.value) ^ Q(meal_plan=""),
            ),
            models.CheckConstraint(
                name="notice_one_line",
                condition=~Q(title="")
                & ~Q(title__regex=r"[\r\n]")
                & ~Q(title_english__regex=r"[\r\n]"),
            ),
        ]
        indexes = [models.Index(name="notice_starts", fields=["coop", "starts_at"])]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class NoticeAddressee(models.Model):
    """A member whom a notice is for by name."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_addressee_once", fields=["notice", "member"])
        ]

    def __str__(self) -> str:
        return f"notice {self.notice_id} to member {self.member_id}"


class NoticeReading(models.Model):
    """That the member, or the guardian, has opened a notice, and when first."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    reader = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notice_reading_once", fields=["notice", "member", "reader"]
            ),
            models.CheckConstraint(
                name="notice_reading_reader", condition=Q(reader__in=[MEMBER, GUARDIAN])
            ),
        ]
        indexes = [models.Index(name="notice_reading_of", fields=["member", "reader"])]

    def __str__(self) -> str:
        return f"notice {self.notice_id} read"


class NoticeMailing(models.Model):
    """That copies of a notice go out by mail, and how far that has come.

    `reached` is the key of the last login that was looked at; the next step starts behind it.
    """

    notice = models.OneToOneField(
        Notice, models.PROTECT, related_name="mailing", primary_key=True, db_constraint=False
    )
    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    ordered_at = models.DateTimeField()
    next_at = models.DateTimeField()
    reached = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="notice_mailing_next", fields=["next_at"], condition=Q(finished_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"mailing of notice {self.pk}"


class NoticeCopy(models.Model):
    """One person's copy by mail. Its key makes a second one impossible."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    reader = models.CharField(max_length=10)
    message = models.ForeignKey(
        Message, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_copy_once", fields=["notice", "member", "reader"]),
            models.CheckConstraint(
                name="notice_copy_reader", condition=Q(reader__in=[MEMBER, GUARDIAN])
            ),
        ]

    def __str__(self) -> str:
        return f"copy of notice {self.notice_id}"
