"""Passkeys against the server alone: an authenticator made of software, and credentials that are none."""

import base64
import hashlib
import json
import re
import struct

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256

from accounts import limits
from accounts.models import AuditEntry, User
from portal.demo.people import PASSWORD

pytestmark = pytest.mark.django_db

ADD, SIGN_IN, STEP = "/ik/tweede-stap/sleutel/", "/aanmelden/sleutel/", "/aanmelden/tweede-stap/"
AGAIN = "/aanmelden/opnieuw/sleutel/?next=/ik/"
HOST = "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Stick:
    """A key that signs for this host; ``is_verified``: it asked for a finger."""

    def __init__(self) -> None:
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), b"stick-" + bytes(10)
        self.handle = ""

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{HOST}"}).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + struct.pack(">I", 0)

    def _plain(self, response: dict) -> str:
        own = {"type": "public-key", "id": encoded(self.id), "rawId": encoded(self.id)}
        return json.dumps(own | {"clientExtensionResults": {"credProps": {"rk": True}}, "response": response})

    def made(self, options: dict, is_verified=True) -> str:
        self.handle = options["publicKey"]["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(PRESENT | ATTESTED | (VERIFIED if is_verified else 0)) + attested
        client = self._client("webauthn.create", options["publicKey"]["challenge"])
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._plain({"clientDataJSON": encoded(client), "attestationObject": encoded(attestation)})

    def given(self, options: dict, is_verified=True) -> str:
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(PRESENT | (VERIFIED if is_verified else 0))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._plain({name: encoded(part) for name, part in parts.items()} | {"userHandle": self.handle})


def options_in(page) -> dict:
    text = re.search(r'data-options="([^"]+)"', page.content.decode())[1]
    return json.loads(text.replace("&quot;", '"'))


@pytest.fixture
def here(client_of):
    """``here(person)``: a browser on the host that the stick signs for."""

    def make(person=None, **more):
        if person is None:
            return Client(SERVER_NAME=HOST)
        client = client_of(person, **more)
        client.defaults["SERVER_NAME"] = HOST
        return client

    return make


@pytest.fixture
def stick_of(here):
    """``stick_of(person)``: a stick that this person has set up."""

    def make(person):
        stick, client = Stick(), here(person)
        made = stick.made(options_in(client.get(ADD)))
        assert client.post(ADD, {"name": "Stick", "credential": made})["Location"] == "/ik/tweede-stap/codes/"
        return stick

    return make


def sign_in(stick, client, **how):
    options = client.get(SIGN_IN).json()
    return client.post(SIGN_IN, {"credential": stick.given(options, **how)})


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_passkey_is_set_up_and_signs_in_alone(cast, here, stick_of):
    stick = stick_of(cast.samira)
    assert AuditEntry.objects.filter(event="second_step_added", detail="webauthn", actor=cast.samira).count() == 1
    client = here()
    assert sign_in(stick, client)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.samira.pk)
    assert "Stick" in client.get("/ik/tweede-stap/").content.decode()


def test_it_leads_on_to_where_one_wanted_to_be_and_never_elsewhere(cast, here, stick_of):
    stick = stick_of(cast.samira)
    for wanted, leads in (("/ik/", "/ik/"), ("https://elders.example/", "/"), ("//elders.example", "/")):
        client = here()
        fields = {"credential": stick.given(client.get(SIGN_IN).json()), "next": wanted}
        assert client.post(SIGN_IN, fields)["Location"] == leads


