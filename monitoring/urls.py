"""Home of LAO people, the board, and the reports (namespace ``monitoring``)."""

from django.urls import include, path

from monitoring.views import (
    board,
    certify,
    drafts,
    lao,
    learned,
    lessons,
    more_time,
    nothing,
    programme,
    reports,
    sent,
    uploading,
)
from monitoring.views.reminders import reminders, reminders_file

report_patterns = [
    path("", reports.report, name="report"),
    path("keep/", reports.report_keep, name="report-keep"),
    path("save/", drafts.report_save, name="report-save"),
    path("files/", drafts.report_attach, name="report-attach"),
    path("files/begin/", uploading.report_upload_begin, name="report-upload-begin"),
    path(
        "files/unfinished/<int:unfinished>/",
        uploading.report_upload_part,
        name="report-upload-part",
    ),
    path("files/<int:file>/", sent.report_file, name="report-file"),
    path("files/<int:file>/remove/", drafts.report_remove, name="report-remove"),
    path("paper/", reports.report_paper, name="report-paper"),
    path("check/", reports.report_check, name="report-check"),
    path("send/", reports.report_send, name="report-send"),
    path("nothing/", nothing.report_nothing, name="report-nothing"),
    path("nothing/send/", nothing.report_send_nothing, name="report-send-nothing"),
    path("time/", more_time.report_time, name="report-time"),
    path("time/ask/", more_time.report_ask_time, name="report-ask-time"),
    path("time/withdraw/", more_time.report_withdraw_time, name="report-withdraw-time"),
    path("certify/", certify.report_certify, name="report-certify"),
    path("certify/send/", certify.report_certify_send, name="report-certify-send"),
    path("certify/return/", certify.report_certify_return, name="report-certify-return"),
    path("certify/back/", certify.report_call_back, name="report-call-back"),
    path("receipt/", sent.report_receipt, name="report-receipt"),
    path("view/", sent.report_view, name="report-view"),
    path("print/", sent.report_print, name="report-print"),
]

urlpatterns = [
    path("completeness/", board.board, name="monitoring-board"),
    path("completeness/board.xlsx", board.board_table, name="monitoring-board-table"),
    path("completeness/list/", board.board_list, name="monitoring-board-list"),
    path("completeness/list.xlsx", board.board_file, name="monitoring-board-file"),
    path("reminders/", reminders, name="reminders"),
    path("reminders/list.xlsx", reminders_file, name="reminders-file"),
    path("lao/", lao.lao_home, name="lao-home"),
    path("lessons/", learned.learned, name="learned"),
    path("lessons/list.xlsx", learned.learned_file, name="learned-file"),
    path("programmes/<int:pk>/lessons/", lessons.draw_lesson, name="programme-lesson"),
    path(
        "programmes/<int:pk>/closing/word/",
        programme.programme_closing_word,
        name="programme-closing-word",
    ),
    path(
        "programmes/<int:pk>/closing/excel/",
        programme.programme_closing_excel,
        name="programme-closing-excel",
    ),
    path(
        "programmes/<int:pk>/closing/pdf/",
        programme.programme_closing_pdf,
        name="programme-closing-pdf",
    ),
    path("reports/<int:pk>/", include((report_patterns, "monitoring"))),
]
