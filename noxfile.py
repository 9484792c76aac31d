# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]>=2026.10"]
# ///
"""The project's commands; ``nox --list`` names them, ``pyproject.toml`` holds what they install.

Two kinds of environments: each session has its own, with the dependency group of its name, and
each variant has one under ``.nox/variants-<python>/``, with the variant's group and nothing else.
Servers are started from the latter, which proves that the group is enough. The variable
``VARIANT_ENVIRONMENTS`` tells ``deployments`` where they are.
"""

import os
import re
import signal
import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent))  # the nox command does not look beside its noxfile
from variants import VARIANTS

nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.sessions = ["tests", "lint", "typing"]
nox.options.reuse_venv = "yes"  # every installation is exact, so nothing stale stays in it,
os.environ["NOX_ENABLE_STALENESS_CHECK"] = "1"  # and one of another Python is made anew

# SIGTERM would end nox alone; interrupted, it ends the program that it runs too.
signal.signal(signal.SIGTERM, signal.default_int_handler)

CONSTRAINTS = "constraints.txt"
OF_ONE_VARIANT = [
    "tests/contract",
    "tests/faults",
    "tests/pages",
    "tests/variants/test_page_statements.py",
    "tests/variants/test_statements.py",
]
IN_A_BROWSER = "tests/browser"
# Processes with servers of their own, each of which runs the tests of one server after another's.
AT_ONCE = ["--numprocesses=logical", "--maxprocesses=4", "--dist=worksteal"]


@nox.session
def tests(session: nox.Session) -> None:
    """Test everything but the browser: every variant as it is really served, and what is shared."""
    install(session, "tests")
    build_variants(session, *VARIANTS)
    run(session, "pytest", "tests", f"--ignore={IN_A_BROWSER}", *AT_ONCE)


# Not parametrized: "nox -s tests" would run the parts one after the other, each with a start of its
# own, where one run of pytest keeps all processors busy until its end.
for name in (*VARIANTS, "shared"):

    @nox.session(name=f"tests({name})")
    def part(session: nox.Session, subject: str = name) -> None:
        """Test one variant, or (shared) all that is not about one variant."""
        install(session, "tests")
        if subject in VARIANTS:
            build_variants(session, subject)
            run(session, "pytest", *OF_ONE_VARIANT, "--variant", subject, *AT_ONCE)
        else:
            build_variants(session, *VARIANTS)
            elsewhere = [f"--ignore={path}" for path in (*OF_ONE_VARIANT, IN_A_BROWSER)]
            run(session, "pytest", "tests", *elsewhere, *AT_ONCE)


@nox.session
def browser(session: nox.Session) -> None:
    """Test every variant in Chromium, with JavaScript and without (--variant: only one)."""
    install(session, "browser")
    build_variants(session, *VARIANTS)
    run(session, "pytest", IN_A_BROWSER, *AT_ONCE)


@nox.session
def contract(session: nox.Session) -> None:
    """Test any server against the contract: nox -s contract -- --target http://host:port."""
    install(session, "tests")
    run(session, "pytest", "tests/contract")


@nox.session
def serve(session: nox.Session) -> None:
    """Serve a variant with sample data: nox -s serve -- quart_async (--help: the options)."""
    install(session, "serve")
    build_variants(session, *[name for name in session.posargs if name in VARIANTS])
    run(session, "deployments.serve")


@nox.session
def survey(session: nox.Session) -> None:
    """Ask every server what it does with clients that misbehave, for deployments/README.md."""
    install(session, "serve")
    build_variants(session, *VARIANTS)
    run(session, "deployments.survey")


@nox.session
def rerender(session: nox.Session) -> None:
    """Render all articles again, by new rules: nox -s rerender -- sqlite:///var/anatomy.sqlite3."""
    install(session, "serve")
    run(session, "shared.rerender")


@nox.session
def diff(session: nox.Session) -> None:
    """Read two variants side by side: nox -s diff -- flask_sync quart_async (--help: examples)."""
    install(session, "diff")
    run(session, "reading")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Compare the variants, in process and over HTTP (--help: the options)."""
    install(session, "benchmarks")
    build_variants(session, *VARIANTS)
    run(session, "benchmarks")


@nox.session
def instructions(session: nox.Session) -> None:
    """Count the instructions of a request, which other load cannot change (needs valgrind)."""
    install(session, "benchmarks")
    run(session, "benchmarks.in_process.instructions")


@nox.session
def publish(session: nox.Session) -> None:
    """Keep a run of the benchmarks for the readers: nox -s publish -- results/FILE.json."""
    install(session, "benchmarks")
    run(session, "benchmarks.published")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and which module may import which."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types."""
    install(session, "typing")
    session.run("mypy")


@nox.session
def constraints(session: nox.Session) -> None:
    """Pin the newest versions of everything, for every supported Python, in constraints.txt."""
    groups = [f"--group={name}" for name in nox.project.load_toml()["dependency-groups"]]
    options = ["--universal", "--python-version=3.11", "--fork-strategy=fewest"]
    bare = ["--no-header", "--no-annotate", "--quiet"]
    pins = session.run("uv", "pip", "compile", *options, *bare, *groups, silent=True)
    names_and_versions = sorted(set(re.findall(r"^[\w.-]+==[\w.]+", pins or "", re.MULTILINE)))
    Path(CONSTRAINTS).write_text("\n".join(names_and_versions) + "\n", encoding="utf-8")


def install(session: nox.Session, group: str, *options: str) -> None:
    """Make an environment hold one dependency group: nothing less, nothing more."""
    session.install("--exact", "--group", group, "--constraints", CONSTRAINTS, *options)


def run(session: nox.Session, module: str, *arguments: str) -> None:
    """Run a module with the options after ``--``; after Ctrl-C it has time to stop its servers.

    Ctrl-C reaches the module by itself, in the terminal; what interrupts nox alone does not, so nox
    sends SIGTERM after a second. ``deployments.processes.interruptible`` takes one for the other.
    """
    command = ["python", "-m", module, *arguments, *session.posargs]
    session.run(*command, interrupt_timeout=1, terminate_timeout=30)


def build_variants(session: nox.Session, *names: str) -> None:
    """Build the environments of variants, and tell the session's programs where they are."""
    version = session.python or f"{sys.version_info.major}.{sys.version_info.minor}"
    directory = session.cache_dir.parent.resolve() / f"variants-{version}"
    for name in names:
        environment = directory / name
        if not (environment / "bin" / "python").exists():
            create = ["uv", "venv", "--quiet", "--clear", "--python", str(session.env_dir)]
            session.run_install(*create, str(environment))
        install(session, name, "--python", str(environment))
    session.env["VARIANT_ENVIRONMENTS"] = str(directory)
