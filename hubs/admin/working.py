"""Records that belong to a step of a hub programme."""

from typing import Any

from hubs.errors import HubError
from hubs.models import HubProgramme
from hubs.policies import may_run
from onde_portal.accounts.models import User
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.working_admin import CaseRecordAdmin


class WorkingRecordAdmin(CaseRecordAdmin):
    """Records of a running programme; ``programme_of`` leads from a record to it."""

    case_field = "programme"
    list_filter = [("programme", RelatedFilter)]
    refusals: tuple[type[Exception], ...] = (HubError,)

    def programme_of(self, obj: Any) -> HubProgramme:
        """The programme that a record belongs to."""
        programme: HubProgramme = obj.programme
        return programme

    def case_of(self, obj: Any) -> HubProgramme:
        return self.programme_of(obj)

    def running_cases(self, user: Any) -> Any:
        return HubProgramme.objects.visible_to(user).running().order_by("-fiscal_year")

    def may_run_case(self, user: User, case: Any) -> bool:
        return may_run(user, case)