def test_a_passkey_without_a_finger_does_not_stand_for_the_password(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here()
    assert sign_in(stick, client, is_verified=False)["Location"] == "/aanmelden/"
    assert not is_in(client)


def test_a_passkey_without_a_finger_is_not_set_up(cast, here):
    client = here(cast.samira)
    made = Stick().made(options_in(client.get(ADD)), is_verified=False)
    assert client.post(ADD, {"name": "Stick", "credential": made}).status_code == 422
    assert not Authenticator.objects.exists()


def test_an_answer_is_good_for_one_question(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here()
    given = stick.given(client.get(SIGN_IN).json())
    other = here()
    other.get(SIGN_IN)
    assert other.post(SIGN_IN, {"credential": given})["Location"] == "/aanmelden/"
    assert client.post(SIGN_IN, {"credential": given})["Location"] == "/"
    client.post("/afmelden/")
    assert client.post(SIGN_IN, {"credential": given})["Location"] == "/aanmelden/"
    assert not is_in(client)


def test_the_stick_of_another_does_not_open_this_account(cast, here, stick_of):
    stick_of(cast.samira)
    toms, client = stick_of(cast.tom), here()
    toms.handle = encoded(str(cast.samira.pk).encode())
    assert sign_in(toms, client)["Location"] == "/aanmelden/"
    assert not is_in(client)


def test_a_closed_account_stays_closed(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here()
    User.objects.filter(pk=cast.samira.pk).update(is_active=False)
    assert sign_in(stick, client)["Location"] == "/aanmelden/"
    assert not is_in(client)


def test_it_is_the_second_step_after_the_password(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here()
    assert client.post("/aanmelden/", {"login": "samira", "password": PASSWORD})["Location"] == STEP
    page = client.get(STEP)
    assert "Herstelcode" in page.content.decode()
    assert client.post(STEP, {"credential": "{}"}).status_code == 422
    given = stick.given(options_in(client.get(STEP)))
    assert client.post(STEP, {"credential": given})["Location"] == "/"
    assert is_in(client)


def test_it_shows_once_more_who_it_is(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here(cast.samira, is_fresh=False)
    assert client.get(ADD)["Location"].startswith("/aanmelden/opnieuw/")
    wrong = client.post(AGAIN, {"credential": '{"id": 1}'})
    assert (wrong.status_code, "Deze code past niet" in wrong.content.decode()) == (422, True)
    given = stick.given(options_in(client.get(AGAIN)))
    assert client.post(AGAIN, {"credential": given})["Location"] == "/ik/"
    assert client.get(ADD).status_code == 200


STRANGE = ["", "x", "{}", "[]", "7", "null", '"x"', '{"id": 1}', '{"id":"a","rawId":"a","type":"public-key"}']
STRANGE += [
    '{"id":"a","rawId":"a","type":"public-key","response":[]}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
    '"signature":"AA","userHandle":"MQ"}}',
    '{"id":"é","rawId":"\\u0000","type":"public-key","response":{"userHandle":"' + "A" * 4000 + '"}}',
]


@pytest.mark.parametrize("credential", STRANGE)
def test_what_is_no_credential_is_a_wrong_one_and_never_a_fault(cast, here, stick_of, credential):
    stick_of(cast.samira)
    client = here(cast.tom)
    client.get(ADD)
    assert client.post(ADD, {"name": "Stick", "credential": credential}).status_code == 422
    stranger = here()
    stranger.get(SIGN_IN)
    assert stranger.post(SIGN_IN, {"credential": credential})["Location"] == "/aanmelden/"
    waiting = here()
    waiting.post("/aanmelden/", {"login": "samira", "password": PASSWORD})
    waiting.get(STEP)
    assert waiting.post(STEP, {"credential": credential}).status_code == 422
    assert not is_in(stranger)
    assert not is_in(waiting)


def test_one_network_address_cannot_try_for_ever(cast, here, stick_of):
    stick, client = stick_of(cast.samira), here()
    for _ in range(limits.STEP_NETWORK.tries):
        limits.take(limits.STEP_NETWORK, "127.0.0.1")
    assert sign_in(stick, client)["Location"] == "/aanmelden/"
    assert "Te vaak geprobeerd." in client.get("/aanmelden/").content.decode()
    assert not is_in(client)


def test_a_wrong_passkey_counts_and_a_right_one_does_not(cast, here, stick_of):
    stick = stick_of(cast.samira)
    for _ in range(limits.STEP_NETWORK.tries + 2):
        client = here()
        assert sign_in(stick, client)["Location"] == "/"
