"""From the configuration to an engine that can be asked."""

from collections.abc import Mapping
from pathlib import Path

from reports.deliver.errors import ConfigError
from reports.translate.engines.base import Engine
from reports.translate.engines.settings import TranslationSection, key_of, problems


def choose(section: TranslationSection, folder: Path, environment: Mapping[str, str]) -> Engine | None:
    """Return the engine that is configured, or ``None`` where none is.

    Args:
        section: what is configured.
        folder: that its paths are relative to.
        environment: where the key is.

    Raises:
        ConfigError: the section does not make an engine; everything that is wrong is said.
        SetupError: a package is missing.
        EngineError: the model cannot be loaded.
    """
    if section.engine == "none":
        return None
    if wrong := list(problems(section, folder, environment)):
        raise ConfigError(wrong)
    if section.engine == "ctranslate2":
        from reports.translate.engines.ctranslate import CTranslate

        return CTranslate(folder / Path(section.model_folder or "").expanduser(), section.batch)
    return _service(section, folder, key_of(section, environment))


def _service(section: TranslationSection, folder: Path, key: str | None) -> Engine:
    from reports.translate.engines.chat import Chat
    from reports.translate.engines.deepl import DeepL
    from reports.translate.engines.http import JsonClient, Patience
    from reports.translate.engines.libretranslate import LibreTranslate

    patience = Patience(**{name: getattr(section, name) for name in Patience.__struct_fields__})
    ca_file = None if section.ca_file is None else folder / Path(section.ca_file).expanduser()

    def client(url: str, headers: Mapping[str, str] | None = None) -> JsonClient:
        return JsonClient(url, patience, headers=headers, key_env=section.key_env, ca_file=ca_file)

    url = section.url or ""
    if section.engine == "deepl":
        return DeepL(client(url or DeepL.address(key or ""), DeepL.headers(key or "")), section.batch)
    if section.engine == "libretranslate":
        return LibreTranslate(client(url), key, section.batch)
    headers = {"Authorization": f"Bearer {key}"} if key else None
    return Chat(client(url, headers), section.model or "", section.options, section.batch)
