"""The words of Salesforce's Pub/Sub API on the wire: service eventbus.v1.PubSub, as far as we speak it.

Names, numbers and types of the fields are Salesforce's contract (pubsub_api.proto, version 1); the message classes are
made from this table when the module is loaded, so nothing is generated at build time. Fields we never look at are left
out: protobuf carries them past.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

PACKAGE: Final = "eventbus.v1"
SERVICE: Final = f"{PACKAGE}.PubSub"
SUBSCRIBE: Final = f"/{SERVICE}/Subscribe"
GET_SCHEMA: Final = f"/{SERVICE}/GetSchema"
GET_TOPIC: Final = f"/{SERVICE}/GetTopic"
LATEST, EARLIEST, CUSTOM = 0, 1, 2  # ReplayPreset

_KINDS: Final = {
    "string": FieldDescriptorProto.TYPE_STRING,
    "bytes": FieldDescriptorProto.TYPE_BYTES,
    "bool": FieldDescriptorProto.TYPE_BOOL,
    "int32": FieldDescriptorProto.TYPE_INT32,
    "enum": FieldDescriptorProto.TYPE_ENUM,
}
_MESSAGES: Final[dict[str, dict[str, tuple[int, str]]]] = {
    "TopicRequest": {"topic_name": (1, "string")},
    "TopicInfo": {
        "topic_name": (1, "string"),
        "tenant_guid": (2, "string"),
        "can_publish": (3, "bool"),
        "can_subscribe": (4, "bool"),
        "schema_id": (5, "string"),
        "rpc_id": (6, "string"),
    },
    "SchemaRequest": {"schema_id": (1, "string")},
    "SchemaInfo": {"schema_json": (1, "string"), "schema_id": (2, "string"), "rpc_id": (3, "string")},
    "ProducerEvent": {"id": (1, "string"), "schema_id": (2, "string"), "payload": (3, "bytes")},
    "ConsumerEvent": {"event": (1, "ProducerEvent"), "replay_id": (2, "bytes")},
    "FetchRequest": {
        "topic_name": (1, "string"),
        "replay_preset": (2, "enum"),
        "replay_id": (3, "bytes"),
        "num_requested": (4, "int32"),
    },
    "FetchResponse": {
        "events": (1, "repeated ConsumerEvent"),
        "latest_replay_id": (2, "bytes"),
        "rpc_id": (3, "string"),
        "pending_num_requested": (4, "int32"),
    },
}


def _message(name: str, fields: dict[str, tuple[int, str]]) -> DescriptorProto:
    made = DescriptorProto(name=name)
    for field, (number, kind) in fields.items():
        repeated, _, type = kind.rpartition(" ")
        label = FieldDescriptorProto.LABEL_REPEATED if repeated else FieldDescriptorProto.LABEL_OPTIONAL
        one = made.field.add(name=field, number=number, label=label)
        one.type = _KINDS.get(type, FieldDescriptorProto.TYPE_MESSAGE)
        if type == "enum":
            one.type_name = f".{PACKAGE}.ReplayPreset"
        elif type not in _KINDS:
            one.type_name = f".{PACKAGE}.{type}"
    return made


def _classes() -> dict[str, Any]:
    file = FileDescriptorProto(name="pubsub_api.proto", package=PACKAGE, syntax="proto3")
    presets = file.enum_type.add(name="ReplayPreset")
    for number, name in enumerate(("LATEST", "EARLIEST", "CUSTOM")):
        presets.value.add(name=name, number=number)
    file.message_type.extend(_message(name, fields) for name, fields in _MESSAGES.items())
    pool = DescriptorPool()  # of our own: another library may bring Salesforce's file too
    pool.Add(file)
    return {name: GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{name}")) for name in _MESSAGES}


_MADE: Final = _classes()
TopicRequest: Final[Any] = _MADE["TopicRequest"]
TopicInfo: Final[Any] = _MADE["TopicInfo"]
SchemaRequest: Final[Any] = _MADE["SchemaRequest"]
SchemaInfo: Final[Any] = _MADE["SchemaInfo"]
ProducerEvent: Final[Any] = _MADE["ProducerEvent"]
ConsumerEvent: Final[Any] = _MADE["ConsumerEvent"]
FetchRequest: Final[Any] = _MADE["FetchRequest"]
FetchResponse: Final[Any] = _MADE["FetchResponse"]
