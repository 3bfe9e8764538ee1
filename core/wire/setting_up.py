"""The words of setting up: which CRMs there are and what each asks for, mapping templates, a connection to be added."""

from __future__ import annotations

from pydantic import Field

from core.wire.words import Ask, Sentence, Word


class PermissionWord(Word):
    """A right the sign-in asks for, by the CRM's own name, and what it is needed for."""

    scope: str
    why: Sentence


class WayWord(Word):
    """A way of signing in. `asks` are settings it wants beside the CRM's own; `proof` is what is given at the sign-in and
    sealed: "secret", "key" (a PEM file), "either" or "none". `needs_person`: somebody allows the access in a browser.
    """

    flow: str
    title: Sentence
    register_first: Sentence
    asks: list[str]
    proof: str
    needs_person: bool


class SystemWord(Word):
    """A CRM that can be connected. `register_first` says what to register there; `asks` are the settings it cannot do
    without beside its name; `redirect` is the address to register, with PORT for `redirect_port`. `ways` are the ways of
    signing in, the usual one first.
    """

    system: str
    title: str
    register_first: Sentence
    redirect: str
    asks: list[str]
    permissions: list[PermissionWord]
    ways: list[WayWord]


class TemplateWord(Word):
    """The product's mapping of one object for a connection, as the file it would be written to.

    `optional` ones cost a poll of their own; `in_use`: the connection maps that object already.
    """

    file: str
    hub_object: str
    crm_object: str
    kinds: list[str]
    rules: int
    optional: bool
    in_use: bool
    text: str


class AddConnection(Ask):
    """A connection as docs/configuration.md describes it; what is left out keeps its default. Never a secret."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")
    system: str
    client_id: str | None = Field(default=None, max_length=500)
    app_id: str | None = Field(default=None, max_length=100)
    redirect_port: int | None = Field(default=None, ge=0, le=65_535)
    flow: str | None = None
    tenant: str | None = None
    username: str | None = Field(default=None, max_length=500)
    auth_url: str | None = None
    api_url: str | None = None
    token_url: str | None = None
    events_address: str | None = None
    residency: str | None = None
    loopback: bool | None = None


class RemovedConnection(Word):
    """`put_aside` are its mapping files, renamed so that they are not read any more."""

    name: str
    put_aside: list[str]
