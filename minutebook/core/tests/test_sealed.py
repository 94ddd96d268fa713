import base64
from typing import Any

import pytest
from cryptography.fernet import Fernet

from minutebook.core.errors import DomainError
from minutebook.core.kept_secrets import new_token_key
from minutebook.core.sealed import keyed_hash, seal, unseal

SECRETS = ["036123456789012", "a|b|c", "|", "Māia 😀", "x" * 4000]


@pytest.mark.parametrize("secret", SECRETS)
def test_secret_is_opened_by_its_firm_and_field_only(secret: str) -> None:
    sealed = seal(secret, 1, "director_id")
    assert secret not in sealed
    assert unseal(sealed, 1, "director_id") == secret
    for firm_id, field in ((2, "director_id"), (11, "director_id"), (1, "access_token"), (1, "director")):
        with pytest.raises(DomainError) as refused:
            unseal(sealed, firm_id, field)
        assert (refused.value.code, secret in refused.value.message) == ("sealed", False)


def test_empty_stays_empty() -> None:
    assert (seal("", 1, "x"), unseal("", 1, "x")) == ("", "")


def test_same_secret_is_sealed_differently_each_time() -> None:
    assert seal("036", 1, "x") != seal("036", 1, "x")


def test_firm_and_field_cannot_be_shifted_into_each_other() -> None:
    sealed = seal("x|y", 1, "a")
    with pytest.raises(DomainError):
        unseal(sealed, 1, "a|x")


def test_each_flipped_byte_is_refused() -> None:
    whole = base64.urlsafe_b64decode(seal("036123456789012", 1, "director_id"))
    for at in range(len(whole)):
        flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(DomainError):
            unseal(base64.urlsafe_b64encode(flipped).decode(), 1, "director_id")


@pytest.mark.parametrize("text", ["x", "not base64 at all!", "gAAAAA", "ü", "=" * 8, "036123456789012"])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        unseal(text, 1, "director_id")


def test_rotated_keys_open_the_old_and_seal_with_the_new(settings: Any) -> None:
    old, new = new_token_key(), new_token_key()
    settings.TOKEN_KEYS = [old]
    before = seal("secret", 1, "x")
    settings.TOKEN_KEYS = [new, old]
    after = seal("secret", 1, "x")
    assert unseal(before, 1, "x") == unseal(after, 1, "x") == "secret"
    assert Fernet(new.encode()).decrypt(after.encode()) == b"1|x|secret"
    settings.TOKEN_KEYS = [new]
    with pytest.raises(DomainError, match="MINUTEBOOK_TOKEN_KEYS"):
        unseal(before, 1, "x")


def test_hash_compares_within_one_firm_and_field_only(settings: Any) -> None:
    hashed = keyed_hash("036", 1, "director_id")
    assert hashed == keyed_hash("036", 1, "director_id")
    others = {
        keyed_hash("036", 2, "director_id"),
        keyed_hash("036", 1, "other"),
        keyed_hash("037", 1, "director_id"),
    }
    assert (len(others), hashed in others, "036" in hashed[:3]) == (3, False, False)
    settings.SECRET_KEY = "another"
    assert keyed_hash("036", 1, "director_id") != hashed
