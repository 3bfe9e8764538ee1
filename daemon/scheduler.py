"""When things happen: APScheduler wakes the lanes and does the housekeeping, nothing else.

The jobs are short: a lane's own thread does the work it is woken for, so a slow CRM never holds the timetable up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from core.bus.base import Bus
from core.errors import StoreError
from core.logs import logger
from core.store.base import Store
from daemon.metering import Metering
from daemon.worker import Worker

log = logger(__name__)

INDEX_EVERY_S = 0.5
TEND_EVERY_S = 1.0  # only looks whether something is due
ADVISE_EVERY_S = 30.0  # only where a field is turned on
INDEX_BATCH = 500  # a larger one would hold the writer up
METRICS_EVERY_S = 10.0
RETENTION_EVERY_S = 6 * 3_600.0
CHECKPOINT_EVERY_S = 20.0
ANEW_EVERY_S = (
    86_400.0  # an account can be moved: where it lies is asked again, and its fields are read again
)
DAY_MS = 86_400_000


class Timetable:
    """The daemon's jobs. `start` begins, `stop` waits for a job under way."""

    def __init__(
        self,
        *,
        store: Store,
        bus: Bus,
        workers: Mapping[str, Worker],
        sweep_s: float,
        keep_days: int,
        clock: Callable[[], int],
    ) -> None:
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1}
        )
        self._store = store
        self._clock = clock
        self.tend: Callable[[str], None] = lambda name: None
        self.advise: Callable[[], object] = lambda: None
        self.metering: Metering | None = None
        self._keep_ms = keep_days * DAY_MS
        for name, worker in workers.items():
            self._every(worker.poll_ms / 1000, f"poll {name}", bus.hint, name)
            self._every(TEND_EVERY_S, f"webhooks {name}", self._tend, name)
            self._every(sweep_s, f"compare {name}", worker.compare_all)
            self._every(ANEW_EVERY_S, f"connect {name} anew", worker.reconnect)
        self._every(INDEX_EVERY_S, "index activity", self._index)
        self._every(ADVISE_EVERY_S, "advisor", self._advise)
        self._every(METRICS_EVERY_S, "metrics", self.keep_metrics)
        self._every(RETENTION_EVERY_S, "retention", self._prune)
        checkpoint = getattr(store, "checkpoint", None)
        if checkpoint is not None:
            self._every(CHECKPOINT_EVERY_S, "checkpoint", _quietly(checkpoint, "checkpoint"))

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def keep_metrics(self) -> None:
        """Make what was counted since the last time durable."""
        if self.metering is not None:
            _quietly(self.metering.keep, "metrics")()

    @property
    def jobs(self) -> Iterable[str]:
        return tuple(job.name for job in self._scheduler.get_jobs())

    def _every(self, seconds: float, name: str, work: Callable[..., object], *args: object) -> None:
        self._scheduler.add_job(work, IntervalTrigger(seconds=max(seconds, 0.05)), args=args, name=name)

    def _tend(self, name: str) -> None:
        self.tend(name)

    def _advise(self) -> None:
        _quietly(self.advise, "advisor")()

    def _index(self) -> None:
        _quietly(lambda: self._store.index_activity(limit=INDEX_BATCH), "index activity")()

    def _prune(self) -> None:
        _quietly(lambda: self._store.prune(before=self._clock() - self._keep_ms), "retention")()
        if self.metering is not None:
            _quietly(self.metering.tidy, "metrics")()


def _quietly(work: Callable[[], object], what: str) -> Callable[[], None]:
    """Housekeeping that fails is logged and tried again at its next time; the lanes tell health about the store."""

    def run() -> None:
        try:
            work()
        except StoreError as error:
            log.warning("housekeeping failed", job=what, kind=error.kind)

    return run
