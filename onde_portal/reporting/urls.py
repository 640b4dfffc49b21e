"""The Office's own reports: of a round, of a year."""

from django.urls import path

from onde_portal.reporting.views import listing, page, writing

urlpatterns = [
    path("office-reports/", listing.reports, name="office-reports"),
    path("office-reports/file/", listing.reports_file, name="office-reports-file"),
    path("office-reports/new/", listing.new_report, name="office-report-new"),
    path("office-reports/begin/", listing.begin_report, name="office-report-begin"),
    path("office-reports/<int:pk>/", page.report, name="office-report"),
    path(
        "office-reports/<int:pk>/table/<slug:key>/", page.report_table, name="office-report-table"
    ),
    path("office-reports/<int:pk>/pdf/", page.report_pdf, name="office-report-pdf"),
    path("office-reports/<int:pk>/word/", page.report_word, name="office-report-word"),
    path("office-reports/<int:pk>/excel/", page.report_excel, name="office-report-excel"),
    path("office-reports/<int:pk>/write/", writing.write_report, name="office-report-write"),
    path("office-reports/<int:pk>/keep/", writing.keep_words, name="office-report-keep"),
    path("office-reports/<int:pk>/final/", writing.confirm_final, name="office-report-final"),
    path("office-reports/<int:pk>/finish/", writing.make_final, name="office-report-finish"),
    path("office-reports/<int:pk>/drop/", writing.drop_report, name="office-report-drop"),
]
