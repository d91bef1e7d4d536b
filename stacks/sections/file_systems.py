"""The settings of shared file systems."""

from typing import Literal

from stacks.sections.fields import Section


class FileSystem(Section):
    """An EFS file system of the environment; each data source that names it has a folder of its own in it."""

    infrequent_access_days: Literal[1, 7, 14, 30, 60, 90, 180, 270, 365] | None = 30
    """Days without access after which a file moves to cheaper storage, until it is read again; never, when null."""
    backups: bool = True
    """Whether AWS Backup keeps daily copies."""
