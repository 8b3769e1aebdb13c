"""SARIF against the rules of the 2.1.0 standard for what we write, said here as strict models: an unknown key is an error."""

import json
from typing import Annotated, Literal
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from tests.formats.helpers import CHECKED, PATHS, made, note, result_of, results
from tests.rules.helpers import rule
from textclean.formats.checked import Checked
from textclean.formats.sarif import sarif_log, uri
from textclean.result import Failure, FailureKind
from textclean.rules.rule import Level

# Pydantic refuses lone surrogates in a `str`; JSON, and so SARIF, has them as escapes.
Text = Annotated[object, Field(json_schema_extra={"type": "string"})]
Natural = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]  # lines and columns count from 1


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    @model_validator(mode="before")
    @classmethod
    def texts_are_strings_and_nothing_is_null(cls, data):
        assert None not in data.values()
        for name, field in cls.model_fields.items():
            if (field.json_schema_extra or {}).get("type") == "string" and to_camel(name) in data:
                assert isinstance(data[to_camel(name)], str), name
        return data


class Message(Strict):
    text: Text


class Content(Strict):
    text: Text


class Region(Strict):
    start_line: Number
    start_column: Number
    end_line: Number
    end_column: Number
    char_offset: Natural
    char_length: Natural
    snippet: Content | None = None


class Artifact(Strict):
    uri: Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9._~/:-]|%[0-9A-F]{2})*$")]


class Physical(Strict):
    artifact_location: Artifact
    region: Region | None = None


class Location(Strict):
    physical_location: Physical


class Replacement(Strict):
    deleted_region: Region
    inserted_content: Content | None = None


class Change(Strict):
    artifact_location: Artifact
    replacements: Annotated[list[Replacement], Field(min_length=1)]


class Fix(Strict):
    artifact_changes: Annotated[list[Change], Field(min_length=1)]


SarifLevel = Literal["none", "note", "warning", "error"]


class Found(Strict):
    rule_id: Text
    rule_index: Natural
    level: SarifLevel
    message: Message
    locations: Annotated[list[Location], Field(min_length=1)]
    partial_fingerprints: dict[str, str]
    properties: dict[str, object]
    fixes: list[Fix] = []


class Configuration(Strict):
    level: SarifLevel


class Descriptor(Strict):
    id: Text
    short_description: Message | None = None
    default_configuration: Configuration | None = None
    properties: dict[str, object] | None = None


class Reference(Strict):
    id: Text


class Notification(Strict):
    descriptor: Reference
    level: SarifLevel
    message: Message
    locations: list[Location]
    associated_rule: Reference | None = None
    properties: dict[str, object] | None = None


class Invocation(Strict):
    execution_successful: bool
    tool_execution_notifications: list[Notification]


class Driver(Strict):
    name: Literal["textclean"]
    version: str
    rules: list[Descriptor]
    notifications: list[Descriptor]


class Tool(Strict):
    driver: Driver


class Run(Strict):
    tool: Tool
    invocations: list[Invocation]
    column_kind: Literal["unicodeCodePoints"]
    newline_sequences: list[str]
    results: list[Found]

    @model_validator(mode="after")
    def references_lead_somewhere(self):
        driver = self.tool.driver
        rules, kinds = [item.id for item in driver.rules], [item.id for item in driver.notifications]
        assert len(set(rules)) == len(rules)
        assert len(set(kinds)) == len(kinds)
        assert all(rules[found.rule_index] == found.rule_id for found in self.results)
        for item in self.invocations[0].tool_execution_notifications:
            assert item.descriptor.id in kinds
            assert item.associated_rule is None or item.associated_rule.id in rules
        return self


class Log(Strict):
    schema_: Annotated[str, Field(alias="$schema", pattern=r"sarif-schema-2\.1\.0\.json$")]
    version: Literal["2.1.0"]
    runs: Annotated[list[Run], Field(min_length=1, max_length=1)]


