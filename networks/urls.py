"""Pages of networks outside the staff's site."""

from django.urls import path

from networks.views import attend, directory, person

app_name = "networks"
urlpatterns = [
    path("networks/", directory.network_list, name="directory"),
    path("networks/list.xlsx", directory.network_list_file, name="directory-file"),
    path("networks/<int:pk>/", directory.network_page, name="network"),
    path("attend/<str:token>/", attend.attend, name="attend"),
    path("attend/<str:token>/code/", attend.attend_by_code, name="attend-code"),
    path("attend/<str:token>/name/", attend.attend_by_name, name="attend-name"),
    path("attend/<str:token>/done/", attend.attend_done, name="attend-done"),
    path("person/<str:token>/", person.person_page, name="person"),
    path("person/<str:token>/data/", person.person_data, name="person-data"),
    path("person/<str:token>/correct/", person.person_correct, name="person-correct"),
    path("person/<str:token>/withdraw/<int:pk>/", person.person_withdraw, name="person-withdraw"),
]
