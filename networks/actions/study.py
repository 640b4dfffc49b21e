"""Step 1 (manual 8.1 (1)): noting what the study found, and whom the project is for."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.models import Finding, FindingDocument, NetworkProject, TargetGroup
from onde_portal.accounts.models import User
from onde_portal.registry.models import District, Province
from onde_portal.thai.text import clean_text
from onde_portal.workflow.uploads import store_upload

MOST_EXPECTED = 1_000_000


class ProjectEnded(NetworkError):
    message = _("The project has ended. Its content can be read, but not changed.")


class SourceNeeded(NetworkError):
    message = _("Say what was found and where it comes from.")


class PeopleNeeded(NetworkError):
    message = _("Say which people these are, such as community leaders.")


class AreaNeeded(NetworkError):
    message = _(
        "Choose at least one province, and only districts that lie in the provinces chosen."
    )


class GroupNameTaken(NetworkError):
    message = _("The project has a target group of this name already.")


class NumberOutOfRange(NetworkError):
    message = _("Expect at least one person and at most a million.")


class GroupInUse(NetworkError):
    message = _("People were registered for this target group. Move them to another one first.")


def require_running(project: NetworkProject) -> None:
    """Content changes while the project runs; ``ProjectEnded`` otherwise."""
    if not project.is_running:
        raise ProjectEnded


@transaction.atomic
def save_finding(
    *,
    project: NetworkProject,
    title: str,
    source: str,
    text: str = "",
    source_on: date | None = None,
    finding: Finding | None = None,
    by: User,
    at: datetime,
) -> Finding:
    """Note a finding with its source, or correct one."""
    require_running(project)
    title, source = clean_text(title).strip()[:250], clean_text(source).strip()[:300]
    if not title or not source:
        raise SourceNeeded
    noted = finding or Finding(project=project)
    noted.title, noted.source, noted.source_on = title, source, source_on
    noted.text = clean_text(text).strip()
    noted.noted_at, noted.noted_by = at, by
    noted.save()
    return noted


def attach_finding_document(
    *, finding: Finding, upload: UploadedFile, by: User, at: datetime
) -> FindingDocument:
    """Keep a checked document with a finding; ``UploadRefused`` says what is wrong with it."""
    require_running(finding.project)
    return store_upload(FindingDocument, upload=upload, by=by, at=at, finding=finding)


def remove_finding_document(*, document: FindingDocument, at: datetime) -> None:
    """Take a document off its finding; the file stays on record."""
    require_running(document.finding.project)
    FindingDocument.objects.filter(pk=document.pk, removed_at=None).update(removed_at=at)


def remove_finding(*, finding: Finding) -> None:
    """Take a finding out that does not hold."""
    require_running(finding.project)
    finding.delete()


@transaction.atomic
def save_target_group(
    *,
    project: NetworkProject,
    name: str,
    provinces: Collection[Province],
    expected: int,
    districts: Collection[District] = (),
    reason: str = "",
    group: TargetGroup | None = None,
) -> TargetGroup:
    """Name people whom the project wants to reach, where they live, and how many are expected."""
    require_running(project)
    name = clean_text(name).strip()[:200]
    if not name:
        raise PeopleNeeded
    inside = {province.pk for province in provinces}
    if not inside or any(district.province_id not in inside for district in districts):
        raise AreaNeeded
    if not 1 <= expected <= MOST_EXPECTED:
        raise NumberOutOfRange
    namesakes = project.target_groups.filter(name=name)
    if any(other != group for other in namesakes):
        raise GroupNameTaken
    kept = group or TargetGroup(project=project)
    kept.name, kept.expected, kept.reason = name, expected, clean_text(reason).strip()
    kept.save()
    kept.provinces.set(provinces)
    kept.districts.set(districts)
    return kept


@transaction.atomic
def remove_target_group(*, group: TargetGroup) -> None:
    """Drop a target group for which nobody was registered."""
    require_running(group.project)
    if group.participants.exists():
        raise GroupInUse
    group.delete()
