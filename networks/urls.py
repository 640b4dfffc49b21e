"""Pages of networks outside the staff's site."""

from django.urls import path

from networks.views import person

app_name = "networks"
urlpatterns = [
    path("person/<str:token>/", person.person_page, name="person"),
    path("person/<str:token>/data/", person.person_data, name="person-data"),
    path("person/<str:token>/correct/", person.person_correct, name="person-correct"),
    path("person/<str:token>/withdraw/<int:pk>/", person.person_withdraw, name="person-withdraw"),
]
