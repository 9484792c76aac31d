"""The report: one HTML file that needs nothing else, neither network nor scripts."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import sections, sentences
from .figures import Figures

HERE = Path(__file__).parent


def write(figures: Figures, path: Path) -> None:
    """Write the report of a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(figures), encoding="utf-8")


def render(figures: Figures) -> str:
    """Return the report of a run as HTML; a section without data is left out."""
    loader = FileSystemLoader(HERE)
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found = [make(figures) for make in sections.ALL]
    return environment.get_template("report.html").render(
        figures=figures,
        overview=list(sentences.overview(figures)),
        provenance=list(sentences.provenance(figures)),
        spent=sentences.spent(figures),
        sections=[section for section in found if section.exhibits or section.tables],
    )
