"""The only place a page can load from: names held in memory."""

import ssl
from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.render.content import SCHEME


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Serves what it was given under ``taavon:NAME`` and refuses everything else: no file, no network, no ``data:``.

    Args:
        resources: (media type, content) by name.
    """

    def __init__(self, resources: Mapping[str, tuple[str, bytes]]) -> None:
        # an empty context: making the default one reads every certificate of the system, for no connection at all
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(ssl_context=context, allowed_protocols=frozenset(), allow_redirects=False)
        self._resources = dict(resources)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return a resource by its address.

        Raises:
            ValueError: there is no such resource here, and nowhere else is looked.
        """
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._resources:
            return super().fetch(url, headers)  # refuses, whatever the scheme
        media_type, content = self._resources[name]
        return URLFetcherResponse(url, content, {"Content-Type": media_type})
