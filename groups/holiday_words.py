"""Why a file of school holidays is refused: a sentence for each code of groups/holiday_file.py."""

from django.utils.translation import gettext_lazy as _

REFUSED = {
    "too_large": _("This file is too large. The file of the school holidays is smaller than 1 MB."),
    "empty": _("This file is empty. Download it again."),
    "damaged": _("We cannot read this file: it is no JSON, or it is damaged. Download it again."),
    "other_file": _("This is not the file of the school holidays. Look below where to find it."),
    "not_days": _("A holiday in this file has days that are not right. Download the file again."),
    "twice": _("A holiday stands in this file twice, with other days. Download the file again."),
    "nothing": _("This file holds no holidays of your region from this school year on. Choose a newer one."),
}
