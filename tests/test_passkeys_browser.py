"""Passkeys in a real Chromium with a virtual authenticator: made, used instead of a password, and as second step."""

import pytest

from tests.live import PASSWORD, PHONE
from tests.pages import LOOKS

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
BUTTON = "Met je vinger, gezicht of sleutel"


@pytest.fixture
def phone(live, browser):
    """A phone with a finger on it, on a host that has a name (WebAuthn wants one); what its console complained of."""
    context = browser.new_context(
        base_url=live.url.replace("127.0.0.1", "localhost"),
        locale="nl-NL",
        viewport={"width": PHONE[0], "height": PHONE[1]},
        reduced_motion="reduce",  # pages do not fade: Chromium complains of a fade that the next page overtakes
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    finger = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def verified(is_verified):
        cdp.send("WebAuthn.setUserVerified", {"authenticatorId": finger, "isUserVerified": is_verified})

    page.verified = verified
    yield page
    context.close()
    assert complaints == []


def sign_in(page, name):
    page.goto("/aanmelden/")
    page.fill("[name=login]", f"{name}@kiezelpad.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page):
    page.goto("/afmelden/")
    page.click("main form button")
    page.wait_for_url("**/aanmelden/")


def set_up(page, name):
    sign_in(page, name)
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    page.goto("/ik/tweede-stap/sleutel/")
    page.fill("[name=name]", "Mijn telefoon")
    page.click("text=Ga verder")
    page.wait_for_url("**/ik/tweede-stap/codes/")


def test_a_passkey_is_made_and_signs_in_without_a_password(phone):
    set_up(phone, "tom")
    assert phone.locator(".codes li").count() == 10
    phone.goto("/ik/tweede-stap/")
    assert phone.locator("text=Mijn telefoon").first.is_visible()
    sign_out(phone)
    phone.click(f"text={BUTTON}")
    phone.wait_for_url(lambda url: "/aanmelden/" not in url)
    phone.goto("/ik/")
    assert "Tom Verbeek" in phone.locator("h1").inner_text()
    # as second step, after the password
    sign_out(phone)
    sign_in(phone, "tom")
    phone.wait_for_url("**/aanmelden/tweede-stap/")
    phone.click(f"text={BUTTON}")
    phone.wait_for_url(lambda url: "/aanmelden/" not in url)
    # and once more, to show who it is
    phone.goto("/aanmelden/opnieuw/sleutel/?next=/ik/tweede-stap/codes/")
    phone.click(f"text={BUTTON}")
    phone.wait_for_url(lambda url: "/aanmelden/" not in url)
    assert phone.locator(".codes li").count() == 10
    # taken away, it no longer opens anything
    phone.goto("/ik/tweede-stap/")
    phone.click("text=Weghalen")
    phone.click("main form button")
    phone.wait_for_url("**/ik/tweede-stap/")
    sign_out(phone)
    phone.click(f"text={BUTTON}")
    phone.wait_for_selector("[role=alert]:visible")
    phone.goto("/ik/")
    assert "/aanmelden/" in phone.url


def test_a_finger_that_is_not_ones_own_opens_nothing(phone):
    assert "fleur" not in {look.person for look in LOOKS}  # from here on a second step is asked of her
    set_up(phone, "fleur")
    sign_out(phone)
    phone.verified(False)
    phone.click(f"text={BUTTON}")
    phone.wait_for_selector("[data-passkey-error]:visible")
    assert "Dat lukte niet." in phone.locator("[data-passkey-error]").inner_text()
    phone.goto("/ik/")
    assert "/aanmelden/" in phone.url


def test_without_javascript_there_is_no_button_that_does_nothing(live, browser):
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/aanmelden/")
    assert page.locator(f"text={BUTTON}").count() == 1
    assert not page.locator(f"text={BUTTON}").is_visible()
    context.close()
