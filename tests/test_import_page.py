"""The pages and the command of an import (A2, B3, B8)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groups.models import ImportRun, Pupil
from tests.school_files import edexml, guardians, parent, pupil

pytestmark = pytest.mark.django_db
LIST = "/beheer/import/"


def files(xml=None, csv=None):
    found = {}
    if xml is not None:
        found["edexml"] = SimpleUploadedFile("school.xml", xml, "text/xml")
    if csv is not None:
        found["guardians"] = SimpleUploadedFile("ouders.csv", csv, "text/csv")
    return found


@pytest.mark.clause("A2", "B3")
@pytest.mark.parametrize("name", ["marleen", "dennis"])
def test_the_head_and_the_ict_contact_import_by_page(name, cast, client_of):
    client = client_of(getattr(cast, name))
    assert client.get(LIST).status_code == 200
    xml = edexml([pupil("p1")])
    answer = client.post(LIST, files(xml, guardians(parent("p1", email="anna@kiezelpad.example"))))
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    report = page.context["report"]
    assert report.ends_many
    assert not Pupil.objects.filter(key="p1").exists()
    done = client.post(answer["Location"], {"digest": report.digest})
    assert done.status_code == 422
    done = client.post(answer["Location"], {"digest": report.digest, "ends_many": "on"}, follow=True)
    assert done.status_code == 200
    assert Pupil.objects.filter(key="p1").exists()
    assert ImportRun.objects.get().content is None
    assert client.get(LIST).status_code == 200
    assert client.get(reverse("groups:import-template")).content.decode("utf-8-sig").startswith("leerling_key;")
