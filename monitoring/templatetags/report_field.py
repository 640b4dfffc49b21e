"""``{% load report_field %}``: one field of the report's form.

The form shows a hundred fields on a phone on the last afternoon: written here, they take a third
of the time that a template takes. Whatever is not markup goes through ``_safe``.
"""

from collections.abc import Iterable
from html import escape as _safe

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitoring.questions.fields import ReportField

register = template.Library()

FEW = 4


@register.simple_tag(takes_context=True)
def report_field(context: RequestContext, field: ReportField) -> SafeString:
    """The field with its label, last round's figure, mistakes, help and stored version."""
    shown = field.errors if context["page"].strict else field.draft_errors
    optional = not field.required and "." not in field.group
    is_choice = bool(field.choices) and len(field.choices) <= FEW
    key = _safe(field.key)
    return SafeString(
        f'<div class="field{" has-error" if shown else ""}" data-field="{key}" id="at-{key}">'
        + _remark(field)
        + (_choice(field, key, optional) if is_choice else _typed(field, key, optional))
        + _about(field, key, shown, context["card"].intro)
        + f'<input type="hidden" name="version:{key}" value="{_version(field)}">'
        '<div class="beside" data-beside role="alert" hidden></div></div>'
    )


def _version(field: ReportField) -> str:
    return "" if field.version is None else str(field.version)


def _remark(field: ReportField) -> str:
    if not field.remark:
        return ""
    to_field = ""
    if field.about:
        target = "files" if field.about == "files" else f"at-{field.about}"
        to_field = f' <a href="#{_safe(target)}">{_safe(_("To the field"))}</a>'
    return (
        f'<div class="remark"><b>{_safe(_("The Office asks:"))}</b> '
        f'<span class="pre" lang="th">{_safe(field.remark)}</span>{to_field}</div>'
    )


def _label(field: ReportField, optional: bool, unit: str = "") -> str:  # noqa: FBT001
    """The field's name, its unit, and whether it may stay empty."""
    marks = [unit, _("if any") if optional else ""]
    return _safe(field.label) + _each(' <span class="unit">({})</span>', filter(None, marks))


def _choice(field: ReportField, key: str, optional: bool) -> str:  # noqa: FBT001
    """A few answers, each a button."""
    answers = "".join(
        f'<label><input type="radio" name="{key}" value="{_safe(value)}"'
        f"{' checked' if field.raw == value else ''}><span>{_safe(words)}</span></label>"
        for value, words in field.choices
    )
    last = ""
    if field.last_value:
        last = f'<p class="help">{_safe(_("Last round"))}: <b>{_safe(field.last_value)}</b></p>'
    return (
        f'<fieldset aria-describedby="f-{key}-about"><legend>{_label(field, optional)}</legend>'
        f'<div class="alone"><div class="seg" id="f-{key}" tabindex="-1">{answers}</div>{last}'
        "</div></fieldset>"
    )


def _typed(field: ReportField, key: str, optional: bool) -> str:  # noqa: FBT001
    """What is typed, or chosen from many, beside last round's figure and the target."""
    beside = _beside(field)
    return (
        f'<label for="f-{key}">{_label(field, optional, field.unit)}</label>'
        f'<div class="{"pair" if beside else "alone"}">{_control(field, key)}{beside}</div>'
    )


def _control(field: ReportField, key: str) -> str:
    names = f'id="f-{key}" name="{key}" aria-describedby="f-{key}-about"'
    if field.choices:
        answers = "".join(
            f'<option value="{_safe(value)}"{" selected" if field.raw == value else ""}>'
            f"{_safe(words)}</option>"
            for value, words in field.choices
        )
        return f'<select {names}><option value="">–</option>{answers}</select>'
    invalid = ' aria-invalid="true"' if field.draft_errors else ""
    if field.kind == "textarea":
        # A browser leaves out the first line break; the second one would be the writer's own.
        return f'<textarea {names} rows="2"{invalid}>\n{_safe(field.raw)}</textarea>'
    keyboard = {"int": "numeric", "text": "", "date": ""}.get(field.kind, "decimal")
    mode = f' inputmode="{keyboard}"' if keyboard else ""
    return f'<input {names} value="{_safe(field.raw)}" autocomplete="off"{invalid}{mode}>'


def _beside(field: ReportField) -> str:
    if not field.last_value and not field.target:
        return ""
    last = f"{_safe(_('Last round'))}<b>{_safe(field.last_value)}</b>" if field.last_value else ""
    target = f"{_safe(_('Target'))} {_safe(field.target)}" if field.target else ""
    return f'<p class="last">{last}{target}</p>'


def _about(field: ReportField, key: str, errors: Iterable[str], intro: str) -> str:
    help_text = [field.help] if field.help and field.help != intro else []
    return (
        f'<div id="f-{key}-about">'
        + _each('<p class="error">{}</p>', errors)
        + f'<p class="result" data-result aria-live="polite">{_safe(field.result)}</p>'
        + _each('<p class="warning">{}</p>', field.warnings)
        + _each('<p class="help">{}</p>', help_text)
        + "</div>"
    )


def _each(shape: str, texts: Iterable[str]) -> str:
    return "".join(shape.format(_safe(text)) for text in texts)