RULES = {item.name: item for item in (rule("x", id="a", level="safe"), rule("x", id="b", level="hint", category="date"))}


def log(*documents, rules=RULES):
    text = sarif_log(documents, rules, "1.2.3")
    assert text.isascii()
    data = json.loads(text)
    Log.model_validate(data)
    return data["runs"][0]


def region(start: tuple[int, int], end: tuple[int, int], offset: int, length: int) -> dict[str, int]:
    keys = ("startLine", "startColumn", "endLine", "endColumn", "charOffset", "charLength")
    return dict(zip(keys, (*start, *end, offset, length), strict=True))


def test_a_result_has_its_rule_its_place_and_its_fix():
    found = note(5, "\nShare 🙂\n", "", ("test/a", "test/b"), category="share", why="To share.", level="safe")
    run = log(Checked("my texts/é.txt", made("One.\n\nShare 🙂\nTwo.", [found])))
    (result,) = run["results"]
    artifact = {"artifactLocation": {"uri": "my%20texts/%C3%A9.txt"}}
    place = {**artifact, "region": {**region((3, 1), (3, 8), 6, 7), "snippet": {"text": "Share 🙂"}}}
    change = {**artifact, "replacements": [{"deletedRegion": region((2, 1), (4, 1), 5, 9)}]}
    assert result == {
        "ruleId": "test/a",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "To share. Cleaning removes: Share 🙂"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": result["partialFingerprints"],
        "properties": {"category": "share", "level": "safe", "status": "removed", "rules": ["test/a", "test/b"]},
        "fixes": [{"artifactChanges": [change]}],
    }
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "test/a",
            "shortDescription": {"text": "A test."},
            "defaultConfiguration": {"level": "warning"},
            "properties": {"category": "share", "level": "safe"},
        },
        {
            "id": "test/b",
            "shortDescription": {"text": "A test."},
            "defaultConfiguration": {"level": "note"},
            "properties": {"category": "date", "level": "hint"},
        },
    ]
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_what_stays_is_no_result():
    assert log(Checked("a.txt", made("One.", [note(0, "One.", "One.", status="noted")])))["results"] == []


@pytest.mark.parametrize(
    ("failure", "level", "successful"),
    [
        pytest.param(Failure(FailureKind.TIMEOUT, "slow", ("test/a",)), "error", False, id="timeout"),
        pytest.param(Failure(FailureKind.SKIPPED, "offsets 1-2: {cap}"), "warning", True, id="a skipped repair fails nothing"),
    ],
)
def test_failures_are_notifications(failure, level, successful):
    (invocation,) = log(Checked("a.txt", made("One.", [], (failure,))))["invocations"]
    assert invocation["executionSuccessful"] == successful
    (item,) = invocation["toolExecutionNotifications"]
    assert (item["descriptor"], item["level"]) == ({"id": failure.kind.value}, level)
    assert item["message"]["text"] == failure.message.replace("{", "{{").replace("}", "}}")
    assert item.get("associatedRule", {}).get("id") == (failure.rules[0] if failure.rules else None)


def test_a_file_that_cannot_be_read_is_a_notification():
    (invocation,) = log(Checked("b.txt", None, "b.txt: cannot be read"))["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"] == {"text": "b.txt: cannot be read"}


@pytest.mark.parametrize(
    ("old", "said"),
    [
        pytest.param("{0} of {name}", "{{0}} of {{name}}", id="placeholders"),
        pytest.param("[more](1)", "\\[more\\](1)", id="links"),
        pytest.param("[Getty] (AP)", "[Getty] (AP)", id="brackets that are no link stay"),
        pytest.param("a\x1b[2J\nb", "a\\x1b[2J\\nb", id="controls"),
        pytest.param("x" * 200, "x" * 119 + "…", id="long"),
    ],
)
def test_text_of_the_article_reads_as_itself_in_a_message(old, said):
    (result,) = log(Checked("a.txt", result_of(old, (old, ""))))["results"]
    assert result["message"]["text"] == f"A test. Cleaning removes: {said}"


