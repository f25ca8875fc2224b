"""What can go wrong on the way out; each message is one sentence the operator can act on.

::

    TaavonError
    ├── UsageError
    │   ├── ConfigError        taavon.toml is malformed or asks for something impossible
    │   └── RecipientsError    the recipients file cannot be read at all
    ├── StoreError
    │   └── LedgerError        the ledger cannot be read or written: nothing more may be sent
    │       └── LostClaimError another run has taken a message over
    └── DeliveryError          the issue was not sent, or not to all
        ├── LockedError        another run is at work
        ├── GateError          the issue may not go out
        └── ServerError        the mail server cannot be used at all
"""

from collections.abc import Sequence

from extract.errors import StoreError, TaavonError, UsageError


class ConfigError(UsageError):
    """The configuration file is malformed or asks for something impossible."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class RecipientsError(UsageError):
    """The recipients file cannot be read at all; single bad lines are no error."""


class LedgerError(StoreError):
    """The ledger cannot be read or written; whoever gets this must send nothing more."""


class LostClaimError(LedgerError):
    """Another run has taken this message over, or it is no longer in the state it was read in."""


class DeliveryError(TaavonError):
    """The issue was not sent, or not to all."""


class LockedError(DeliveryError):
    """Another run is sending; its host and process are named."""


class GateError(DeliveryError):
    """The issue does not pass the gate; the reasons are named, one a line."""

    def __init__(self, issue: str, reasons: Sequence[str]) -> None:
        super().__init__(f"Nothing of {issue} was sent: " + "; ".join(reasons) + ".")
        self.reasons = tuple(reasons)


class ServerError(DeliveryError):
    """The mail server cannot be used: it is not the fault of one recipient."""

    def __init__(self, sentence: str, *, passing: bool) -> None:
        super().__init__(sentence)
        self.passing = passing
        """Whether trying again later may help."""
