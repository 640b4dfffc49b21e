from onde_portal.oversight.models.frozen import FrozenHub, FrozenNetwork, FrozenYear
from onde_portal.oversight.models.pages import KeptFigures, KeptPage, SheetFigures, Visit
from onde_portal.oversight.models.rubrics import Measure, Rubric, RubricLevel, Shape

__all__ = [
    "FrozenHub",
    "FrozenNetwork",
    "FrozenYear",
    "KeptFigures",
    "KeptPage",
    "Measure",
    "Rubric",
    "RubricLevel",
    "Shape",
    "SheetFigures",
    "Visit",
]
