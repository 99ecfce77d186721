"""What the knowledge base lacks: the questions that were not answered, and the answers voted down."""

import datetime
from dataclasses import dataclass

from storage.clock import stamp
from storage.database import Database


@dataclass(frozen=True)
class Gap:
    """Something asked that was not answered well; `answer_id`: the nearest answer, or the one voted down."""

    text: str
    language: str
    outcome: str
    answer_id: str | None
    asked_at: str


class Gaps:
    """The gaps of a period."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, begin: datetime.datetime) -> list[Gap]:
        """List them from a moment on, oldest first.

        A vote against an answer that was asked for in words is stored as a question (`voted_down`); one against an
        answer that was opened from the menu has no words.
        """
        sql = """SELECT text, language, outcome, nearest, created_at AS at FROM questions
                 WHERE created_at >= :begin AND text <> ''
                 UNION ALL
                 SELECT '', '', 'voted_down', answer_id, voted_at FROM votes
                 WHERE helpful = 0 AND voted_at >= :begin AND NOT EXISTS (
                     SELECT 1 FROM questions WHERE questions.chat_id = votes.chat_id
                     AND outcome = 'voted_down' AND nearest = answer_id)
                 ORDER BY at"""
        return await self._database.run(
            lambda db: [Gap(*row) for row in db.execute(sql, {"begin": stamp(begin)}).fetchall()]
        )
