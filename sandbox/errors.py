"""The one error of the sandbox: what happened and how to go on."""


class SandboxError(Exception):
    """Something that the user can act on; `fix` says how."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(f"{what}\n{fix}")
        self.what = what
        self.fix = fix
