"""The associations v4 routes, and the linking that creates of records share with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.sandbox.calls import Answer, Call, Router, json_answer
from adapters.sandbox.hubspot.account import Account
from adapters.sandbox.hubspot.association_types import PRIMARY_OF, AssociationType, AssociationTypes
from adapters.sandbox.hubspot.batch import BatchAnswer, inputs_of
from adapters.sandbox.hubspot.errors import Problem, invalid, not_found
from adapters.sandbox.hubspot.fields import ObjectType
from adapters.sandbox.hubspot.speech import actor_of, catching
from adapters.sandbox.ledger import Actor

MAX_READ, MAX_WRITE, PAGE = 1_000, 2_000, 500


class Associations:
    """Links between records as the API shows and changes them."""

    def __init__(self, account: Account, types: AssociationTypes) -> None:
        self._account = account
        self._types = types
        self._links = account.world.links

    def mount(self, router: Router, objects: Sequence[str], associations: Sequence[str]) -> None:
        """Registers the routes under each prefix of the objects and the associations API."""
        for prefix in objects:
            link = f"{prefix}/{{object}}/{{id}}/associations"
            router.add("PUT", f"{link}/default/{{to}}/{{to_id}}", catching(self._put_default))
            router.add("PUT", f"{link}/{{to}}/{{to_id}}", catching(self._put))
            router.add("DELETE", f"{link}/{{to}}/{{to_id}}", catching(self._delete))
            router.add("GET", f"{link}/{{to}}", catching(self._list))
        for prefix in associations:
            pair = f"{prefix}/{{object}}/{{to}}"
            router.add("POST", f"{pair}/batch/read", catching(self._read))
            router.add("POST", f"{pair}/batch/create", catching(self._create))
            router.add("POST", f"{pair}/batch/associate/default", catching(self._create_default))
            router.add("POST", f"{pair}/batch/archive", catching(self._archive))
            router.add("POST", f"{pair}/batch/labels/archive", catching(self._archive_labels))
            router.add("GET", f"{pair}/labels", catching(self._labels))
            router.add("POST", f"{pair}/labels", catching(self._add_label))
            router.add("DELETE", f"{pair}/labels/{{type_id}}", catching(self._remove_label))

    def pick(self, one: ObjectType, other: ObjectType, specs: list[dict[str, Any]]) -> list[AssociationType]:
        """The types that AssociationSpec objects name; raises Problem."""
        return self._types.pick(one, other, specs)

    def link(
        self,
        one: ObjectType,
        id: str,
        other: ObjectType,
        to_id: str,
        types: Sequence[AssociationType],
        by: Actor,
        trace: str | None = None,
    ) -> None:
        """Links two live records; the first company of a contact or deal becomes its primary. Raises Problem."""
        if one is other and id == to_id:
            raise invalid(f"Object {id} cannot be associated to itself ({to_id})")
        for object, end in ((one, id), (other, to_id)):
            if not end.isdigit():
                raise Problem(
                    400,
                    "VALIDATION_ERROR",
                    f"{end} is not a valid ID",
                    context={"id": [end]},
                    sub_category="crm.associations.INVALID_IDENTIFIER",
                )
            if self._account.find(object, end) is None:
                raise not_found(f"{object.label} {end} does not exist")
        chosen = list(types)
        for unlabelled, primary in PRIMARY_OF.items():
            kind = self._types.get(primary)
            if any(unlabelled in (t.id, t.inverse) for t in types):
                forward = kind.from_object == one.name
                holder, held = (id, to_id) if forward else (to_id, id)
                links = self._links.of(kind.from_object, holder, kind.to_object)
                if not any(primary in type_ids for _other, type_ids in links) and held:
                    chosen.append(kind if forward else self._types.get(kind.inverse))
        forward_ids = tuple(dict.fromkeys(t.id for t in chosen))
        back_ids = tuple(dict.fromkeys(t.inverse for t in chosen))
        if any(t.label == "Primary" for t in types):
            self._drop_other_primary(one, id, other, to_id, chosen)
        self._account.world.link(
            one.name, id, other.name, to_id, types=forward_ids, back=back_ids, by=by, trace=trace
        )

    def _drop_other_primary(
        self, one: ObjectType, id: str, other: ObjectType, to_id: str, chosen: Sequence[AssociationType]
    ) -> None:
        for kind in (t for t in chosen if t.label == "Primary"):
            forward = kind.id in PRIMARY_OF.values()
            holder_object, holder, held_object, held = (
                (one, id, other, to_id) if forward else (other, to_id, one, id)
            )
            type_id, back = (kind.id, kind.inverse) if forward else (kind.inverse, kind.id)
            for past, type_ids in self._links.of(holder_object.name, holder, held_object.name):
                if past != held and type_id in type_ids:
                    self._links.drop(holder_object.name, holder, held_object.name, past, (type_id,), (back,))

    # -- one pair -----------------------------------------------------------------------------------------

    def _pair(self, call: Call) -> tuple[ObjectType, ObjectType]:
        return self._account.object(call.params["object"]), self._account.object(call.params["to"])

    def _put_default(self, call: Call) -> Answer:
        one, other = self._pair(call)
        kind = self._types.default(one, other)
        self.link(one, call.params["id"], other, call.params["to_id"], [kind], actor_of(call))
        batch = BatchAnswer(self._account.world.clock)
        batch.results = _default_results(kind, call.params["id"], call.params["to_id"])
        return batch.answer()

    def _put(self, call: Call) -> Answer:
        one, other = self._pair(call)
        specs = call.json()
        if not isinstance(specs, list) or not specs:
            raise invalid("The body must be a list of association types")
        types = self._types.pick(one, other, specs)
        self.link(one, call.params["id"], other, call.params["to_id"], types, actor_of(call))
        return json_answer(
            _pair_result(one, call.params["id"], other, call.params["to_id"], types), status=201
        )

    def _delete(self, call: Call) -> Answer:
        one, other = self._pair(call)
        self._account.world.unlink(
            one.name, call.params["id"], other.name, call.params["to_id"], by=actor_of(call)
        )
        return Answer(status=204)

    def _list(self, call: Call) -> Answer:
        one, other = self._pair(call)
        limit = int(call.arg("limit", str(PAGE)))
        if not 1 <= limit <= PAGE:
            raise invalid(f"limit must be between 1 and {PAGE}")
        if self._account.find(one, call.params["id"]) is None:
            raise not_found()
        shown, after = self._page(one, call.params["id"], other, call.arg("after"), limit)
        body: dict[str, Any] = {"results": shown}
        if after:
            body["paging"] = {"next": {"after": after, "link": f"{call.base_url}{call.path}?after={after}"}}
        return json_answer(body, records=len(shown))

    def _page(
        self, one: ObjectType, id: str, other: ObjectType, after: str, limit: int
    ) -> tuple[list[dict[str, Any]], str | None]:
        links = sorted(self._links.of(one.name, id, other.name))
        rest = [link for link in links if link[0] > after and self._account.find(other, link[0]) is not None]
        shown = [
            {"toObjectId": int(to_id), "associationTypes": [self._types.get(t).wire() for t in types]}
            for to_id, types in rest[:limit]
        ]
        return shown, rest[limit - 1][0] if len(rest) > limit else None

    # -- batches ------------------------------------------------------------------------------------------

    def _read(self, call: Call) -> Answer:
        one, other = self._pair(call)
        batch = BatchAnswer(self._account.world.clock)
        for entry in inputs_of(call, MAX_READ):
            id = str(entry.get("id", ""))
            shown, after = self._page(one, id, other, str(entry.get("after") or ""), PAGE)
            if not shown:
                batch.errors.append(_nothing_linked(one, id, other))
                continue
            result: dict[str, Any] = {"from": {"id": id}, "to": shown}
            if after:
                result["paging"] = {"next": {"after": after}}
            batch.results.append(result)
        return batch.answer(draw=call.draw)

    def _create(self, call: Call) -> Answer:
        one, other = self._pair(call)
        batch = BatchAnswer(self._account.world.clock, good=201)
        for entry in inputs_of(call, MAX_WRITE):
            try:
                id, to_id = _ends(entry)
                types = self._types.pick(one, other, entry.get("types") or [])
                self.link(one, id, other, to_id, types, actor_of(call))
            except Problem as problem:
                batch.errors.append(problem.entry())
                continue
            batch.results.append(_pair_result(one, id, other, to_id, types))
        return batch.answer(draw=call.draw)

    def _create_default(self, call: Call) -> Answer:
        one, other = self._pair(call)
        kind = self._types.default(one, other)
        batch = BatchAnswer(self._account.world.clock)
        for entry in inputs_of(call, MAX_WRITE):
            try:
                id, to_id = _ends(entry)
                self.link(one, id, other, to_id, [kind], actor_of(call))
            except Problem as problem:
                batch.errors.append(problem.entry())
                continue
            batch.results.extend(_default_results(kind, id, to_id))
        return batch.answer(draw=call.draw)

    def _archive(self, call: Call) -> Answer:
        one, other = self._pair(call)
        for entry in inputs_of(call, MAX_WRITE):
            id = str((entry.get("from") or {}).get("id", ""))
            for end in entry.get("to") or ():
                self._account.world.unlink(one.name, id, other.name, str(end.get("id")), by=actor_of(call))
        return Answer(status=204)

    def _archive_labels(self, call: Call) -> Answer:
        one, other = self._pair(call)
        for entry in inputs_of(call, MAX_WRITE):
            id, to_id = _ends(entry)
            types = self._types.pick(one, other, entry.get("types") or [])
            forward, back = tuple(t.id for t in types), tuple(t.inverse for t in types)
            self._account.world.unlink(
                one.name, id, other.name, to_id, types=forward, back=back, by=actor_of(call)
            )
        return Answer(status=204)

    # -- labels -------------------------------------------------------------------------------------------

    def _labels(self, call: Call) -> Answer:
        one, other = self._pair(call)
        self._types.default(one, other)
        return json_answer({"results": [kind.wire() for kind in self._types.between(one, other)]})

    def _add_label(self, call: Call) -> Answer:
        one, other = self._pair(call)
        body = call.json_object()
        if not isinstance(body.get("label"), str) or not isinstance(body.get("name"), str):
            raise invalid("A label needs 'label' and 'name'")
        made = self._types.define(one, other, body["name"], body["label"], body.get("inverseLabel"))
        return json_answer({"results": [kind.wire() for kind in made]})

    def _remove_label(self, call: Call) -> Answer:
        self._types.remove(int(call.params["type_id"]) if call.params["type_id"].isdigit() else -1)
        return Answer(status=204)


def _ends(entry: dict[str, Any]) -> tuple[str, str]:
    try:
        return str(entry["from"]["id"]), str(entry["to"]["id"])
    except (KeyError, TypeError) as error:
        raise invalid("Each input needs from.id and to.id") from error


def _default_results(kind: AssociationType, id: str, to_id: str) -> list[dict[str, Any]]:
    def one_way(start: str, end: str, type_id: int) -> dict[str, Any]:
        spec = {"associationCategory": kind.category, "associationTypeId": type_id}
        return {"from": {"id": start}, "to": {"id": end}, "associationSpec": spec}

    return [one_way(id, to_id, kind.id), one_way(to_id, id, kind.inverse)]


def _pair_result(
    one: ObjectType, id: str, other: ObjectType, to_id: str, types: Sequence[AssociationType]
) -> dict[str, Any]:
    return {
        "fromObjectTypeId": one.type_id,
        "fromObjectId": int(id),
        "toObjectTypeId": other.type_id,
        "toObjectId": int(to_id),
        "labels": [kind.label for kind in types if kind.label is not None],
    }


def _nothing_linked(one: ObjectType, id: str, other: ObjectType) -> dict[str, Any]:
    return Problem(
        404,
        "OBJECT_NOT_FOUND",
        f"No {other.singular} is associated with {one.singular} {id}.",
        context={"fromObjectId": [id], "fromObjectType": [one.singular], "toObjectType": [other.singular]},
        sub_category="crm.associations.NO_ASSOCIATIONS_FOUND",
    ).entry()
