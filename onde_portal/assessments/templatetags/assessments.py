"""Addresses of tests in the staff's site, whichever app they belong to."""

from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse

from onde_portal.assessments.models import BasePaper, Host

register = template.Library()


def _address(model: type[Model], page: str, *args: Any) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


@register.simple_tag
def paper_page(paper: BasePaper, page: str, *args: Any) -> str:
    """A page of a test."""
    return _address(type(paper), page, paper.pk, *args)


@register.simple_tag
def analysis_page(host: Host, page: str = "analysis") -> str:
    """The analysis of a host's tests, or what is made of it."""
    return _address(host.papers.model, page, host.pk)


@register.simple_tag
def new_paper(host: Host, kind: str) -> str:
    """The form of a test that a host has not yet."""
    papers = host.papers.model
    return f"{_address(papers, 'add')}?{papers.host_field}={host.pk}&kind={kind}"


@register.simple_tag
def results_import(paper: BasePaper) -> str:
    """Where results of a test are read from a file."""
    return f"{_address(paper.sittings.model, 'import')}?paper={paper.pk}"


@register.simple_tag
def results_of(host: Host) -> str:
    """The list of all results of a host's tests."""
    papers = host.papers.model
    sittings = papers._meta.get_field("sittings").related_model
    return f"{_address(sittings, 'changelist')}?paper__{papers.host_field}__id__exact={host.pk}"
