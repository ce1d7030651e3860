"""Forms of changing one's e-mail address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AddressForm(forms.Form):
    """The new address."""

    address = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Fill in your new e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@example.nl."),
            "max_length": _("This e-mail address is too long. Check it."),
        },
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.lower() == self.user.email.lower():
            raise forms.ValidationError(_("This is your address already. Fill in the new one."))
        return address


class CodesForm(forms.Form):
    """The code from the new mailbox, and the one from the old when there is one."""

    new_code = forms.CharField(max_length=20, error_messages={"required": _("Fill in the code from the mail.")})
    old_code = forms.CharField(max_length=20, error_messages={"required": _("Fill in the code from the mail.")})

    def __init__(self, *args: object, has_old: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["old_code"].required = has_old
