from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "onde_portal.assessments"
    label = "assessments"
    verbose_name = _("Tests")

    def ready(self) -> None:
        from onde_portal.assessments.reports import papers
        from onde_portal.documents import kinds

        for kind, build, may_see, label in (
            (papers.TEST_PAPER, papers.build_test_paper, papers.may_see_papers, _("Test on paper")),
            (papers.TEST_KEY, papers.build_test_key, papers.may_see_key, _("Answers to a test")),
            (papers.TEST_ANALYSIS, papers.build_analysis, papers.may_see_papers,
             _("Analysis of pre-test and post-test")),
        ):  # fmt: skip
            kinds.register(kind, build, may_see, label=label)
