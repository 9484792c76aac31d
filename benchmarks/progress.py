"""A progress bar with the time left, over steps of which each has its planned time."""

import time

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar


class Progress:
    """Shows which step is under way, and the time left until the planned end of all."""

    def __init__(self, console: Console, planned: float) -> None:
        columns = (
            TextColumn("{task.description:<24}"),
            BarColumn(),
            TextColumn("{task.fields[left]}"),
        )
        self._bar = Bar(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=planned, left="")
        self._planned = planned
        self._done = self._step = 0.0  # planned seconds of the steps before, and of this one
        self._begun = time.monotonic()

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, step: str, seconds: float) -> None:
        """End the last step, and begin one that is planned to take so many seconds."""
        self._done += self._step
        self._step = seconds
        self._begun = time.monotonic()
        self._bar.update(self._task, description=step)
        self.tick()

    def tick(self) -> None:
        """Show the time that has passed."""
        completed = self._done + min(time.monotonic() - self._begun, self._step)
        minutes, seconds = divmod(round(self._planned - completed), 60)
        self._bar.update(self._task, completed=completed, left=f"{minutes}:{seconds:02} left")
