"""The format of configuration files, as pydantic models: the border between TOML and the settings.

Strict: nothing is converted, unknown keys are errors. `docs/schema/config.schema.json` is made from these.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pathspec import GitIgnoreSpec
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from textclean.batch.running import Limits
from textclean.rules.rule import Action, Level


def _known_encoding(name: str) -> str:
    try:
        if name != "auto":
            "".encode(name)
    except LookupError:
        raise ValueError(f"unknown encoding {name!r}; give a name that Python knows, such as windows-1252, or auto") from None
    return name


def _pattern(pattern: str) -> str:
    GitIgnoreSpec.from_lines([pattern])  # raises ValueError
    return pattern


Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(max_length=10_000)]
PathText = Annotated[str, Field(min_length=1)]
Patterns = list[Annotated[str, Field(min_length=1), AfterValidator(_pattern)]]
Encoding = Annotated[str, Field(min_length=1), AfterValidator(_known_encoding)]
ActionName = Annotated[Action, Field(strict=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-"))


class FileModel(_Strict):
    """What may differ from file to file."""

    rules: list[PathText] = Field([], description="Rule files, or folders of them, beside the built-in packs.")
    select: Names = Field([], description="Only these categories, packs and rules act. Empty: all that act by default.")
    extend_select: Names = Field([], description="These act too, among them rules that are off by default.")
    ignore: Names = Field([], description="These categories, packs and rules are off.")
    extend_ignore: Names = Field([], description="These are off too.")
    actions: dict[Name, ActionName] = Field({}, description="What is done with what a category, pack or rule finds.")
    keep: Names = Field([], description="What these find stays, whatever else finds it: short for actions of `keep`.")
    level: Level = Field(Level.LIKELY, strict=False, description="How sure rules must be.")
    lang: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = Field(
        None, description="The language of the texts: only its packs, and those for any language, are tried. Not given: all."
    )
    field: Name = Field("text", description="The field of JSONL records, or the column of Parquet files, that holds the text.")
    encoding: Encoding | None = Field(
        None, description="The encoding of the files; `auto` detects it. Not given: UTF-8, or what a byte order mark says."
    )
    max_document: int = Field(50_000_000, ge=1, description="Longer documents are left alone and named; in bytes.")


class OverrideModel(FileModel):
    """What holds for some paths."""

    paths: Patterns = Field(min_length=1, description="Patterns of paths, as in a .gitignore.")


class ConfigModel(FileModel):
    """A configuration file: textclean.toml, or the table tool.textclean of pyproject.toml."""

    extend: PathText | None = Field(None, description="Another configuration file, which holds where this one says nothing.")
    include: Patterns = Field([], description="Only files that match are taken from folders. Empty: all of a known format.")
    exclude: Patterns = Field([], description="Files and folders that match are left out.")
    extend_exclude: Patterns = Field([], description="So are these.")
    force_exclude: bool = Field(False, description="Leave out what is excluded even where a command names it.")
    respect_gitignore: bool = Field(True, description="Leave out what git ignores.")
    workers: int | None = Field(None, ge=1, le=1024, description="How many processes clean. Not given: one for each processor.")
    timeout: float = Field(Limits().seconds, gt=0, allow_inf_nan=False, description="How long one document may take, in seconds.")
    notes: PathText | None = Field(None, description="Where `fix` keeps its records. Not given: .textclean/notes.jsonl in the project.")
    baseline: PathText | None = Field(None, description="A file of findings that `check` does not tell again.")
    output_format: Literal["text", "json", "jsonl", "sarif"] = Field("text", description="How `check` lists what it finds.")
    overrides: list[OverrideModel] = Field([], description="Settings for some paths; of those that match the last goes first.")


def config_schema() -> dict[str, Any]:
    """The JSON Schema of a `textclean.toml`, or of the table `tool.textclean`."""
    schema = ConfigModel.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "textclean configuration"}
