"""What a single value of the YAML may be: ids, codes, colours, addresses."""

from typing import Annotated, Literal

from pydantic import StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,23}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,23}$")]
AnswerId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=48)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ()./-]{5,30}$")]
Handle = Annotated[str, StringConstraints(pattern=r"^@\w{3,32}$")]
Website = Annotated[str, StringConstraints(pattern=r"^(https?://|www\.)[\w-]+(\.[\w-]+)+(/\S*)?$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[\w-]+(\.[\w-]+)+(/\S*)?$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]

CandidateField = Literal["country", "population"]
"""What a candidate has of its own; everything else is among its facts."""

LONGEST_MESSAGE = 4096
