"""The format of rule files, as pydantic models: the border between YAML and the rules.

Imported by `loading` only, when a pack is read. Strict: nothing is converted, unknown keys are errors.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.json_schema import GenerateJsonSchema

from textclean.rules.rule import Action, Level, Scope

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
PackName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Categories = Annotated[list[Identifier], Field(min_length=1)]
ClassWords = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Host = Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$", max_length=253)]

DEFAULT_MAX_WORDS = 40
"""Every rule that matches a line has a word cap: one extractor puts whole articles on one line, and a single
uncapped rule cost 11e-3 of F1 there. Forty words hold the longest prompts of the families measured but few paragraphs."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WhereModel(_Strict):
    """Conditions on the line that the pattern matched; all that are given must hold."""

    max_words: Count | None = Field(None, description=f"The line has at most so many words ({DEFAULT_MAX_WORDS} when not given).")
    min_words: Count | None = Field(None, description="The line has at least so many words.")
    ends_sentence: bool | None = Field(None, description="The line ends a sentence, or does not.")
    prose: bool | None = Field(None, description="The line is prose (12 words that end a sentence, or 25), or is not.")
    title: Literal["same", "near"] | None = Field(None, description="The line is the page's title as the caller gave it, or nearly.")
    stands_again: bool | None = Field(None, description="The same line stands elsewhere in the text, case ignored, or does not.")
    same_above: bool | None = Field(None, description="The next line above reads the same, case ignored, or does not.")
    set_off: bool | None = Field(None, description="More blank lines follow than between the paragraphs of the text, or do not.")
    first: Count | None = Field(None, description="One of the first N lines; blank lines and what is found already are not counted.")
    last: Count | None = Field(None, description="One of the last N lines, counted likewise.")
    zone: Literal["head", "tail"] | None = Field(
        None, description="Above the first, or below the last, line of prose that is not found already."
    )
    last_percent: Annotated[int, Field(ge=1, le=99)] | None = Field(None, description="Begins in the last N percent of the text.")
    min_prose_before: Count | None = Field(None, description="At least N words of prose stand above.")
    min_prose_after: Count | None = Field(None, description="At least N words of prose stand below.")
    max_prose_after: Count | None = Field(None, description="At most N words of prose stand below, what is found already not counted.")
    max_headings: Count | None = Field(
        None, description="At most N lines below are neither prose nor end a sentence, what is found already not counted."
    )
    above: Categories | None = Field(None, description="The next line above is a finding of one of these categories.")
    below: Categories | None = Field(None, description="The next line below is a finding of one of these categories.")
    near: Categories | None = Field(None, description="A finding of one of these categories stands within `near_lines` lines.")
    near_lines: Annotated[int, Field(ge=1, le=20)] = Field(3, description="How near is `near`, in lines that are not blank.")


class ExampleModel(_Strict):
    """An example that needs a page's title."""

    title: Text
    text: Text


Examples = Annotated[list[Text | ExampleModel], Field(min_length=1)]


_SHOWN: dict[str, Any] = {"anyOf": [{"required": ["repair", "mends", "keeps"]}, {"required": ["drops", "keeps"]}]}
"""What the JSON Schema can say of the checks that `loading` makes: every rule shows what it does."""


class RuleModel(_Strict):
    """One rule."""

    model_config = ConfigDict(json_schema_extra=_SHOWN)

    id: Identifier
    why: Text = Field(description="Why this text is not the article's, or what was damaged: shown in every note.")
    category: Identifier | None = Field(None, description="An id of categories.yaml; the pack's category when not given.")
    seen: Text | None = Field(None, description="On what sites, and where in the text, this is seen.")
    level: Level = Field(Level.LIKELY, strict=False)
    enabled: bool = True
    scope: Scope = Field(Scope.LINE, strict=False)
    match: Text | None = Field(None, description="A pattern of the dialect, tried on each line of the folded view.")
    case: Literal["exact"] | None = Field(None, description="Minds the case of letters; patterns ignore it otherwise.")
    where: WhereModel = WhereModel()
    max_lines: Annotated[int, Field(ge=1, le=100)] | None = Field(None, description="How many lines a block may take along (12).")
    guarded: bool = Field(True, description="Cuts count towards the over-cut guard.")
    elements: Annotated[list[ClassWords], Field(min_length=1)] | None = Field(
        None,
        description="Elements of a page whose class or id holds these words in a row: author-bio finds post-author-bio and authorBio.",
    )
    select: Annotated[list[Text], Field(min_length=1)] | None = Field(None, description="Elements of a page that these CSS selectors find.")
    outside: bool = Field(False, description="What is outside of the selected elements goes, not they.")
    sites: Annotated[list[Host], Field(min_length=1)] | None = Field(
        None, description="Only on pages of these hosts; `*.example.org` is the host with all below it."
    )
    repair: Identifier | None = Field(None, description="The kind of repair that this rule declares.")
    options: dict[str, object] = Field({}, description="Options of the repair.")
    mends: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field([], description="Pairs of damaged and mended text.")
    drops: Examples | None = Field(None, description="Texts that this rule must cut in.")
    keeps: Examples | None = Field(None, description="Near misses: texts that must stay whole.")
    misses: Examples | None = Field(None, description="Texts that the rule is known to get wrong.")

    @property
    def prunes(self) -> bool:
        """Whether it finds elements of a page."""
        return bool(self.elements or self.select)


class PackModel(_Strict):
    """A rule file."""

    pack: PackName
    lang: Annotated[str, Field(pattern=r"^(any|[a-z]{2,3})$")] = "any"
    category: Identifier | None = None
    sites: Annotated[list[Host], Field(min_length=1)] | None = Field(None, description="For all rules of the pack that name none.")
    rules: Annotated[list[RuleModel], Field(min_length=1)]


class ChangeModel(_Strict):
    """One change to a rule, or to all rules of a pack or a category."""

    id: Identifier
    of: Text = Field(description="The rule, pack or category that is changed, by its full name.")
    why: Text = Field(description="Why: shown in the notes of what is spared.")
    unless: list[Text] = Field([], description="Patterns: the rules do not hold for a line that one of them matches.")
    lines: list[Text] = Field([], description="Whole lines, word for word, that the rules do not hold for.")
    keeps: list[Text | ExampleModel] = Field([], description="Texts that stay because of `unless` and `lines`.")
    action: Annotated[Action, Field(strict=False)] | None = Field(None, description="What is done with what they find.")
    level: Annotated[Level, Field(strict=False)] | None = Field(None, description="How sure they are.")


class OverlayModel(_Strict):
    """An overlay: changes to rules that stand elsewhere."""

    overlay: PackName
    changes: Annotated[list[ChangeModel], Field(min_length=1)]


class CategoryModel(_Strict):
    """One category."""

    id: Identifier
    about: Text
    action: Action = Field(Action.REMOVE, strict=False)
    field: Identifier | None = None


class CategoriesModel(_Strict):
    """The file of categories."""

    categories: Annotated[list[CategoryModel], Field(min_length=1)]


class _RuleFile(RootModel[PackModel | OverlayModel]):
    """A rule file of textclean: a pack or an overlay."""


def json_schema() -> dict[str, Any]:
    """The format of packs and overlays as a JSON Schema, for editors.

    It says less than `loading`: not that patterns are of the dialect, that categories and rules exist, or that ids are unique.
    """
    return {"$schema": GenerateJsonSchema.schema_dialect, **_RuleFile.model_json_schema(), "title": "textclean rules"}
