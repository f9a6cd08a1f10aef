"""Records on disk between computing and writing, so that outputs are opened only after everything has succeeded."""

from __future__ import annotations

import pickle  # nosec B403: reads only the unnamed temporary file that this process wrote itself
import tempfile
from collections.abc import Iterator


class Spool:
    """An unnamed temporary file of record batches, closed by the with statement; gone whatever happens."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="nm_urban_")  # noqa: SIM115
        self.count = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def write(self, records: list) -> None:
        if records:
            pickle.dump(records, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self.count += len(records)

    def __iter__(self) -> Iterator:
        self._file.seek(0)
        end = self._file.seek(0, 2)
        self._file.seek(0)
        while self._file.tell() < end:
            yield from pickle.load(self._file)  # nosec B301: see above
