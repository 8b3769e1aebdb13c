"""The record of a cleaning as JSON data: its form as pydantic models, from which `docs/schema/record.schema.json` is generated.

Imported when a record is read. Strict: nothing is converted. Keys that are not known here are passed over, since a record may gain keys
within a version; what changes the meaning of a key is a new version, and refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, JsonValue, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from textclean.errors import RecordError

RECORD_VERSION = 1

if TYPE_CHECKING:
    Text = str
else:
    # Any `str`: pydantic's own refuses lone surrogates, which a note may quote.
    Text = Annotated[InstanceOf[str], WithJsonSchema({"type": "string"})]
Number = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Level = Literal["safe", "likely", "hint"]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class DocumentRecord(_Strict):
    """Where the text came from, and what it takes to write it again as it was."""

    path: Text = Field(description="From the project's folder, with slashes; absolute where the file lies outside; `-` is standard input.")
    encoding: str | None = Field(None, description="Of a text file: the name of the encoding, as Python knows it.")
    bom: bool = Field(False, description="Of a text file: whether a byte order mark stood before the text. Line ends are in the text.")
    record: Number | None = Field(None, description="Of a JSONL file: the line, from 1.")
    field: Text | None = Field(None, description="Of a JSONL file: the field that holds the text.")
    spelled: Text | None = Field(None, description="Of a JSONL file: which characters are written as escapes.")
    token: Text | None = Field(None, description="Of a JSONL file: the value as it stood, where `spelled` does not give it again.")
    row: Number | None = Field(None, description="Of a Parquet file: the row, from 1.")
    column: Text | None = Field(None, description="Of a Parquet file: the column that holds the text.")


class TextRecord(_Strict):
    """What it takes to know a text again."""

    length: Count = Field(description="In code points.")
    sha256: Sha256 = Field(description="Of the UTF-8 form; a lone surrogate counts as the three bytes it would have.")


class PlacedTextRecord(TextRecord):
    """What it takes to know a text again, and to place a difference."""

    blocks: Annotated[str, Field(pattern="^([0-9a-f]{8})*$")] = Field(description="The CRC-32 of each 256 characters, in hex.")


class SourceRecord(PlacedTextRecord):
    """The original, where a record can restore it."""

    words: Count = Field(description="How many words it has: what shares are of.")


class SpanRecord(_Strict):
    """A note without the text itself."""

    start: Count = Field(description="In code points of the original.")
    end: Count = Field(description="Where it ends, exclusive.")
    line: Annotated[int, Field(ge=1)] = Field(description="The line of the original where it starts, from 1.")
    status: Literal["removed", "replaced", "kept", "noted", "hint", "exempt"] = Field(
        description="What was done; the last four changed nothing."
    )
    category: Text
    rules: Annotated[list[Text], Field(min_length=1)] = Field(description="All that had a part, the principal one first.")
    why: Text = Field(description="Why the principal rule finds this: no part of the article, or damaged.")
    level: Level = Field(description="How sure the principal rule is.")
    stays: Text = Field(description="Why it was left although it was found; empty where something was changed.")


class NoteRecord(SpanRecord):
    """One change, or one stretch that was found and left."""

    old: Text = Field(description="What stands in the original.")
    new: Text = Field(description="What stands in the clean text instead; equal to `old` where nothing changed.")


class FailureRecord(_Strict):
    """Something that was not done, and why."""

    kind: Literal[
        "timeout",
        "unsettled",
        "over-cut",
        "unverified",
        "skipped",
        "no-page",
        "empty",
        "incomplete",
        "encoding",
        "plain",
        "over-pruned",
    ]
    message: Text
    rules: list[Text]


class PolicyRecord(_Strict):
    """Which rules acted, and how."""

    actions: dict[Text, Literal["remove", "keep", "note", "off"]]
    level: Level
    select: list[Text]
    ignore: list[Text]
    extend_select: list[Text]


class StampRecord(_Strict):
    """What made the result: enough to run it again."""

    version: Text = Field(description="Of textclean.")
    packs: dict[Text, Sha256] = Field(description="The SHA-256 of each pack's file, by the pack's name.")
    policy: PolicyRecord
    title: Text | None = Field(description="The page's title, if it was given.")
    lang: Text | None = Field(description="The text's language, if it was given.")
    extractor: dict[Text, JsonValue] | None = Field(None, description="Of a web page: what its text was extracted with, and how.")


class ElementRecord(_Strict):
    """An element of a page that rules found before its text was extracted."""

    path: Text
    words: Count = Field(description="How many it holds.")
    category: Text
    rule: Text
    why: Text
    status: Literal["removed", "kept", "noted"]


class _Record(_Strict):
    textclean: Literal[1] = Field(description="The version of the record.")
    fix: Text | None = Field(None, description="The run of `fix` that the record is of, in an undo log.")
    document: DocumentRecord | None = Field(None, description="Where the command line wrote the record.")
    elements: list[ElementRecord] | None = Field(None, description="Of a web page: what was found in it before its text was extracted.")
    failures: list[FailureRecord]
    stamp: StampRecord


class FullRecord(_Record):
    """All of a result but its text: the original can be restored."""

    detail: Literal["full"]
    source: SourceRecord
    clean: PlacedTextRecord
    notes: list[NoteRecord]
    fields: dict[Text, Text] = Field(description="The texts that categories name a field for, such as the headline.")


class SpansRecord(_Record):
    """Where something changed and why, without the text itself."""

    detail: Literal["spans"]
    source: PlacedTextRecord
    clean: PlacedTextRecord
    notes: list[SpanRecord]
    fields: Annotated[dict[Text, Text], Field(max_length=0)]


class OffRecord(_Record):
    """That a text was cleaned, by what, and what failed."""

    detail: Literal["off"]
    source: TextRecord
    clean: TextRecord
    notes: Annotated[list[SpanRecord], Field(max_length=0)]
    fields: Annotated[dict[Text, Text], Field(max_length=0)]


Record = FullRecord | SpansRecord | OffRecord


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Annotated[Record, Field(discriminator="detail")])


def check_record(data: object) -> Record:
    """The record that JSON data is.

    Raises `RecordError` when it is of another version or malformed, naming the first thing that is wrong.
    """
    if not isinstance(data, Mapping):
        raise RecordError("not a record: a JSON object was expected")
    version = data.get("textclean")
    if version != RECORD_VERSION or isinstance(version, bool):
        raise RecordError(f"record version {version!r} is unknown; this version of textclean reads {RECORD_VERSION}")
    try:
        return _adapter().validate_python(dict(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"][1:]))  # the first is the detail
        raise RecordError(f"the record is malformed: {place + ': ' if place else ''}{first['msg']}") from None


class _Untitled(GenerateJsonSchema):
    """Without a title for each key, which would only say the key again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def record_schema() -> dict[str, Any]:
    """The JSON Schema of the record, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The record of a cleaning by textclean, version {RECORD_VERSION}",
        **_adapter().json_schema(schema_generator=_Untitled),
    }
