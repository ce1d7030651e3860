"""A class of 28 with a teacher, of which three children may not be on photos; for the browser tests.

Run as a program within the running portal's environment: ``python -m tests.class_of_28`` prints its facts as JSON.
"""

import json
import os

import django


def facts() -> dict[str, object]:
    from accounts.models import User
    from groups.actions import add_guardian, create_group, give_role
    from groups.models import Enrolment, Pupil, SchoolGroup
    from portal.demo.cast import fetch_cast
    from tests.answered import say

    cast = fetch_cast()
    year = {"starts_on": cast.groep5.starts_on, "ends_on": cast.groep5.ends_on}
    group = create_group(
        cast.school, kind=SchoolGroup.Kind.CLASS, name="Groep 28", sign="28", accent="8", position=92, **year
    )
    give_role(
        cast.naima, "teacher", group, by=cast.marleen, working_days="ma, di, wo, do, vr", valid_from=year["starts_on"]
    )
    parent = User.objects.create(
        sign_in_name="ouder28", email="ouder28@kiezelpad.example", first_name="Ada", last_name="Bos", password="!"
    )
    for number in range(28):
        name = ["Noor", "Milan", "Vera"][number] if number < 3 else f"Kind{number}"
        child = Pupil.objects.create(school=cast.school, first_name=name, last_name="Bos")
        Enrolment.objects.create(pupil=child, school_group=group, valid_from=group.starts_on)
        add_guardian(child, parent, group, by=cast.marleen, has_authority=True, valid_from=group.starts_on)
        say(parent, child, number >= 3)
    return {"group": group.pk}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    print(json.dumps(facts()))
