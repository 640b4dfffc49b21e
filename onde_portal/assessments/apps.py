from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "onde_portal.assessments"
    label = "assessments"
    verbose_name = _("Tests")

    def ready(self) -> None:
        from onde_portal.assessments.reports import papers
        from onde_portal.documents import kinds

        kinds.register(papers.TEST_PAPER, papers.build_test_paper, papers.may_see_papers)
        kinds.register(papers.TEST_KEY, papers.build_test_key, papers.may_see_key)
        kinds.register(papers.TEST_ANALYSIS, papers.build_analysis, papers.may_see_papers)
