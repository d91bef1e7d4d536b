"""The dev settings as a text that tests break on purpose."""

from pathlib import Path

from stacks import settings
from stacks.reading.errors import SettingsError

DEV = (settings.DIRECTORY / "dev.yaml").read_text(encoding="utf-8")
PROD = (settings.DIRECTORY / "prod.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str, text: str = DEV) -> str:
    """The text with one part replaced; the part must be there, or the test would test nothing."""
    assert old in text, old
    return text.replace(old, new, 1)


def load(directory: Path, text: str | bytes, environment: str = "dev") -> settings.Settings:
    """Load a settings text as if it were the file of an environment."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    (directory / f"{environment}.yaml").write_bytes(raw)
    return settings.load(environment, "eu-west-1", directory)


def errors(directory: Path, text: str | bytes, environment: str = "dev") -> list[str]:
    """What is said about a settings text, line by line."""
    try:
        load(directory, text, environment)
    except SettingsError as error:
        return str(error).splitlines()
    return []
