"""CEL's library, and the syntax tree it makes of an expression: what is not allowed is found here.

Loaded with the first expression, by `core/expressions.py` alone: an installation without one never pays for it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from cel_expr_python import cel
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from core.errors import ExpressionInvalid
from core.expression_cost import parts_of

__all__ = ["cel", "tree"]

MAX_NESTING: Final = 2  # comprehensions inside comprehensions

# cel.expr.CheckedExpr (cel/expr/syntax.proto), as far as it is looked at: name -> (number, type).
_PACKAGE: Final = "crmsync.cel"
_MESSAGES: Final[dict[str, dict[str, tuple[int, str]]]] = {
    "Any": {"value": (2, "bytes")},
    "Checked": {"expr": (4, "Expr")},
    "Expr": {
        "const": (3, "Const"),
        "ident": (4, "Ident"),
        "select": (5, "Select"),
        "call": (6, "Call"),
        "list": (7, "List"),
        "struct": (8, "Struct"),
        "loop": (9, "Loop"),
    },
    "Const": {"text": (6, "string"), "bytes": (7, "bytes")},
    "Ident": {"name": (1, "string")},
    "Select": {"operand": (1, "Expr")},
    "Call": {"target": (1, "Expr"), "function": (2, "string"), "args": (3, "repeated Expr")},
    "List": {"elements": (1, "repeated Expr")},
    "Struct": {"name": (1, "string"), "entries": (2, "repeated Entry")},
    "Entry": {"key": (3, "Expr"), "value": (4, "Expr")},
    "Loop": {
        "item": (1, "string"),
        "range": (2, "Expr"),
        "sum": (3, "string"),
        "start": (4, "Expr"),
        "condition": (5, "Expr"),
        "step": (6, "Expr"),
        "result": (7, "Expr"),
    },
}
_KINDS: Final = {"string": FieldDescriptorProto.TYPE_STRING, "bytes": FieldDescriptorProto.TYPE_BYTES}


def tree(serialized: bytes) -> Any:
    """The syntax tree of a compiled expression, checked. Raises ExpressionInvalid where it is not allowed."""
    root = _classes("Checked").FromString(_classes("Any").FromString(serialized).value).expr
    _check(root, 0)
    return root


def _check(node: Any, loops: int) -> None:
    if node.HasField("struct") and node.struct.name:
        raise ExpressionInvalid(
            f"the expression makes a {node.struct.name}", advice="Use texts, numbers, lists and maps only."
        )
    if node.HasField("call") and node.call.function == "matches":
        pattern = node.call.args[-1]
        if not (pattern.HasField("const") and pattern.const.text):
            raise ExpressionInvalid(
                "the pattern of matches() is not a text written out", advice="Write the pattern in quotes."
            )
    if node.HasField("loop"):
        loops += 1
        if loops > MAX_NESTING:
            raise ExpressionInvalid(
                f"the expression has loops nested more than {MAX_NESTING} deep",
                advice="Use fewer of all(), exists(), filter() and map() inside one another.",
            )
    for part in parts_of(node):
        _check(part, loops)


@cache
def _made() -> Any:
    file = FileDescriptorProto(name="crmsync_cel.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = DescriptorProto(name=name)
        for field, (number, kind) in fields.items():
            repeated, _, type = kind.rpartition(" ")
            one = message.field.add(name=field, number=number)
            one.label = (
                FieldDescriptorProto.LABEL_REPEATED if repeated else FieldDescriptorProto.LABEL_OPTIONAL
            )
            one.type = _KINDS.get(type, FieldDescriptorProto.TYPE_MESSAGE)
            if type not in _KINDS:
                one.type_name = f".{_PACKAGE}.{type}"
        file.message_type.append(message)
    pool = DescriptorPool()  # of our own: the library may bring the real file
    pool.Add(file)
    return pool


@cache
def _classes(name: str) -> Any:
    return GetMessageClass(_made().FindMessageTypeByName(f"{_PACKAGE}.{name}"))
