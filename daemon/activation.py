"""Puts mappings in use while everything runs: each lane whose mappings changed connects anew between two of its turns."""

from __future__ import annotations

from dataclasses import dataclass

from core.mapping import Mapping
from core.sync.routes import RouteTable
from daemon.realtime import RealTime
from daemon.service import Service
from daemon.worker import Worker


@dataclass(slots=True)
class Activation:
    """`routes` is the table that every lane and the desk send hub changes by."""

    service: Service
    workers: dict[str, Worker]
    routes: RouteTable
    realtime: RealTime

    def __call__(self, mappings: tuple[Mapping, ...]) -> set[str]:
        """Use exactly these from now on; the connections whose mappings are others than before."""
        touched: set[str] = set()
        for name in self.routes:
            self.routes[name] = tuple(one for one in mappings if one.hub_object == name)
        self.service.mappings = mappings
        self.service.rules.mappings = mappings
        for name, worker in self.workers.items():
            mine = tuple(one for one in mappings if one.connection == name)
            if mine != worker.mappings:
                worker.mappings = mine
                self.realtime.lines[name].mappings = mine
                worker.reconnect()
                touched.add(name)
        return touched
