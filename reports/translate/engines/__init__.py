"""Machines that put Persian into English, behind one interface: texts in, an English text or a failure for each out.

``base``       the interface, and what no engine is trusted with
``choose``     from the section ``[translation]`` of ``taavon.toml`` (``settings``) to an engine
``ctranslate`` a model on this machine, in one of the ``layouts``
``http``       what services have in common; ``chat``, ``libretranslate``, ``deepl``
``errors``

What they return is a draft at best: :mod:`reports.translate.drafts` guards it and puts it into the memory, marked.
"""

from reports.translate.engines.base import Answer, Engine, Failure, Glossary
from reports.translate.engines.choose import choose
from reports.translate.engines.errors import AnswerError, EngineError
from reports.translate.engines.settings import TranslationSection, problems

__all__ = [
    "Answer",
    "AnswerError",
    "Engine",
    "EngineError",
    "Failure",
    "Glossary",
    "TranslationSection",
    "choose",
    "problems",
]
