"""Out of the door: messages, the ledger that sends each once, the schedule.

::

    sources → work → gate → sender → transport
                              ↕
                            ledger

``issue.py`` is what is sent, ``message.py`` and ``body.py`` how it reads, ``recipients.py`` who gets it, ``ledger.py``
who got it; ``sender.py`` is one run, ``work.py`` the weekly work around it, ``schedule.py`` when.
"""
