from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubsConfig(AppConfig):
    name = "hubs"
    label = "hubs"
    verbose_name = _("Participation hubs")

    def ready(self) -> None:
        from hubs import navigation
        from hubs.content import met_by_content
        from hubs.reports import guidelines, letters, memos
        from hubs.steps import HUB_PROCEDURE
        from onde_portal.documents import checks, kinds
        from onde_portal.ui import panels
        from onde_portal.workflow import content

        content.register(HUB_PROCEDURE.key, met_by_content)
        kinds.register(
            guidelines.GUIDELINE, guidelines.build_guideline, guidelines.may_see_guideline,
            label=_("Guideline for LAOs"),
        )  # fmt: skip
        kinds.register(
            memos.MEMO_KIND, memos.build_memo, memos.may_see_memo,
            label=_("Memorandum"), subject_of=memos.subject_of_memo,
        )  # fmt: skip
        checks.register(memos.look_up_memo)
        kinds.register(
            letters.LETTER, letters.build_letter, letters.may_see_letter,
            label=_("Letter of invitation"), subject_of=letters.subject_of_letter,
        )  # fmt: skip
        for kind, build, may_see, label in (
            (letters.ALL_LETTERS, letters.build_letters, letters.may_see_cohort,
             _("Letters of invitation in one file")),
            (letters.SHEET, letters.build_sheet, letters.may_see_cohort,
             _("Sign-in sheet of a workshop")),
            (letters.CARDS, letters.build_cards, letters.may_see_cards,
             _("Personal codes of a workshop")),
        ):  # fmt: skip
            kinds.register(kind, build, may_see, label=label)
        panels.register("lao-home", navigation.lao_home_panel)
