"""A second opinion over real HTTP: asked well, slowly, wrongly, hugely; refused where it may not go."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.conflicts import Choice
from core.errors import Conflicting, Invalid, ResidencyRefused, SettingsInvalid
from core.settings import Advisor, read_settings
from core.store.base import Activity
from core.wire.client import Client
from daemon.cli.root import app
from daemon.residency import Residency
from tests.support.small_daemon import SmallDaemon, served

KEY = "sk-l0cal-s3cret"
KEYWORDS = set("type properties required additionalProperties enum anyOf items".split())
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Model:
    """A chat-completions server on this machine: what it was sent, and how it answers."""

    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    reply: Reply | None = None
    address: str = ""
    gone: threading.Event = field(default_factory=threading.Event)

    def says(self, content: object, status: int = 200, **headers: str) -> None:
        body = json.dumps({"choices": [{"message": {"content": json.dumps(content)}}]}).encode()
        self.sends(body, status, **headers)

    def sends(self, body: bytes, status: int = 200, **headers: str) -> None:
        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.reply = reply


def _is_taken(body: dict[str, Any]) -> bool:
    """Whether the strictest servers take the question: no parameter some models refuse, no schema that is open."""
    form = body["response_format"]["json_schema"]
    left, closed = [form["schema"]], "type" in form["schema"]
    while left:
        part = left.pop()
        closed &= part.keys() <= KEYWORDS
        if part.get("type") == "object":
            closed &= part["additionalProperties"] is False and part["required"] == list(part["properties"])
        left += [*part.get("properties", {}).values(), *part.get("anyOf", ())]
        left += [part["items"]] if "items" in part else []
    return closed and form["strict"] is True and set(body) == {"model", "messages", "response_format"}


@pytest.fixture(scope="module")
def server() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            model.asked.append((self.path, dict(self.headers), json.loads(body)))
            assert model.reply is not None
            try:
                if _is_taken(model.asked[-1][2]):
                    model.reply(self)
                else:
                    self.send_error(400)
            except OSError:
                self.close_connection = True  # the asker has had enough, which is what some tests want

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        model.address = f"http://127.0.0.1:{http.server_address[1]}/v1"
        yield model
        model.gone.set()
        http.shutdown()
        thread.join()


Running = tuple[SmallDaemon, Client, str]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, server: Model) -> Iterator[Running]:
    with served(tmp_path_factory.mktemp("model")) as (daemon, _, client):
        record = daemon.desk.create(
            "contact", {"name": "Ann", "email": "a@x.eu", "title": "Buyer"}, by="person:x"
        )
        daemon.settle()
        [crm_id] = daemon.crm.live("contacts")
        daemon.desk.edit(record.id, {"title": "Secret"}, expected=None, by="import:fair")
        daemon.crm.user_edit("contacts", crm_id, {"t": "Secret Chief"}, by="user:7")
        daemon.settle()
        [conflict] = daemon.store.open_conflicts([record.id])
        yield daemon, client, conflict.id


@pytest.fixture
def model(server: Model, running: Running) -> Model:
    daemon = running[0]
    daemon.model.advisor = Advisor(endpoint=server.address, model="m", timeout_s=0.3)
    daemon.model.admit = lambda: None
    daemon.model.forget_key(by="person:x")
    daemon.model._rests.clear()
    server.asked.clear()
    server.says({"choice": "crm", "value": None, "reason": "w3 is added to w2"})
    return server


def notes(daemon: SmallDaemon) -> list[str]:
    return [one.entry.note for one in daemon.store.search(Activity(kind="advisor")).rows]


def test_an_opinion_stands_beside_the_suggestion_and_changes_nothing(model: Model, running: Running) -> None:
    daemon, client, id = running
    before = client.get_conflict(id)
    story = client.second_opinion(id)
    assert story.second_opinion is not None
    told = story.second_opinion
    assert (told.choice, told.value, told.reason) == ("crm", "Secret Chief", "Chief is added to Secret")
    assert (told.model, told.host, told.note) == ("m", "127.0.0.1", "")
    assert story.suggestion is not None
    assert client.get_conflict(id) == before == story.model_copy(update={"second_opinion": None})
    assert daemon.store.decisions(before=None, limit=9) == []
    [(path, headers, body)] = model.asked
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert body["model"] == "m" and body["response_format"]["json_schema"]["strict"] is True
    sent = json.dumps(body)
    assert not [
        word for word in ("Secret", "Chief", "Buyer", "Ann", "x.eu", "fair", "user:7") if word in sent
    ]
    asks, answers = sorted(notes(daemon)[:2], reverse=True)
    assert "would choose crm" in asks + answers and "asks m at 127.0.0.1" in asks + answers
    assert "Chief" not in asks + answers


def test_a_merged_value_is_put_together_from_placeholders(model: Model, running: Running) -> None:
    model.says({"choice": "merged", "value": "w3, w2", "reason": "both"})
    told = running[1].second_opinion(running[2]).second_opinion
    assert told is not None
    assert (told.choice, told.value) == ("merged", "Chief, Secret")


def _slow(handler: BaseHTTPRequestHandler, model: Model) -> None:
    model.gone.wait(1.0)


def _stopping(handler: BaseHTTPRequestHandler, model: Model) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    model.gone.wait(1.0)


def _dripping(handler: BaseHTTPRequestHandler, model: Model) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        if model.gone.wait(0.02):
            return


@pytest.mark.parametrize("reply", [_slow, _stopping, _dripping])
def test_a_slow_model_is_left_in_time(
    model: Model, running: Running, reply: Callable[[BaseHTTPRequestHandler, Model], None]
) -> None:
    model.reply = lambda handler: reply(handler, model)
    began = time.monotonic()
    told = running[1].second_opinion(running[2]).second_opinion
    assert time.monotonic() - began < 0.9
    assert told is not None and told.choice is None
    assert told.note == "no second opinion from 127.0.0.1: it did not answer within 0.3 s"


def test_an_answer_in_chunks_is_read_and_a_broken_one_is_a_note(model: Model, running: Running) -> None:
    _, client, id = running
    whole = json.dumps({"choice": "hub", "value": None, "reason": "r"})
    body = json.dumps({"choices": [{"message": {"content": whole}}]}).encode()

    def chunked(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (body[:20], body[20:], b""):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

    model.reply = chunked
    told = client.second_opinion(id).second_opinion
    assert told is not None and told.choice == "hub"

    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(body[:20])

    model.reply = broken
    told = client.second_opinion(id).second_opinion
    assert told is not None and told.choice is None


def _cases() -> list[tuple[bytes, int, str]]:
    return [
        (b"<html>Secret page</html>", 200, "did not answer as a chat completion in JSON"),
        (b" " * 300_000, 200, "larger than 64 KiB"),
        (b"{}", 200, "did not answer as a chat completion"),
        (b"Secret", 500, "status 500"),
        (b"Secret", 401, "refused the key"),
        (b"", 429, "no room"),
        (b'{"error": {"code": "insufficient_quota"}}', 429, "no credit"),
        (b'{"error": {"message": "model \'m\' not found"}}', 404, "correct advisor.model"),
        (b'{"error": "response_format must be json_object"}', 500, "take a newer one"),
        (b'{"error": {"message": "Loading model"}}', 503, "not ready"),
        (b'{"error": {"message": "Secret"}}', 200, "an error of its own"),
        (b'{"choices": [{"message": {"content": null, "refusal": "no"}}]}', 200, "declined"),
        (b'{"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}', 200, "filter"),
        (b'{"choices": [{"message": {"content": "I would take Secret."}}]}', 200, "no structured output"),
    ]


@pytest.mark.parametrize(("body", "status", "why"), _cases())
def test_a_wrong_answer_is_a_note(model: Model, running: Running, body: bytes, status: int, why: str) -> None:
    daemon, client, id = running
    before = client.get_conflict(id)
    model.sends(body, status)
    told = client.second_opinion(id).second_opinion
    assert told is not None and told.choice is None and why in told.note
    assert "Secret" not in told.note and "Secret" not in "".join(notes(daemon))
    assert client.get_conflict(id) == before


def test_fences_are_taken_off_and_who_asks_for_rest_gets_it(model: Model, running: Running) -> None:
    _, client, id = running
    wrapped = '<think>w1?</think>\n```json\n{"choice": "hub", "value": null, "reason": "r"}\n```'
    model.sends(json.dumps({"choices": [{"message": {"content": wrapped, "refusal": None}}]}).encode())
    told = client.second_opinion(id).second_opinion
    assert told is not None and told.choice == "hub"
    model.sends(b"{}", 429, **{"Retry-After": "60"})
    notes = [client.second_opinion(id).second_opinion for _ in range(2)]
    assert [one.note.partition(": ")[2] for one in notes if one is not None] == [
        "it has no room for more questions now (429)",
        "it wants to be left alone for 60 s more",
    ]
    assert len(model.asked) == 2


def test_a_redirect_is_not_followed_and_nobody_there_is_a_note(model: Model, running: Running) -> None:
    daemon, client, id = running
    model.sends(b"", 307, Location=f"{model.address}/elsewhere")
    told = client.second_opinion(id).second_opinion
    assert told is not None and "points elsewhere (307)" in told.note
    assert len(model.asked) == 1
    daemon.model.advisor = Advisor(endpoint="http://127.0.0.1:9/v1", model="m")
    told = client.second_opinion(id).second_opinion
    assert told is not None and "cannot be reached" in told.note


def test_a_key_is_sealed_sent_to_its_host_alone_and_never_shown(model: Model, running: Running) -> None:
    daemon, client, id = running

    def run(*words: str, typed: str = "") -> str:
        environment = {"CRMSYNC_HOME": str(daemon.folder), "NO_COLOR": "1"}
        outcome = CliRunner().invoke(app, list(words), env=environment, input=typed)
        assert outcome.exit_code == 0, outcome.output
        return outcome.output

    assert KEY not in run("advisor", "key", "--stdin", typed=f"{KEY}\n")
    shown = run("conflicts", "show", id, "--ask-model")
    assert "suggestion: take the CRM's value" in shown
    assert "second opinion (m at 127.0.0.1): take the CRM's value" in shown
    assert "because Chief is added to Secret" in shown
    assert model.asked[0][1]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in "".join(path.read_text("latin-1") for path in daemon.folder.rglob("*.sealed"))
    assert KEY not in repr(daemon.store.search(Activity(limit=500)).rows)
    other = model.address.replace("127.0.0.1", "localhost")
    daemon.model.advisor = Advisor(endpoint=other, model="m", timeout_s=2)
    client.second_opinion(id)
    assert "Authorization" not in model.asked[1][1]
    assert "Removed" in run("advisor", "key", "--remove")
    with pytest.raises(Invalid):
        daemon.model.keep_key("two words", by="person:x")


def test_where_everything_stays_in_an_area_nothing_is_sent_elsewhere(
    model: Model, running: Running, tmp_path: Path
) -> None:
    daemon, client, id = running
    text = f'[residency]\nrequire = "eu"\n[advisor]\nmodel = "m"\nendpoint = "{model.address}"\n'
    for region, allowed in (('region = "us"', False), ('region = "eu"', True), ("", True)):
        settings = read_settings(text + region, "crmsync.toml", tmp_path)
        residency = Residency(settings=settings, store_url="sqlite://")
        daemon.model.admit = residency.admit_model
        [verdict] = [one for one in residency.verdicts() if one.route.name == "advisor: language model"]
        assert verdict.allowed is allowed
        model.asked.clear()
        if allowed:
            client.second_opinion(id)
            continue
        count = len(notes(daemon))
        with pytest.raises(ResidencyRefused, match=r"advisor: language model .127.0.0.1. is refused"):
            client.second_opinion(id)
        assert model.asked == [] and len(notes(daemon)) == count
    far = read_settings(text.replace(model.address, "https://llm.example.com/v1"), "crmsync.toml", tmp_path)
    with pytest.raises(ResidencyRefused, match="nothing says where") as refused:
        Residency(settings=far, store_url="sqlite://").admit_model()
    assert 'advisor.region = "eu"' in refused.value.advice


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('endpoint = "http://llm.example.com/v1"\nmodel = "m"', "https"),
        ('endpoint = "https://me:pw@llm.example.com/v1"\nmodel = "m"', "more than an address"),
        ('endpoint = "https://llm.example.com/v1?key=x"\nmodel = "m"', "more than an address"),
        ('endpoint = "https://llm.example.com/v1"', "model is missing"),
        ('region = "Germany"', "advisor.region"),
        ('api_key = "x"', "secrets do not belong"),
    ],
)
def test_wrong_settings_are_told(lines: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=why) as wrong:
        read_settings(f"[advisor]\n{lines}\n", "crmsync.toml", tmp_path)
    assert "two-letter" not in wrong.value.advice
    assert "api_key" not in lines or "crmsync advisor key" in wrong.value.advice


def test_off_by_default_and_only_for_what_is_open(model: Model, running: Running) -> None:
    daemon, client, id = running
    daemon.desk.resolve(id, Choice.CRM, values=None, by="person:x")
    with pytest.raises(Conflicting, match="is resolved"):
        client.second_opinion(id)
    daemon.model.advisor = Advisor()
    with pytest.raises(Conflicting, match="no language model is set up"):
        client.second_opinion(id)
    with pytest.raises(Conflicting, match="no language model is set up"):
        client.keep_model_key(KEY)
    assert model.asked == []
