"""Members, their guardians and cards. What a member holds hangs on the member, never on a card."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Substr

from kumiai.coops.models import Coop


class Member(models.Model):
    """One membership. The number begins with the co-op's code and stays for life."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member_number = models.CharField(max_length=12)
    name = models.TextField()
    kana = models.TextField()
    birth_date = models.DateField()
    joined_year = models.SmallIntegerField()
    graduation_year = models.SmallIntegerField(null=True)
    faculty = models.TextField(blank=True)
    home_phone = models.CharField(max_length=15, blank=True)
    guardian_mobile = models.CharField(max_length=15, blank=True)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="member_once", fields=["coop", "id"]),
            models.UniqueConstraint(name="member_number_once", fields=["member_number"]),
            models.CheckConstraint(
                name="member_number", condition=Q(member_number__regex="^[0-9]{12}$")
            ),
            models.CheckConstraint(
                name="member_number_of_coop",
                condition=Q(coop=Cast(Substr("member_number", 1, 4), models.IntegerField())),
            ),
            models.CheckConstraint(
                name="member_phones",
                condition=Q(home_phone__regex="^[0-9]*$", guardian_mobile__regex="^[0-9]*$"),
            ),
            models.CheckConstraint(
                name="member_years",
                condition=Q(joined_year__gte=1900, joined_year__lte=2199)
                & (Q(graduation_year=None) | Q(graduation_year__gte=F("joined_year"))),
            ),
        ]
        indexes = [models.Index(name="member_kana", fields=["coop", "kana"])]

    def __str__(self) -> str:
        return self.member_number


class Guardian(models.Model):
    """The one guardian of a membership; the name is empty where the file names none."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.OneToOneField(
        Member, models.PROTECT, related_name="guardian", db_constraint=False
    )
    name = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="guardian_once", fields=["coop", "id"])]

    def __str__(self) -> str:
        return f"guardian {self.pk}"


class MemberCard(models.Model):
    """A card ever issued. The one without `replaced_at` is alive; the earlier ones are dead."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)
    code = models.CharField(max_length=20)
    idm = models.CharField(max_length=16, null=True)
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="member_card_code_once", fields=["coop", "code"]),
            models.UniqueConstraint(name="member_card_idm_once", fields=["coop", "idm"]),
            models.UniqueConstraint(
                name="member_card_one_alive", fields=["member"], condition=Q(replaced_at=None)
            ),
            models.CheckConstraint(
                name="member_card_code",
                condition=Q(code__regex="^[0-9]{12}(-([2-9]|[1-9][0-9]+))?$"),
            ),
            models.CheckConstraint(
                name="member_card_idm", condition=Q(idm=None) | Q(idm__regex="^[0-9A-F]{16}$")
            ),
        ]
        # Tills ask for the cards replaced lately, again and again.
        indexes = [
            models.Index(
                name="member_card_replaced",
                fields=["coop", "replaced_at"],
                condition=Q(replaced_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Suspension(models.Model):
    """A member's cards are stopped from `suspended_at` until `lifted_at`."""

    coop = models.ForeignKey(Coop, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_constraint=False)
    suspended_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    by_kind = models.CharField(max_length=10)
    by_id = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_kind = models.CharField(max_length=10, blank=True)
    lifted_by_id = models.TextField(blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="suspension_one_open", fields=["member"], condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="suspension_order",
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("suspended_at")),
            ),
        ]
        indexes = [models.Index(name="suspension_member", fields=["coop", "member"])]

    def __str__(self) -> str:
        return f"suspension of member {self.member_id}"
