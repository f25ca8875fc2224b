"""Fixtures of the mail tests."""

from collections.abc import Iterator

import pytest

from tests.deliver.mailserver import Certificates, MailServer, make_certificates


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))
