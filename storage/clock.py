"""How moments are written in the database: ISO 8601 in UTC, of one width, so that text sorts as time."""

import datetime


def stamp(moment: datetime.datetime) -> str:
    """Write an aware moment: 2027-03-04T22:59:59.000000Z."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(stamped: str) -> datetime.datetime:
    """Read a moment back."""
    return datetime.datetime.fromisoformat(stamped)
