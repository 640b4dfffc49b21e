"""A hub programme on its way: criteria, candidates, memo; each step of it as short as it can be."""

from hubs.actions.memos import approve_memo, save_memo, send_memo, start_memo
from hubs.actions.programmes import open_programme
from hubs.actions.selection import add_candidate, choose_candidate
from hubs.models import Candidate, HubProgramme, Memo
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.world import NOW

PARTS = {
    "addressee": "ผู้อำนวยการสำนักงาน",
    "subject": "ขออนุมัติโครงการจัดตั้งศูนย์",
    "cause": "ด้วยคู่มือกำหนดให้คัดเลือก อปท.",
    "purpose": "ได้คัดเลือกตามหลักเกณฑ์แล้ว",
    "conclusion": "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ",
}


def open_one(officer: User, *, year: int = 2569) -> HubProgramme:
    programme: HubProgramme = open_programme(
        title=f"โครงการจัดตั้งศูนย์ ปี {year}", year=year, owner=officer, by=officer, at=NOW
    )
    return programme


def chosen(programme: HubProgramme, *laos: Lao, by: User) -> list[Candidate]:
    """The LAOs as chosen candidates of the programme."""
    candidates = []
    for lao in laos:
        candidate: Candidate = add_candidate(programme=programme, lao=lao, by=by, at=NOW)
        choose_candidate(candidate=candidate, by=by, at=NOW)
        candidates.append(candidate)
    return candidates


def written_memo(programme: HubProgramme, *, by: User) -> Memo:
    """A memo with all its parts, still a draft."""
    memo: Memo = start_memo(programme=programme, by=by, at=NOW)
    save_memo(memo=memo, by=by, at=NOW, texts=PARTS)
    return memo


def approved(programme: HubProgramme, *, by: User, director: User) -> Memo:
    """A memo that the director approved."""
    memo = written_memo(programme, by=by)
    send_memo(memo=memo, by=by, at=NOW)
    approve_memo(memo=memo, by=director, at=NOW)
    return memo
