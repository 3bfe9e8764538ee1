"""`python -m bench.advice_cases [--seed N] [--cases N] > FILE`: conflicts in other languages, wordings and mixes.

The development set of the advisor has Australian names and German phone numbers; this makes a file of the same format from
German, French, Spanish, Polish and Turkish material, with kinds of conflict that set lacks: a stage that went back, two
real names that look alike, a set one side shortened, a note both rewrote. It is for `bench.advice`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

_Row: TypeAlias = dict[str, Any]

_NAMES: Final = (
    "Müller", "Schneider", "Weber", "Hoffmann", "Schäfer", "Krüger", "Zimmermann", "Lefèvre", "Moreau", "Fournier",
    "Girard", "Chevalier", "García", "Fernández", "Rodríguez", "Jiménez", "Castillo", "Nowak", "Kowalski",
    "Wiśniewski", "Zieliński",
    "Kaya", "Demirci", "Öztürk", "Lindqvist", "Johansson", "Haugen", "Rasmussen", "Korhonen", "De Vries", "Bakker",
)  # fmt: skip
_TOWNS: Final = (
    "Braunschweig", "Saarbrücken", "Magdeburg", "Würzburg", "Heilbronn", "Besançon", "Montpellier", "Grenoble",
    "Valladolid", "Zaragoza", "Bydgoszcz", "Szczecin", "Eskişehir", "Trondheim", "Linköping", "Tampere",
    "Maastricht", "Eindhoven", "Padova",
)  # fmt: skip
_STREETS: Final = (
    "Lindenallee",
    "Bahnhofstraße",
    "Rue Pasteur",
    "Calle Mayor",
    "Via Garibaldi",
    "Ulica Długa",
    "Kerkstraat",
)
_JOBS: Final = (
    "Geschäftsführerin",
    "Leiter Einkauf",
    "Responsable achats",
    "Jefa de ventas",
    "Kierownik",
    "Inkoper",
)
_TAGS: Final = ("Messe", "Stammkunde", "prioritaire", "socio", "Händler", "boletín", "Empfehlung")
_SENTENCES: Final = ("Rückruf am Montag.", "Préfère le courriel.", "Quiere una demo.", "Budżet zatwierdzony.",
                     "Vertrag läuft aus.", "Rencontrée au salon.", "Möchte Angebot in CHF.")  # fmt: skip
_PEOPLE: Final = ("m.schulz", "claire.dubois", "person:ewa", "j.de.boer")
_MACHINES: Final = ("workflow:nightly", "import:liste-2026", "integration:clearbit", "workflow:dedupe")
_NOTHING: Final = ("unbekannt", "k.A.", "inconnu", "sin datos", "N/A", "???", "n.d.")
_STAGES: Final = ("Neu", "Kontaktiert", "Angebot", "Verhandlung", "Abschluss", "Verloren")
_MONTHS: Final = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
                  "Dezember")  # fmt: skip
_HUB_FIELDS: Final = ("family_name", "town")


class Maker:
    """Draws cases; every draw comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.known: dict[str, dict[str, int]] = {
            "family_name": {
                name: int(40 / (place + 1)) + 1 for place, name in enumerate(self._shuffled(_NAMES))
            },
            "town": {name: self.dice.randint(1, 15) for name in _TOWNS},
        }
        self.known["family_name"] |= {"Meier": 12, "Meyer": 15, "Schmidt": 30, "Schmitt": 18}

    def _shuffled(self, of: tuple[str, ...]) -> list[str]:
        return self.dice.sample(of, len(of))

    def one(self) -> _Row:
        kinds: tuple[tuple[int, Callable[[], _Row]], ...] = (
            (14, self.alike),
            (14, self.slip),
            (4, self.two_names),
            (10, self.plausible),
            (8, self.note),
            (3, self.rewritten),
            (7, self.tags),
            (8, self.stage),
            (12, self.hands),
            (5, self.customer),
            (7, self.emptied_by_machine),
            (4, self.emptied),
            (7, self.malformed),
            (6, self.fuller),
            (6, self.amounts),
            (3, self.two_machines),
        )
        (make,) = self.dice.choices([one for _, one in kinds], [share for share, _ in kinds])
        return make()

    def row(
        self,
        name: str,
        type: str,
        base: Any,
        hub: Any,
        crm: Any,
        truth: _Row,
        *,
        hands: tuple[str, str] | None = None,
        category: str,
        hours: float | None = None,
        order: tuple[str, ...] = (),
    ) -> _Row:
        """`hours` is how much later the hub was changed."""
        at = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=self.dice.randint(0, 90_000))
        later = self.dice.uniform(-60, 60) if hours is None else hours
        by = hands or (self.dice.choice(_PEOPLE), self.dice.choice(_PEOPLE))
        return {
            "category": category,
            "object": "person",
            "field": {"name": name, "type": type},
            "base": base,
            "hub": hub,
            "crm": crm,
            "truth": truth,
            "hub_edit": {"at": at.isoformat(), "by": by[0]},
            "crm_edit": {"at": (at - timedelta(hours=later)).isoformat(), "by": by[1]},
            **({"evidence": {"choices_in_order": list(order)}} if order else {}),
        }

    def sided(
        self,
        name: str,
        type: str,
        base: Any,
        right: Any,
        wrong: Any,
        *,
        category: str,
        hands: tuple[str, str] | None = None,
        hours: float | None = None,
        order: tuple[str, ...] = (),
    ) -> _Row:
        """The right value on either side, `hands` and `hours` as seen from it."""
        if self.dice.random() < 0.5:
            return self.row(
                name,
                type,
                base,
                right,
                wrong,
                {"choice": "hub"},
                hands=hands,
                category=category,
                hours=hours,
                order=order,
            )
        turned = hands and (hands[1], hands[0])
        return self.row(
            name,
            type,
            base,
            wrong,
            right,
            {"choice": "crm"},
            hands=turned,
            category=category,
            hours=None if hours is None else -hours,
            order=order,
        )

    def alike(self) -> _Row:
        n, day, month, year = (
            self.dice.randint(11, 989) * 1000,
            self.dice.randint(13, 28),
            self.dice.randint(1, 12),
            1985,
        )
        line = self.dice.randint(2000000, 8999999)
        pairs = (
            ("umsatz", "currency", f"EUR {n}", f"{n // 1000}.000,00 €"),
            ("umsatz", "currency", f"CHF {n}", f"CHF {n // 1000}'000.00"),
            ("umsatz", "currency", f"{n}", f"{n // 1000} 000,00 EUR"),
            ("geboren", "date", f"{year}-{month:02}-{day}", f"{day}.{month}.{year}"),
            ("geboren", "date", f"{year}-{month:02}-{day}", f"{day}. {_MONTHS[month - 1]} {year}"),
            ("geboren", "date", f"{year}-{month:02}-{day}", f"{month}/{day}/{year}"),
            ("land", "text", "Deutschland", "Germany"),
            ("land", "text", "España", "ES"),
            ("sprache", "text", "Deutsch", "German"),
            ("mobil", "phone", f"+4930{line}", f"030/{line}"),
            ("mobil", "phone", f"+331{line}0", f"0033 1 {line}0"),
            ("netz", "url", "https://www.beispiel.example", "beispiel.example/"),
            ("post", "email", "a.weber@beispiel.example", "A.Weber@Beispiel.example "),
            ("family_name", "text", "Weber", " WEBER"),
            ("strasse", "text", "Goethestraße 7", "Goethestr. 7"),
            ("tags", "multi_choice", "Messe;socio", "socio; Messe"),
        )
        name, type, one, other = self.dice.choice(pairs)
        if self.dice.random() < 0.5:
            one, other = other, one
        return self.row(name, type, None, one, other, {"choice": "equivalent"}, category="alike")

    def slip(self) -> _Row:
        field = self.dice.choice(_HUB_FIELDS)
        right = self.dice.choice(list(self.known[field]))
        wrong = right
        while wrong.casefold() in (one.casefold() for one in self.known[field]):
            at = self.dice.randrange(1, len(right))
            letter = self.dice.choice("aeinrstlo")
            wrong = self.dice.choice(
                (
                    right[:at] + right[at + 1 :],
                    right[:at] + letter + right[at:],
                    right[:at] + letter + right[at + 1 :],
                    right[: at - 1] + right[at : at + 1] + right[at - 1] + right[at + 1 :]
                    if at > 1
                    else right,
                )
            )
        return self.sided(field, "text", "Vorher", right, wrong, category="slip")

    def two_names(self) -> _Row:
        one, other = self.dice.choice((("Meier", "Meyer"), ("Schmidt", "Schmitt")))
        return self.row(
            "family_name",
            "text",
            "Vorher",
            one,
            other,
            {"choice": "ask"},
            category="two names that look alike",
        )

    def plausible(self) -> _Row:
        one, other = self.dice.sample(_TOWNS, 2)
        name, type = self.dice.choice((("ort", "text"), ("town", "text"), ("branche", "choice")))
        return self.row(name, type, "Köln", one, other, {"choice": "ask"}, category="two plausible values")

    def note(self) -> _Row:
        base, one, other = self.dice.sample(_SENTENCES, 3)
        sign = self.dice.choice(("\n", "\n\n", " ", "\r\n"))
        hub, crm = (
            (f"{base}{sign}{one}", f"{base}{sign}{other}")
            if self.dice.random() < 0.7
            else (f"{one}{sign}{base}", f"{other}{sign}{base}")
        )
        return self.row(
            "bemerkung",
            "long_text",
            base,
            hub,
            crm,
            {"choice": "merged", "contains": [base, one, other]},
            category="note",
        )

    def rewritten(self) -> _Row:
        base, one, other = self.dice.sample(_SENTENCES, 3)
        return self.row(
            "bemerkung", "long_text", base, one, other, {"choice": "ask"}, category="both rewrote the note"
        )

    def tags(self) -> _Row:
        base, added, gone, theirs = ([one] for one in self.dice.sample(_TAGS, 4))
        sign = self.dice.choice((";", "; ", ","))
        hub, crm = [*base, *gone, *added], [*base, *theirs]
        return self.row(
            "tags",
            "multi_choice",
            sign.join([*base, *gone]),
            sign.join(hub),
            sign.join(crm),
            {"choice": "merged", "set": sorted({*base, *added, *theirs})},
            category="set",
        )

    def stage(self) -> _Row:
        if self.dice.random() < 0.25:
            hub, crm = self.dice.choice(
                (("Neu", "Verhandlung"), ("Verloren", "Abschluss"), ("Kontaktiert", "Verloren"))
            )
            return self.row(
                "phase",
                "choice",
                "Angebot",
                hub,
                crm,
                {"choice": "ask"},
                category="stage back or lost",
                order=_STAGES,
            )
        base, less, more = sorted(self.dice.sample(range(5), 3))
        return self.sided(
            "phase", "choice", _STAGES[base], _STAGES[more], _STAGES[less], category="stage", order=_STAGES
        )

    def _job(self) -> str:
        return self.dice.choice(_JOBS)

    def _amount(self) -> str:
        return f"EUR {self.dice.randint(9, 99) * 1000}"

    def _street(self) -> str:
        return f"{self.dice.choice(_STREETS)} {self.dice.randint(1, 99)}"

    def _day(self) -> str:
        return f"19{self.dice.randint(50, 99)}-04-1{self.dice.randint(0, 9)}"

    def hands(self) -> _Row:
        name, type, make = self.dice.choice(
            (
                ("position", "text", self._job),
                ("umsatz", "currency", self._amount),
                ("strasse", "text", self._street),
                ("geboren", "date", self._day),
            )
        )
        one, other = make(), make()
        while one == other:
            other = make()
        return self.sided(
            name,
            type,
            None,
            one,
            other,
            hands=(self.dice.choice(_PEOPLE), self.dice.choice(_MACHINES)),
            category="person against machine",
        )

    def customer(self) -> _Row:
        one, other = self.dice.sample(_STREETS, 2)
        hands = ("self:kundenportal", self.dice.choice(_PEOPLE + _MACHINES))
        return self.sided(
            "strasse",
            "text",
            "Alter Weg 1",
            f"{one} 4",
            f"{other} 31",
            hands=hands,
            hours=self.dice.uniform(80, 500),
            category="customer's own edit",
        )

    def emptied_by_machine(self) -> _Row:
        return self.sided(
            "ort",
            "text",
            "Köln",
            self.dice.choice(_TOWNS),
            self.dice.choice((None, "")),
            hands=(self.dice.choice(_PEOPLE), self.dice.choice(_MACHINES)),
            category="emptied by a machine",
        )

    def emptied(self) -> _Row:
        value = self.dice.choice(_JOBS)
        hub, crm = (value, None) if self.dice.random() < 0.5 else (None, value)
        return self.row(
            "assistenz", "text", "Vorher", hub, crm, {"choice": "ask"}, category="emptied by a person"
        )

    def malformed(self) -> _Row:
        name, type, right, wrong = self.dice.choice(
            (
                ("post", "email", "eva.nowak@firma.example", "eva.nowak@firma"),
                ("post", "email", "l.moreau@firma.example", "l.moreau firma.example"),
                ("mobil", "phone", "+48221234567", "22 12"),
                ("netz", "url", "https://firma.example", "firma"),
                ("geboren", "date", "1990-05-17", "1990-17-45"),
                ("post", "email", "k.haugen@firma.example", self.dice.choice(_NOTHING)),
                ("position", "text", "Inkoper", self.dice.choice(_NOTHING)),
                ("mobil", "phone", "+31201234567", self.dice.choice(_NOTHING)),
            )
        )
        return self.sided(name, type, None, right, wrong, category="malformed")

    def fuller(self) -> _Row:
        right, wrong = self.dice.choice(
            (
                ("Rue Pasteur 14", "Rue Pasteur"),
                ("Marie-Claire Girard", "M. Girard"),
                ("Bakker Transport B.V.", "Bakker"),
                ("Lindenallee 5, Hinterhaus", "Lindenallee 5"),
                ("Calle Mayor 3", "Mayor"),
            )
        )
        return self.sided("anschrift", "text", "Vorher", right, wrong, category="fuller")

    def amounts(self) -> _Row:
        one, other = self.dice.sample(range(10, 99), 2)
        name, type, hub, crm = self.dice.choice(
            (
                ("umsatz", "currency", f"{one}.000,00 €", f"{other}.000,00 €"),
                ("umsatz", "currency", "EUR 5000", "USD 5000"),
                ("mitarbeiter", "number", str(one), str(other)),
                ("betreuer", "reference", f"k{one}", f"k{other}"),
                ("aktiv", "bool", True, False),
                ("termin", "date", f"2026-03-{one % 28 + 1:02}", f"2026-05-{other % 28 + 1:02}"),
            )
        )
        return self.row(
            name, type, None, hub, crm, {"choice": "ask"}, category="amounts, records, days differ"
        )

    def two_machines(self) -> _Row:
        one, other = self.dice.sample(_TOWNS, 2)
        hands = (self.dice.choice(_MACHINES), self.dice.choice(_MACHINES))
        return self.row(
            "ort", "text", None, one, other, {"choice": "ask"}, hands=hands, category="two machines"
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.advice_cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=2000)
    chosen = parser.parse_args()
    maker = Maker(chosen.seed)
    cases = [{"id": f"e{number:05}", **maker.one()} for number in range(chosen.cases)]
    print(json.dumps({"format": 1, "hub_values": maker.known, "cases": cases}, ensure_ascii=False))


if __name__ == "__main__":
    main()
