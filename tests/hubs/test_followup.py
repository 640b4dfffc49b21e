"""Step 6: standings and figures of a programme, and what the Office says of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hubs.actions.evaluation import EvaluationConflict, EvaluationWords, write_evaluation
from hubs.actions.life import close_hub, establish_hub, hand_over_hub, register_hub
from hubs.actions.programmes import require_running
from hubs.content import met_by_content
from hubs.errors import ProgrammeEnded
from hubs.models import (
    Award,
    AwardCategory,
    CandidateState,
    Cohort,
    Delegate,
    Establishment,
    EstablishmentState,
    GuidelineVersion,
    Hub,
    HubProgramme,
    Invitee,
    Memo,
    MemoState,
    Readiness,
    SelectionCriteria,
)
from hubs.selectors.standings import LaoStanding, lao_standings, programme_figures
from hubs.stages import Holder, Reports, Stage
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import cancel_case, pause
from tests.hubs.programme import make_approved, make_programme
from tests.world import NOW, TODAY, make_lao, udon_thani

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=14)
WORDS = EvaluationWords(achievements="จัดตั้งได้ 8 แห่ง", recommendations="เริ่มให้เร็ว")


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return make_programme(officer)


def standing(programme: HubProgramme, lao: Lao, **reports: Reports) -> LaoStanding:
    told = {int(key.removeprefix("hub")): value for key, value in reports.items()}
    rows = {row.lao: row for row in lao_standings(programme, LATER, told)}
    return rows[lao]


def want(programme: HubProgramme, officer: User, wanted: int = 10) -> SelectionCriteria:
    return SelectionCriteria.objects.create(
        programme=programme, award_years=[2568], wanted=wanted, saved_at=NOW, saved_by=officer
    )


def give_award(lao: Lao) -> Award:
    category, _created = AwardCategory.objects.get_or_create(name_th="ประเภททั่วไป")
    return Award.objects.create(lao=lao, year=2568, category=category, prize="first")


def test_an_lao_goes_through_the_stages_as_its_records_grow(
    programme: HubProgramme, lao: Lao, officer: User, reporter: User
) -> None:
    want(programme, officer)
    give_award(lao)
    seen = [standing(programme, lao)]
    candidate = programme.candidates.create(lao=lao, source="hand", proposed_at=NOW)
    seen.append(standing(programme, lao))
    candidate.state, candidate.approved_at = CandidateState.CHOSEN, NOW
    candidate.save()
    seen.append(standing(programme, lao))
    cohort = Cohort.objects.create(programme=programme, number=1, title="รุ่นที่ 1")
    invitee = Invitee.objects.create(
        cohort=cohort, candidate=candidate, letter_number=1, letter_year=2569, invited_at=NOW,
        invited_by=officer,
    )  # fmt: skip
    seen.append(standing(programme, lao))
    Delegate.objects.create(invitee=invitee, name="นางมา", came=True, noted_at=NOW)
    seen.append(standing(programme, lao))
    hub = Hub.objects.create(
        lao=lao, programme=programme, name="ศูนย์", search_key="ศูนย์", registered_at=NOW
    )
    path = Establishment.objects.create(hub=hub, candidate=candidate, begun_at=NOW)
    seen.append(standing(programme, lao))
    Establishment.objects.filter(pk=path.pk).update(state=EstablishmentState.CONFIRMED)
    Hub.objects.filter(pk=hub.pk).update(state="established", established_on=TODAY)
    seen.append(standing(programme, lao))
    seen.append(standing(programme, lao, **{f"hub{hub.pk}": Reports(first_sent_at=LATER)}))
    assert [row.standing.stage for row in seen] == [stage for stage in Stage if stage != "out"]
    turns = [row.standing.held_by for row in seen]
    office, lao_turn, nobody = Holder.OFFICE, Holder.LAO, Holder.NOBODY
    assert turns == [office, office, office, lao_turn, office, lao_turn, nobody, nobody]
    figures = programme_figures(programme, lao_standings(programme, LATER))
    assert {item.stage: item.count for item in figures.figures} == {
        **dict.fromkeys((item.stage for item in figures.figures), 1), Stage.REPORTING: 0,
    }  # fmt: skip


def test_a_hub_that_another_lao_took_over_counts_once_for_the_lao_that_was_chosen(
    programme: HubProgramme, lao: Lao, other_lao: Lao, officer: User
) -> None:
    candidate = make_approved(programme, lao)
    hub = register_hub(lao=lao, by=officer, at=NOW)
    Hub.objects.filter(pk=hub.pk).update(programme=programme)
    hub.refresh_from_db()
    establish_hub(hub=hub, on=TODAY, by=officer, at=NOW)
    for path in (False, True):
        if path:
            Establishment.objects.create(hub=hub, candidate=candidate, begun_at=NOW)
        else:
            hand_over_hub(hub=hub, lao=other_lao, reason="ควบรวม", by=officer, at=NOW)
        rows = lao_standings(programme, LATER)
        assert [(row.lao, row.hub) for row in rows] == [(lao, hub)]
        assert programme_figures(programme, rows).count(Stage.ESTABLISHED) == 1


def test_a_hub_closed_on_the_day_of_its_announcement_was_not_established(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    make_approved(programme, lao)
    hub = register_hub(lao=lao, by=officer, at=NOW)
    Hub.objects.filter(pk=hub.pk).update(programme=programme)
    hub.refresh_from_db()
    establish_hub(hub=hub, on=TODAY, by=officer, at=NOW)
    close_hub(hub=hub, on=TODAY, reason="ประกาศผิด", by=officer, at=NOW)
    rows = lao_standings(programme, LATER)
    assert programme_figures(programme, rows).count(Stage.ESTABLISHED) == 0


def test_time_in_a_stage_is_the_cases_working_time(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    make_approved(programme, lao)
    week = lao_standings(programme, NOW + timedelta(days=7))[0]
    assert week.hours == 30
    assert week.days == 5
    pause(case=programme, reason="lao", remarks="", by=officer, at=NOW + timedelta(days=7))
    programme.refresh_from_db()
    assert lao_standings(programme, NOW + timedelta(days=14))[0].hours == 30


def test_whose_turn_it_is_follows_readiness_memo_path_and_guideline(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    candidate = programme.candidates.create(lao=lao, source="hand", proposed_at=NOW)
    readiness = Readiness.objects.create(
        candidate=candidate, asked_at=NOW, asked_by=officer, due_on=TODAY
    )
    assert standing(programme, lao).standing.held_by is Holder.LAO
    Readiness.objects.filter(pk=readiness.pk).update(answered_at=NOW, answer="yes")
    assert standing(programme, lao).standing.held_by is Holder.OFFICE
    candidate.state = CandidateState.CHOSEN
    candidate.save()
    memo = Memo.objects.create(
        programme=programme, unit="ส่วน", addressee="ผอ.", subject="ขออนุมัติ", written_at=NOW,
        written_by=officer, state=MemoState.SENT,
    )  # fmt: skip
    assert standing(programme, lao).standing.held_by is Holder.SUPERIOR
    Memo.objects.filter(pk=memo.pk).update(state=MemoState.RETURNED)
    assert standing(programme, lao).standing.held_by is Holder.OFFICE
    candidate.approved_at = NOW
    candidate.save()
    cohort = Cohort.objects.create(programme=programme, number=1, title="รุ่นที่ 1", ends_on=TODAY)
    invitee = Invitee.objects.create(cohort=cohort, candidate=candidate, invited_at=NOW)
    assert standing(programme, lao).standing.held_by is Holder.OFFICE  # its day is over
    Delegate.objects.create(invitee=invitee, name="นางมา", came=True)
    trained = standing(programme, lao)
    assert (trained.standing.stage, trained.standing.held_by) == (Stage.TRAINED, Holder.OFFICE)
    GuidelineVersion.objects.create(
        programme=programme, number=1, title="คู่มือ", written_at=NOW, written_by=officer,
        published_at=NOW,
    )  # fmt: skip
    assert standing(programme, lao).standing.held_by is Holder.LAO
    assert trained.handled_by == officer


def test_figures_count_who_withdrew_and_hubs_without_a_candidate(
    programme: HubProgramme, lao: Lao, officer: User
) -> None:
    want(programme, officer, wanted=4)
    gone = make_approved(programme, lao)
    gone.state, gone.reason = CandidateState.WITHDRAWN, "งบประมาณไม่พอ"
    gone.save()
    gone.events.create(verb="withdrawn", to_state="withdrawn", by=officer, at=LATER)
    make_approved(programme, make_lao(udon_thani(), "หนองไฮ"))
    out = make_lao(udon_thani(), "หนองนา")
    programme.candidates.create(
        lao=out, source="hand", proposed_at=NOW, state="excluded", reason="ไม่พร้อม"
    )
    old = make_lao(udon_thani(), "กุดจับ")
    Hub.objects.create(
        lao=old, programme=programme, name="ศูนย์เดิม", search_key="x", registered_at=NOW,
        state="operating", established_on=TODAY,
    )  # fmt: skip
    rows = lao_standings(programme, LATER)
    found = programme_figures(programme, rows)
    counts = {item.stage: (item.count, item.of_planned) for item in found.figures}
    assert counts[Stage.CANDIDATE] == (3, 75)
    assert counts[Stage.APPROVED] == (2, 50)
    assert counts[Stage.ESTABLISHED] == (1, 25)
    assert (found.planned, found.excluded, found.withdrawn) == (4, 1, 1)
    stages = {row.lao: row.standing.stage for row in rows}
    assert stages[lao] == stages[out] == Stage.OUT
    assert next(row for row in rows if row.lao == lao).standing.since == LATER


def test_an_empty_programme_has_figures_too(programme: HubProgramme) -> None:
    assert lao_standings(programme, NOW) == ()
    found = programme_figures(programme, ())
    assert found.planned == 0
    assert all((item.count, item.of_planned, item.of_before) == (0, None, None)
               for item in found.figures)  # fmt: skip


def test_many_laos_cost_no_more_queries(
    programme: HubProgramme, officer: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    want(programme, officer)
    for number in range(12):
        make_approved(programme, make_lao(udon_thani(), f"ที่{number}"))
        give_award(make_lao(udon_thani(), f"รางวัล{number}"))
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        assert len(lao_standings(programme, NOW)) == 24


def test_the_evaluation_is_kept_and_ends_the_step(programme: HubProgramme, officer: User) -> None:
    assert "evaluated" not in met_by_content(programme, 6)
    write_evaluation(programme=programme, words=WORDS, version=0, by=officer, at=NOW)
    assert "evaluated" in met_by_content(programme, 6)
    again = write_evaluation(
        programme=programme, words=EvaluationWords("ใหม่"), version=1, by=officer, at=LATER
    )
    assert (again.version, again.achievements, again.saved_at) == (2, "ใหม่", LATER)
    assert programme.events.filter(reason__contains="การประเมิน").count() == 2


def test_who_saves_an_evaluation_second_overwrites_nothing(
    programme: HubProgramme, officer: User, head: User
) -> None:
    write_evaluation(programme=programme, words=WORDS, version=0, by=officer, at=NOW)
    for version in (0, 7):
        with pytest.raises(EvaluationConflict):
            write_evaluation(
                programme=programme, words=EvaluationWords("ทับ"), version=version, by=head, at=NOW
            )
    programme.refresh_from_db()
    cancel_case(case=programme, reason="เลิก", by=head, at=NOW)
    with pytest.raises(ProgrammeEnded):
        write_evaluation(programme=programme, words=WORDS, version=1, by=officer, at=NOW)
    with pytest.raises(ProgrammeEnded):
        require_running(programme)
    assert programme.evaluation.achievements == WORDS.achievements


@pytest.mark.usefixtures("frozen")
def test_the_pages_keep_words_and_show_conflicts(
    programme: HubProgramme, officer: User, head: User, auditor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    url = reverse("admin:hubs_programmeevaluation_page", args=[programme.pk])
    step = reverse("admin:hubs_hubprogramme_followup", args=[programme.pk])
    names = ("achievements", "problems", "lessons", "recommendations", "next_year")
    words = dict.fromkeys(names, "") | {"achievements": "ผลของฉัน"}
    client = sign_in(officer)
    assert client.get(url).status_code == 200
    assert client.post(f"{url}do/save/", words | {"version": 0}).status_code == 302
    other = sign_in(head).post(f"{url}do/save/", words | {"version": 0, "achievements": "ของหัวหน้า"})
    page = other.content.decode()
    assert other.status_code == 409
    assert "ผลของฉัน" in page
    assert "ของหัวหน้า" in page
    assert 'name="version" value="1"' in page
    long = client.post(f"{url}do/save/", words | {"version": 1, "lessons": "ก" * 200_000})
    assert (long.status_code, "ก" * 200_000 in long.content.decode()) == (409, True)
    assert "ผลของฉัน" in client.get(step).content.decode()
    reader = sign_in(auditor)
    assert "ผลของฉัน" in reader.get(url).content.decode()
    assert reader.post(f"{url}do/save/", words | {"version": 1}).status_code == 403
    listed = reader.get(reverse("admin:hubs_programmeevaluation_changelist"))
    assert programme.title in listed.content.decode()


@pytest.mark.usefixtures("frozen")
def test_words_of_the_evaluation_outlive_the_session(
    programme: HubProgramme, officer: User
) -> None:
    url = reverse("admin:hubs_programmeevaluation_page", args=[programme.pk])
    client = Client()
    sent = client.post(f"{url}do/save/", {"achievements": "พิมพ์ไว้ก่อน", "version": 0})
    assert sent.status_code == 302
    client.force_login(officer)
    assert "พิมพ์ไว้ก่อน" in client.get(url).content.decode()
