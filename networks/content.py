"""Which requirements of the six steps are met by what people have worked on (manual 8.1)."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from networks.models import (
    Activity,
    CitizenNetwork,
    NetworkDocument,
    NetworkProject,
    Paper,
    SignIn,
    Sitting,
)
from networks.selectors.closing import closing_written
from networks.selectors.meetings import minutes_final
from networks.selectors.register import register_is_ready
from onde_portal.workflow.models import Case


def _event_planned(project: NetworkProject) -> bool:
    """An event that is not cancelled, with its agenda and budget."""
    planned = project.activities.exclude(state=Activity.State.CANCELLED)
    return planned.filter(agenda__isnull=False, budget_planned__gt=0).exists()


def _event_held(project: NetworkProject) -> bool:
    """An event that was held, and to which people signed in."""
    signed = SignIn.objects.filter(attendance__activity=OuterRef("pk"))
    return project.activities.filter(Exists(signed), state=Activity.State.HELD).exists()


def _papers_opened(project: NetworkProject) -> bool:
    """Pre-test and post-test were opened, so that their items stand fast."""
    opened = project.papers.exclude(state=Paper.State.DRAFT)
    return set(opened.values_list("kind", flat=True)) == set(Paper.Kind.values)


def _results_there(project: NetworkProject) -> bool:
    """Somebody finished each of the two tests."""
    finished = Sitting.objects.filter(paper__project=project, finished_at__isnull=False)
    return set(finished.values_list("paper__kind", flat=True)) == set(Paper.Kind.values)


def _opinions_answered(project: NetworkProject) -> bool:
    """Opinions were noted, and none of them waits for its answer."""
    states = {
        state
        for hearing in project.hearings.all()
        for state in hearing.opinions.own().values_list("state", flat=True)
    }
    return bool(states) and "open" not in states


def _hearing_held(project: NetworkProject) -> bool:
    """A hearing whose attendance was counted."""
    counts = project.hearings.values_list(
        "attendance__women", "attendance__men", "attendance__unsaid"
    )
    return any(sum(number or 0 for number in row) for row in counts)


def _network_founded(project: NetworkProject) -> bool:
    """A network with members and the document of its founding."""
    documents = NetworkDocument.objects.filter(network=OuterRef("pk"), removed_at=None)
    return project.networks.filter(Exists(documents), members__isnull=False).exists()


def _progress_noted(project: NetworkProject) -> bool:
    """Every network of the project has news; a project without networks has nothing to tell."""
    networks = CitizenNetwork.objects.filter(project=project)
    return networks.exists() and not networks.filter(notes=None).exists()


# Requirement key → whether its content is there.
CHECKS: dict[str, Callable[[NetworkProject], bool]] = {
    "findings": lambda project: project.findings.exists(),
    "target_groups": lambda project: project.target_groups.exists(),
    "event_planned": _event_planned,
    "event_held": _event_held,
    "learning_materials": lambda project: project.materials.filter(removed_at=None).exists(),
    "test_papers": _papers_opened,
    "results": _results_there,
    "appointments": register_is_ready,
    "hearing_held": _hearing_held,
    "opinions_answered": _opinions_answered,
    "network_founded": _network_founded,
    "minutes_final": minutes_final,
    "progress_noted": _progress_noted,
    "closing_report": closing_written,
}


def met_by_content(case: Case, number: int) -> frozenset[str]:
    """Keys of the step's requirements whose content is there."""
    if not isinstance(case, NetworkProject):
        raise TypeError("The six steps of 8.1 belong to network projects.")
    keys = (item.key for item in case.procedure.step(number).requirements)
    return frozenset(key for key in keys if key in CHECKS and CHECKS[key](case))
