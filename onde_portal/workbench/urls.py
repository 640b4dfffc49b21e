from django.urls import path

from onde_portal.workbench import board, views

urlpatterns = [
    path("", views.home, name="home"),
    path("board/", board.board_now, name="hub-board-now"),
    path("board/<int:pk>/", board.board, name="hub-board"),
    path("board/<int:pk>/board.<slug:ending>", board.board_file, name="hub-board-file"),
    path("documents/list.xlsx", views.my_documents_file, name="my-documents-file"),
]