def test_a_fingerprint_follows_the_rule_and_the_quote_and_not_the_place():
    def prints(*results):
        return [result["partialFingerprints"]["ruleAndQuote/v1"] for result in log(*results)["results"]]

    here, there = prints(
        Checked("a.txt", result_of("Share\n", ("Share\n", ""))), Checked("b.txt", result_of("One.\nShare", ("\nShare", "")))
    )
    other_text, other_rule = prints(Checked("a.txt", made("ab", [note(0, "a", ""), note(1, "b", "", ("pack/1",))])))
    assert here == there
    assert len({here, other_text, other_rule}) == 3
    assert len(set(prints(Checked("a.txt", made("aa", [note(0, "a", ""), note(1, "a", "", ("pack/1",))]))))) == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.txt", "a.txt"),
        ("a b/50%#?.txt", "a%20b/50%25%23%3F.txt"),
        ("x:y.txt", "x%3Ay.txt"),
        ("/tmp/é", "file:///tmp/%C3%A9"),
        ("C:/a b", "file:///C:/a%20b"),
        ("\udcff", "%FF"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_uri(path, expected):
    assert uri(path) == expected


@given(PATHS)
def test_a_uri_holds_the_bytes_of_the_name(path):
    if not path.startswith("/") and path[1:3] != ":/":
        assert unquote_to_bytes(uri(path)).decode("utf-8", "surrogatepass" if "\ud800" in path else "surrogateescape") == path


@given(st.lists(CHECKED, max_size=3))
def test_every_log_keeps_to_the_standard(documents):
    log(*documents)


BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("old", "new", "replacement"),
    [
        pytest.param(f"{BOM}Share\n", "", (region((1, 1), (2, 1), 0, 6), None), id="with the first line"),
        pytest.param(BOM, "", None, id="alone: no region can name it"),
        pytest.param("", "On", None, id="before it"),
        pytest.param(f"{BOM}Share", f"{BOM}On", (region((1, 1), (1, 6), 0, 5), "On"), id="in what comes too"),
        pytest.param("One", "1", (region((2, 1), (2, 4), 6, 3), "1"), id="behind it"),
    ],
)
def test_a_byte_order_mark_does_not_count(old, new, replacement):
    (result,) = log(Checked("a.txt", result_of(f"{BOM}Share\nOne", (old, new))))["results"]
    if replacement is None:
        assert "fixes" not in result
        return
    (made_of,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert (made_of["deletedRegion"], made_of.get("insertedContent", {}).get("text")) == replacement


@given(results())
def test_the_fixes_applied_to_the_source_give_the_clean_text(result):
    """In code points. A byte order mark does not count by the standard, so fixes can neither remove it nor write before it."""
    original = result.restore()
    assume(not (original.startswith(BOM) and any(note.end == 0 for note in result.notes)))
    text = source = original.removeprefix(BOM)
    last = len(text)
    for found in reversed(log(Checked("a.txt", result))["results"]):
        for fix in found.get("fixes", ()):
            (replacement,) = fix["artifactChanges"][0]["replacements"]
            region = replacement["deletedRegion"]
            start, end = region["charOffset"], region["charOffset"] + region["charLength"]
            assert end <= last
            last = start
            new = replacement.get("insertedContent", {"text": ""})["text"]
            text = text[:start] + new + text[end:]
        shown = found["locations"][0]["physicalLocation"]["region"]
        assert source[shown["charOffset"] : shown["charOffset"] + shown["charLength"]] == shown["snippet"]["text"]
    if original.startswith(BOM):
        assert BOM + text in (result.text, BOM + result.text)
    else:
        assert text == result.text


def test_every_level_has_one_of_sarif_s():
    for level in Level:
        found = note(0, "x", "", ("test/a",), level=str(level))
        (result,) = log(Checked("a.txt", made("x", [found])))["results"]
        assert result["level"] == ("note" if level == Level.HINT else "warning")
