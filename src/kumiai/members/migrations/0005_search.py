"""What the office finds members by: names and readings folded, by their beginning or given name.

The fold is the database's, for what is stored and what is typed alike: half and full width, blanks,
and characters that are written in two ways.
"""

import re

from django.db import migrations

FOLD = """upper(translate(normalize({}, NFKC),
        '髙﨑濵濱邊邉齋齊斎嶋嶌澤廣國眞惠德冨櫻-' || ' 　・''.,',
        '高崎浜浜辺辺斉斉斉島島沢広国真恵徳富桜ー'))"""
# The one does not call the other: an index is made without a search path.
FOLDS = """
CREATE FUNCTION members_folded(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT FOLD(written)
$$;
CREATE FUNCTION members_given(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT FOLD(substring(written FROM '[ 　]+(.*)$'))
$$;
"""
FOLDS = re.sub(r"SELECT FOLD\((.*)\)", lambda found: "SELECT " + FOLD.format(found[1]), FOLDS)
DROP_FOLDS = """
DROP FUNCTION members_given(text);
DROP FUNCTION members_folded(text);
"""

INDEXES = """
CREATE INDEX member_folded_name
    ON members_member (coop_id, members_folded(name) text_pattern_ops);
CREATE INDEX member_given_name
    ON members_member (coop_id, members_given(name) text_pattern_ops)
    WHERE members_given(name) IS NOT NULL;
CREATE INDEX member_folded_kana
    ON members_member (coop_id, members_folded(kana) text_pattern_ops);
CREATE INDEX member_given_kana
    ON members_member (coop_id, members_given(kana) text_pattern_ops)
    WHERE members_given(kana) IS NOT NULL;
CREATE INDEX member_home_phone
    ON members_member (coop_id, home_phone varchar_pattern_ops) WHERE home_phone <> '';
CREATE INDEX member_guardian_mobile
    ON members_member (coop_id, guardian_mobile varchar_pattern_ops) WHERE guardian_mobile <> '';
CREATE INDEX member_number_begins
    ON members_member (coop_id, member_number varchar_pattern_ops);
"""
DROP_INDEXES = """
DROP INDEX member_number_begins;
DROP INDEX member_guardian_mobile;
DROP INDEX member_home_phone;
DROP INDEX member_given_kana;
DROP INDEX member_folded_kana;
DROP INDEX member_given_name;
DROP INDEX member_folded_name;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0004_replaced_cards")]

    operations = [
        migrations.RunSQL(FOLDS, DROP_FOLDS),
        migrations.RunSQL(INDEXES, DROP_INDEXES),
    ]
