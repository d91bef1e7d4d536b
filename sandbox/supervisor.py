"""The process that runs the sandbox's parts and outlives the shell that started it."""

import asyncio
import contextlib
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sandbox.parts import Part
from sandbox.report import ProcessReport, Report, State, now

RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0
FIRST_BACKOFF_SECONDS = 0.25
START_LIMIT_SECONDS = 120.0
STOP_LIMIT_SECONDS = 5.0
POLL_SECONDS = 0.05
FOLLOW_SECONDS = 0.5
LONGEST_BACKOFF_SECONDS = 15.0
# Reads until this process is gone, even by kill -9, then ends the whole process group: no part outlives its supervisor.
GUARD = ("sh", "-c", "read _; kill -KILL 0")


class Supervisor:
    """Starts parts in order, restarts what crashes, stops everything at the end.

    `wanted` tells which optional parts should run beside them now; None if it cannot tell.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        logs: Path,
        publish: Callable[[Report], None],
        wanted: Callable[[], Sequence[Part] | None] = list[Part],
    ) -> None:
        self._parts = parts
        self._wanted = wanted
        self._optional: dict[str, Part] = {}
        self._logs = logs
        self._publish_report = publish
        self._report = Report(processes={part.name: ProcessReport() for part in parts})
        self._ready = {part.name: asyncio.Event() for part in parts}
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._processes: dict[str, Process] = {}
        self._reason: asyncio.Future[str] = asyncio.Future()

    async def run(self) -> None:
        """Run until a signal or the loss of a vital part ends the sandbox."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._end, f"it was stopped ({number.name})")
        self._publish()
        started = time.monotonic()
        guard = asyncio.create_task(self._guard())
        for part in self._parts:
            self._keepers[part.name] = asyncio.create_task(self._keep(part))
        others = [asyncio.create_task(self._announce(started)), asyncio.create_task(self._follow())]
        reason = await self._reason
        self._report.state, self._report.reason = State.STOPPING, reason
        self._publish()
        keepers = dict(self._keepers)
        for task in (*others, *keepers.values()):
            task.cancel()
        # Nothing of a stopped sandbox is used again, so no part has anything to save.
        await asyncio.gather(*(self._kill(process) for process in self._processes.values()))
        guard.cancel()
        await asyncio.gather(guard, *others, *keepers.values(), return_exceptions=True)
        self._report.state = State.ENDED
        self._publish()

    async def _announce(self, started: float) -> None:
        for ready in self._ready.values():
            await ready.wait()
        self._report.state, self._report.start_seconds = State.READY, round(time.monotonic() - started, 2)
        self._publish()

    async def _follow(self) -> None:
        for part in self._parts:
            await self._ready[part.name].wait()
        try:
            while True:
                wanted = await asyncio.to_thread(self._wanted)
                if wanted is not None:
                    await self._have_exactly({part.name: part for part in wanted})
                await asyncio.sleep(FOLLOW_SECONDS)
        except Exception as error:  # noqa: BLE001  as for a part
            self._end(f"nobody looks after the controllers: {error}")

    async def _have_exactly(self, wanted: Mapping[str, Part]) -> None:
        for name, part in list(self._optional.items()):
            if wanted.get(name) != part:
                self._keepers[name].cancel()
                await self._stop(name)
                del self._optional[name], self._keepers[name], self._ready[name], self._report.processes[name]
                self._publish()
        for name, part in wanted.items():
            if name not in self._optional:
                self._optional[name], self._ready[name] = part, asyncio.Event()
                self._report.processes[name] = ProcessReport()
                self._keepers[name] = asyncio.create_task(self._keep(part))

    async def _guard(self) -> None:
        while True:
            guard = await asyncio.create_subprocess_exec(*GUARD, stdin=PIPE)
            try:
                await guard.wait()
            except asyncio.CancelledError:
                guard.kill()
                await guard.wait()
                raise

    async def _keep(self, part: Part) -> None:
        try:
            await self._run_forever(part)
        except Exception as error:  # noqa: BLE001  an error in one task must end the sandbox, not leave it half alive
            self._end(f"{part.name}: {error}")

    async def _run_forever(self, part: Part) -> None:
        for name in part.after:
            await self._ready[name].wait()
        crashes: list[float] = []
        while True:
            process = await self._spawn(part)
            await self._until_ready_or_gone(part, process)
            how = _describe(await process.wait())
            if part.vital or not (part.optional or self._ready[part.name].is_set()):
                self._end(f"{part.name} {how}")
                return
            crashes = [moment for moment in crashes if time.monotonic() - moment < RESTART_WINDOW_SECONDS]
            crashes.append(time.monotonic())
            if len(crashes) > RESTARTS and not part.optional:
                reason = f"{how}; given up after {RESTARTS} restarts in {RESTART_WINDOW_SECONDS:.0f} s"
                self._note(part.name, State.FAILED, reason)
                return
            self._report.processes[part.name].restarts += 1
            self._note(part.name, State.RESTARTING, how)
            await asyncio.sleep(min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** (len(crashes) - 1)))

    async def _spawn(self, part: Part) -> Process:
        if part.before_start:
            await asyncio.to_thread(part.before_start)
        with (self._logs / f"{part.name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *part.command, stdin=DEVNULL, stdout=log, stderr=STDOUT, env={**os.environ, **part.environment}
            )
        self._processes[part.name] = process
        self._report.processes[part.name].pid = process.pid
        self._note(part.name, State.STARTING, self._report.processes[part.name].reason)
        return process

    async def _until_ready_or_gone(self, part: Part, process: Process) -> None:
        first_time = not self._ready[part.name].is_set()
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while process.returncode is None:
            if await asyncio.to_thread(part.health.is_ready):
                if first_time and part.once_ready:
                    await asyncio.to_thread(part.once_ready)
                self._note(part.name, State.READY, self._report.processes[part.name].reason)
                self._ready[part.name].set()
                return
            if first_time and not part.optional and time.monotonic() > deadline:
                self._end(f"{part.name} was not ready after {START_LIMIT_SECONDS:.0f} s")
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _stop(self, name: str) -> None:
        process = self._processes.get(name)
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_LIMIT_SECONDS)
        except TimeoutError:
            await self._kill(process)

    async def _kill(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _end(self, reason: str) -> None:
        if not self._reason.done():
            self._reason.set_result(reason)

    def _note(self, name: str, state: State, reason: str) -> None:
        process = self._report.processes[name]
        process.state, process.reason, process.since = state, reason, now()
        self._publish()

    def _publish(self) -> None:
        self._report.at = now()
        self._publish_report(self._report)


def _describe(code: int) -> str:
    return f"exited with code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name}"
