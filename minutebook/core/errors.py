"""The one kind of error that is meant for a user's eyes."""


class DomainError(Exception):
    """A refusal in plain words: what happened, what it means, what to do next.

    `code` is for programs (API, tests); `field` names the form field it belongs to, if any.
    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
