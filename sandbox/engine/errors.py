"""The one error of the engine: what happened and how to go on."""


class EngineError(Exception):
    """A tool cannot be had; `fix` says what the user can do about it."""

    def __init__(self, *, what: str, fix: str) -> None:
        super().__init__(f"{what}\n{fix}")
        self.what = what
        self.fix = fix
