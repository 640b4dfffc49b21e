"""Records that belong to a step of a network project."""

from typing import Any

from networks.actions.founding import NetworkError
from networks.models import NetworkProject
from networks.policies import may_run
from onde_portal.accounts.models import User
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.working_admin import CaseRecordAdmin


class WorkingRecordAdmin(CaseRecordAdmin):
    """Records of a running project; ``project_of`` leads from a record to it."""

    case_field = "project"
    list_filter = [("project", RelatedFilter)]
    refusals: tuple[type[Exception], ...] = (NetworkError,)

    def project_of(self, obj: Any) -> NetworkProject:
        """The project that a record belongs to."""
        project: NetworkProject = obj.project
        return project

    def case_of(self, obj: Any) -> NetworkProject:
        return self.project_of(obj)

    def running_cases(self, user: Any) -> Any:
        return NetworkProject.objects.visible_to(user).running().order_by("-fiscal_year", "title")

    def may_run_case(self, user: User, case: Any) -> bool:
        return may_run(user, case)
