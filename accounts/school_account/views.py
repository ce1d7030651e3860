"""To the school's account and back."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST
from jwt import PyJWTError
from requests import RequestException


def _as_refusal(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The view's answer; a provider that is gone or says something strange is a refusal, never a fault."""
    try:
        return view(request, provider_id)  # type: ignore[no-any-return]
    except (RequestException, PyJWTError, LookupError, ValueError, TypeError, AttributeError):
        return get_adapter().refusal(request, None)  # type: ignore[no-any-return]


@login_not_required
@require_POST
def school_account(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the provider. A POST of the sign-in page, so nobody else can begin it."""
    if request.user.is_authenticated:
        return redirect("home")
    return _as_refusal(allauth_views.login, request, provider_id)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def school_account_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the provider, with its word on who this is."""
    if request.user.is_authenticated:
        return redirect("home")
    return _as_refusal(allauth_views.callback, request, provider_id)
