"""A language model behind the chat endpoint that OpenAI made usual: many services, vLLM, Ollama, llama.cpp."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from reports.translate.engines.base import Engine, Glossary
from reports.translate.engines.errors import AnswerError
from reports.translate.engines.http import JsonClient
from reports.translate.words import table

_FENCE = re.compile(r"\A```[a-z]*\n(.*)\n```\Z", re.DOTALL)


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Reply(msgspec.Struct):
    choices: list[_Choice]


class Chat(Engine):
    """A chat endpoint; the texts go in as JSON, for they are material and not words of ours.

    Whatever an article says to the model, the answer is used as an English text for one statement or not at all.

    Args:
        client: at the address that ``/chat/completions`` is added to.
        model: as the service names it.
        options: further fields of the request, temperature and the like.
        batch: texts in one request, at most.
    """

    name = "Chat"
    uses_glossary = True

    def __init__(
        self, client: JsonClient, model: str, options: Mapping[str, object] | None = None, batch: int = 16
    ) -> None:
        super().__init__(batch)
        self.model = model
        self._client = client
        self._options = {"temperature": 0.0} if options is None else dict(options)

    def _ask(self, texts: Sequence[str], glossary: Glossary) -> list[str]:
        material = msgspec.json.encode({"texts": texts, "glossary": list(glossary)}).decode()
        messages = [
            {"role": "system", "content": table("chat")["instruction"].strip()},
            {"role": "user", "content": material},
        ]
        body = {**self._options, "model": self.model, "messages": messages, "stream": False}
        reply = self._client.post("/chat/completions", body, _Reply)
        if not reply.choices:
            raise AnswerError(f"{self._client.host} answers without a choice.")
        return self._listed(reply.choices[0].message.content)

    def _listed(self, content: str) -> list[str]:
        """Return the JSON list that a model was asked for; thoughts before it and a fence around it are usual."""
        written = content.rpartition("</think>")[2].strip()
        if fenced := _FENCE.match(written):
            written = fenced[1]
        try:
            return msgspec.json.decode(written, type=list[str])
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
            raise AnswerError(f"{self._client.host} does not answer with a list of texts.") from error
