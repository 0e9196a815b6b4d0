"""Texts for people, always in both languages."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Language", "LocalText"]


class Language(StrEnum):
    """The two languages every text exists in."""

    JA = "ja"
    EN = "en"


class LocalText(BaseModel):
    """One text in Japanese and English; both are required."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_(self, language: Language) -> str:
        """The text in ``language``."""
        return self.ja if language is Language.JA else self.en
