"""Words for a disk that is full or may not be written."""

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager

from sandbox.errors import SandboxError
from sandbox.layout import Layout

NEEDED_MEGABYTES = 500


def require_space(layout: Layout) -> None:
    """Refuse to start on a disk that would be full before long.

    Raises:
        SandboxError: too little space.
    """
    if shutil.disk_usage(layout.state).free < NEEDED_MEGABYTES * 1024**2:
        raise full(layout)


def full(layout: Layout) -> SandboxError:
    """Return the error of a full disk."""
    return SandboxError(
        what=f"The disk that holds {layout.state} is full ({os.strerror(errno.ENOSPC)}).",
        fix=f"Free at least {NEEDED_MEGABYTES} MB there and run the command again.",
    )


@contextmanager
def readable_errors(layout: Layout) -> Generator[None]:
    """Turn the operating system's refusals into errors that say what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise full(layout) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise SandboxError(
                what=f"The sandbox may not write {error.filename or layout.state} ({error.strerror}).",
                fix="Make it yours (`chown`), or work in a clone that you may write.",
            ) from error
        raise
