"""Where people take a test on their own phone, whatever work it belongs to."""

from django.urls import path

from onde_portal.assessments.views import quiz

app_name = "assessments"
urlpatterns = [
    path("test/<str:token>/", quiz.quiz, name="quiz"),
    path("test/<str:token>/begin/", quiz.quiz_begin, name="quiz-begin"),
    path("test/<str:token>/paper/", quiz.quiz_paper, name="quiz-paper"),
    path("test/<str:token>/save/", quiz.quiz_save, name="quiz-save"),
    path("test/<str:token>/send/", quiz.quiz_finish, name="quiz-finish"),
    path("test/<str:token>/done/", quiz.quiz_done, name="quiz-done"),
    path("test/<str:token>/leave/", quiz.quiz_leave, name="quiz-leave"),
]
