"""The bot as a process of its own: started as anyone would, killed as a power cut would."""

import asyncio
import os
import signal
import sys
from pathlib import Path

#: seconds until a bot that does not answer SIGTERM is killed
PATIENCE = 5.0


class BotProcess:
    """``python -m bot run`` with settings from the environment alone; its log goes to a file."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        # nothing of the person's own settings may leak into the demo, above all not a real token
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "PYTHONPATH"}}
        self._environment = kept | environment
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--no-env-file", env=self._environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """Pulls the plug: SIGKILL, nothing is tidied up."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE)
        except TimeoutError:
            await self.kill()
