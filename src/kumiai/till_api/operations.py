"""The one table of calls: what is not in it has no route, and what is in it is described.

A new write is one more line of `writes.WRITES`, any other call one more entry here; its examples
stand in `files/examples/`, words for its fields in `files/words.toml`. Tests say what is missing.
"""

from kumiai.coops.rules import TERMINAL_KINDS
from kumiai.members.offline_pack import OfflinePack
from kumiai.purchases.looking_up import LookedUp
from kumiai.till_api import batches, cards, described, entries, offline_pack, status, writes
from kumiai.till_api.batches import AnsweredBatch
from kumiai.till_api.offline_pack import OfflinePackAsked
from kumiai.till_api.operation import OF_AN_ID, Operation
from kumiai.till_api.status import Status
from kumiai.till_api.writes import Write
from kumiai.wallet.answers import Declined


def _of_write(path: str, write: Write) -> Operation:
    only_some_stores = () if write.may is writes.anywhere else ("forbidden",)
    return Operation(
        method="POST",
        path=path,
        endpoint=writes.ENDPOINTS[path],
        kinds=write.kinds,
        summary=write.summary,
        summary_en=write.summary_en,
        asks=write.message,
        answers=(write.answer, Declined),
        reasons=write.reasons,
        problems=(*OF_AN_ID, *only_some_stores),
    )


WRITES = (
    *(_of_write(path, write) for path, write in writes.WRITES.items()),
    Operation(
        method="POST",
        path="/v1/batches",
        endpoint=batches.create,
        kinds=batches.KINDS,
        summary="通信できない間の取引をまとめて送る",
        summary_en="Send what an outage left to tell, each entry answered by itself",
        asks=batches.WholeBatch,
        answers=(AnsweredBatch,),
    ),
)

READS = (
    Operation(
        method="GET",
        path="/v1/cards/{card}",
        endpoint=cards.show,
        kinds=cards.KINDS,
        summary="カードを照会する",
        summary_en="Look a card up for the clerk's screen",
        answers=(LookedUp,),
    ),
    Operation(
        method="GET",
        path="/v1/entries/{id}",
        endpoint=entries.show,
        kinds=TERMINAL_KINDS,
        summary="記録済みの応答を読む",
        summary_en="Read the answer stored under an id",
        answers=(*(write.answer for write in writes.WRITES.values()), Declined),
        # Beside those of every write: what a member asked for on the pages.
        reasons=("insufficient_web_points",),
    ),
    Operation(
        method="GET",
        path="/v1/offline-pack",
        endpoint=offline_pack.show,
        kinds=offline_pack.KINDS,
        summary="オフライン時に必要なデータを受け取る",
        summary_en="Fetch what a till needs while offline",
        query=OfflinePackAsked,
        answers=(OfflinePack,),
    ),
    Operation(
        method="GET",
        path="/v1/status",
        endpoint=status.show,
        kinds=TERMINAL_KINDS,
        summary="サーバーの状態を確かめる",
        summary_en="Ask whether the server is well, and what time it has",
        answers=(Status,),
    ),
)

DESCRIPTION = (
    Operation(
        method="GET",
        path="/openapi.json",
        endpoint=described.show_openapi,
        summary="このAPIの記述（OpenAPI 3.1）",
        summary_en="The description of this API for programs",
    ),
    Operation(
        method="GET",
        path="/docs",
        endpoint=described.show_page,
        summary="このAPIの説明ページ",
        summary_en="The description of this API for people",
        media_type="text/html",
    ),
    Operation(
        method="GET",
        path="/docs.css",
        endpoint=described.show_style,
        summary="説明ページの体裁",
        summary_en="How that page looks",
        media_type="text/css",
    ),
)

OPERATIONS = WRITES + READS + DESCRIPTION
