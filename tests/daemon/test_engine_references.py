"""A child waits for its parent and goes on once the parent is linked, whichever way it travels."""

from __future__ import annotations

from core.conflicts import ItemKind
from core.mapping import DeletePolicy
from tests.support.small_engine import CONNECTION, Engine


def test_a_hub_child_waits_until_its_parent_is_in_the_crm_and_then_follows() -> None:
    engine = Engine()
    engine.turn()
    engine.cycle.resting["companies"] = engine.now + 60_000  # companies cannot be written for a while
    company = engine.desk.create("company", {"name": "Acme"}, by="person:p")
    child = engine.desk.create("contact", {"name": "Ann", "company": company.id}, by="person:p")
    engine.turn(3)
    waiting = {
        row.record_id: row.waiting_for
        for row in engine.store.list_pending(connection=CONNECTION, after=None, limit=10)
    }
    assert waiting == {company.id: None, child.id: company.id}
    assert not engine.crm.live("contacts")
    engine.turn(20)
    [company_id] = engine.crm.live("companies")
    assert engine.row(child) == {"n": "Ann", "o": company_id}
    assert not engine.store.list_pending(connection=CONNECTION, after=None, limit=10)


def test_a_crm_child_whose_parent_comes_later_waits_and_then_follows() -> None:
    engine = Engine()
    engine.turn()
    company = engine.crm.user_create("companies", {"n": "Acme"})
    child = engine.crm.user_create("contacts", {"n": "Ann", "e": "a@x.example", "o": company})
    engine.ring("contacts", child)
    engine.cycle.resting["companies"] = engine.now + 60_000  # the companies cannot be read for a while
    engine.turn(3)
    assert engine.link("contacts", child) is None
    engine.turn(20)
    assert engine.record("contacts", child).fields["company"] == engine.record("companies", company).id


def test_a_parent_that_will_not_come_is_a_question_and_the_other_fields_go_on() -> None:
    engine = Engine()
    [child] = engine.contacts(1)
    engine.crm.user_edit("contacts", child, {"o": "a company nobody has", "t": "CFO"})
    engine.turn()
    assert engine.record("contacts", child).fields["title"] == "CFO"
    assert engine.record("contacts", child).fields.get("company") is None
    assert len(engine.items(ItemKind.REFERENCE)) == 1


def test_the_question_about_a_parent_closes_once_the_reference_is_good() -> None:
    engine = Engine()
    [child] = engine.contacts(1)
    engine.crm.user_edit("contacts", child, {"o": "a company nobody has"})
    engine.turn()
    company = engine.crm.user_create("companies", {"n": "Acme"})
    engine.crm.user_edit("contacts", child, {"o": company})
    engine.turn(20)
    assert engine.record("contacts", child).fields["company"] == engine.record("companies", company).id
    assert not engine.items(ItemKind.REFERENCE)


def test_a_child_that_names_the_loser_of_a_merge_means_the_winner() -> None:
    engine = Engine()
    first = engine.crm.user_create("companies", {"n": "Acme"})
    second = engine.crm.user_create("companies", {"n": "Acme Ltd"})
    engine.turn()
    kept, lost = engine.record("companies", first), engine.record("companies", second)
    engine.crm.user_merge("companies", first, second)
    engine.turn()
    assert engine.store.records([lost.id])[lost.id].merged_into == kept.id
    child = engine.desk.create("contact", {"name": "Ann", "company": lost.id}, by="person:p")
    engine.turn()
    assert engine.row(child)["o"] == first
    assert child.fields["company"] == kept.id


def test_a_parent_that_was_deleted_in_the_crm_and_is_made_anew_there_gets_its_children_back() -> None:
    engine = Engine(deletes=DeletePolicy.PROPOSE)
    companies = [engine.crm.user_create("companies", {"n": name}) for name in ("Acme", "Brown")]
    engine.turn()
    [child] = engine.contacts(1, p=tuple(sorted(companies)))
    acme, brown = (engine.record("companies", one) for one in companies)
    engine.crm.user_delete("companies", companies[0])
    engine.crm.user_edit("contacts", child, {"p": (companies[1],)})  # as CRMs do by themselves
    engine.turn()
    assert engine.record("contacts", child).fields["partners"] == tuple(sorted((acme.id, brown.id)))
    [item] = engine.items(ItemKind.DELETION)
    engine.desk.decide(item.id, approve=False, option="anew", by="person:p")
    engine.turn(20)
    again = engine.there(acme, CONNECTION)
    assert again != companies[0]
    assert engine.crm.rows["contacts"][child].values["p"] == tuple(sorted((again, companies[1])))
    assert not engine.store.list_pending(connection=CONNECTION, after=None, limit=10)


def test_a_parent_that_a_crm_names_while_it_is_gone_there_is_named_here_once_it_is_restored() -> None:
    engine = Engine(deletes=DeletePolicy.IGNORE)
    companies = sorted(engine.crm.user_create("companies", {"n": name}) for name in ("Acme", "Brown"))
    engine.turn()
    both = [engine.record("companies", one).id for one in companies]
    [several, one] = engine.contacts(2, p=(companies[1],))
    engine.crm.user_delete("companies", companies[0])
    engine.turn()
    engine.crm.user_edit("contacts", several, {"p": tuple(companies)})
    engine.crm.user_edit("contacts", one, {"o": companies[0]})
    engine.turn()
    assert engine.record("contacts", several).fields["partners"] == (both[1],)
    assert len(engine.items(ItemKind.REFERENCE)) == 1
    engine.crm.user_restore("companies", companies[0])
    engine.turn(20)
    assert engine.record("contacts", several).fields["partners"] == tuple(sorted(both))
    assert engine.record("contacts", one).fields["company"] == both[0]
    assert not engine.items(ItemKind.REFERENCE)
    assert engine.crm.rows["contacts"][several].values["p"] == tuple(companies)
    assert not engine.store.list_pending(connection=None, after=None, limit=10)
