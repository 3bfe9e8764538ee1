"""Where the socket stands by which nothing can be changed, and who may use it, as `crmsync.toml` says it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


def _path(given: object) -> object:
    return Path(given) if isinstance(given, str) else given


class LookingOn(BaseModel):
    """The socket by which nothing can be changed, where others than the daemon's own account may use it.

    The members of `group` may; its folder must let them in. Without a `socket` it stands beside the daemon's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    socket: Annotated[Path, BeforeValidator(_path)] | None = None
    group: str = ""

    @model_validator(mode="after")
    def _a_group_has_a_place(self) -> Self:
        if self.group and self.socket is None:
            raise ValueError("group needs socket: the daemon's own folder is closed to others")
        if self.socket is not None and not self.socket.is_absolute():
            raise ValueError("socket must be a path from the / on")
        return self
