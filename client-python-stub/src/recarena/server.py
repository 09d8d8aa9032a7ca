"""Starts a server on this machine, from a built distribution of RecArena."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recarena.errors import ServerGone, ServerNotFound

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

MIN_JAVA = 17

_READY = re.compile(r"RecArena is ready: grpc=(\S+) http=(\S+)")

# The server ends with this process, however that ends: the script's standard input is a pipe from here, and when it
# closes, the server is asked to stop.
_GUARD = """
exec 3<&0 < /dev/null
"$@" 3<&- & server=$!
{ cat <&3 > /dev/null; kill "$server"; } 2> /dev/null & guard=$!
wait "$server"; status=$?
kill "$guard" 2> /dev/null
exit $status
"""


class Server:
    """A server that this process started. Close it when done, or use it in a `with` statement."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, data: Path, temporary: Path) -> None:
        """Made by serve."""
        self._process = process
        self._temporary = temporary
        self._owner = os.getpid()
        #: What the server printed.
        self.log_file = log
        #: Where its trajectory log lies; read it with recarena.read_log.
        self.data = data
        #: For recarena.connect: "host:port".
        self.address = ""
        #: Of the HTTP side, with /metrics and /healthz: "host:port".
        self.http_address = ""
        atexit.register(self.close)

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kills it, as a power cut would."""
        self._kill()
        self._close_pipe()

    def close(self, timeout: float = 15.0) -> None:
        """Stops it, and removes its data if they were temporary. Closing twice is fine."""
        if os.getpid() != self._owner:  # a forked child, to which it does not belong
            return
        atexit.unregister(self.close)
        self._close_pipe()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._kill()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _close_pipe(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _wait_until_ready(self, timeout: float) -> None:
        end = time.monotonic() + timeout
        while True:
            found = _READY.search(self._printed())
            if found:
                self.address, self.http_address = found.groups()
                return
            if not self.running:
                raise ServerGone(f"the server ended with status {self._process.returncode}:\n{self._last_words()}")
            if time.monotonic() > end:
                raise ServerGone(f"the server was not ready after {timeout:g} s:\n{self._last_words()}")
            time.sleep(0.05)

    def _printed(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def _last_words(self) -> str:
        lines = self._printed().splitlines()
        if len(lines) > 30:  # what is wrong comes first or last
            lines = [*lines[:10], "...", *lines[-20:]]
        return "\n".join(lines) or "(it printed nothing)"

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops it."""
        self.close()

    def __repr__(self) -> str:
        """With the address."""
        return f"<recarena.Server {self.address}{'' if self.running else ' (stopped)'}>"


def serve(
    *,
    grpc_port: int = 0,
    http_port: int = 0,
    data: str | os.PathLike[str] | None = None,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
) -> Server:
    """Starts a server and waits until it is ready; it is stopped when closed, and when this process ends.

    Port 0 means a free one. `data` is the directory of its trajectory log; None is a temporary one. `arguments` are
    more options for `recarena serve`, and `environment` are more environment variables for it.

    ServerNotFound says what is missing when no server can be started here: Java, or a built distribution, which is
    looked for in $RECARENA_DIST, $RECARENA_HOME, the source tree that this package lies in, and on the PATH.
    """
    launcher = find_launcher()
    _check_java()
    temporary = Path(tempfile.mkdtemp(prefix="recarena-"))
    try:
        directory = Path(data) if data is not None else temporary / "data"
        log = temporary / "server.log"
        command = [
            "bash",
            "-c",
            _GUARD,
            "recarena-server",
            str(launcher),
            "serve",
            "--grpc-port",
            str(grpc_port),
            "--http-port",
            str(http_port),
            "--data",
            str(directory),
            *arguments,
        ]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,  # an interrupt at the terminal is this process's business
            )
        server = Server(process, log, directory, temporary)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    try:
        server._wait_until_ready(timeout)
    except BaseException:
        server._kill()
        server.close()
        raise
    return server


def find_launcher() -> Path:
    """The script that starts a built server; ServerNotFound where there is none."""
    looked: list[str] = []
    for origin, place in _places():
        launcher = place / "recarena"
        if not launcher.is_file():
            looked.append(f"{origin}: no `recarena` script in {place}")
        elif not (_is_built(place) or _is_built(place / "dist")):
            looked.append(
                f"{origin}: the sources in {place} are not built; run `{launcher} --help` once, which builds them"
            )
        else:
            if not shutil.which("bash"):
                raise ServerNotFound("the server's launcher needs bash, and there is none on the PATH")
            return launcher
    if shutil.which("recarena") is None:
        looked.append("PATH: no `recarena` on it")
    raise ServerNotFound(
        "no built distribution of the RecArena server was found. Looked in\n  "
        + "\n  ".join(looked)
        + "\nSet RECARENA_HOME to a distribution or to a built source tree, "
        "or give the address of a running server: recarena.connect(address), gymnasium.make(..., address=...)."
    )


def _places() -> Iterator[tuple[str, Path]]:
    for variable in ("RECARENA_DIST", "RECARENA_HOME"):
        if os.environ.get(variable):
            yield f"${variable}", Path(os.environ[variable]).resolve()
    for parent in Path(__file__).resolve().parents:
        if (parent / "recarena").is_file() and (parent / "pom.xml").is_file():
            yield "source tree", parent
    on_path = shutil.which("recarena")
    if on_path:
        yield "PATH", Path(on_path).resolve().parent


def _is_built(place: Path) -> bool:
    return any((place / "lib").glob("recarena-demo-*.jar"))


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if home:
        java: str | None = str(Path(home, "bin", "java"))
        if not os.access(str(java), os.X_OK):
            raise ServerNotFound(
                f"JAVA_HOME is {home}, but there is no bin/java in it; the server needs Java {MIN_JAVA}"
            )
    else:
        java = shutil.which("java")
    if java is None:
        raise ServerNotFound(
            f"the server needs Java {MIN_JAVA} or newer, and there is no `java` on the PATH: "
            "install a JDK or JRE, or set JAVA_HOME"
        )
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r' version "(?:1\.)?(\d+)', said)
    if found and int(found.group(1)) < MIN_JAVA:
        raise ServerNotFound(
            f"{java} is Java {found.group(1)}, and the server needs Java {MIN_JAVA} or newer (set JAVA_HOME)"
        )


_local: Server | None = None
_local_lock = threading.Lock()


def local_server() -> Server:
    """The server of this process, started when first asked for and stopped at the end."""
    global _local
    with _local_lock:
        if _local is None or not _local.running or _local._owner != os.getpid():
            _local = serve()
        return _local
