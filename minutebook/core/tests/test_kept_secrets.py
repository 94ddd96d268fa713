import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from minutebook.core.kept_secrets import kept_secret, new_token_key


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "token-keys"
    first = kept_secret(path, new_token_key)
    assert kept_secret(path, new_token_key) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number)
        with ThreadPoolExecutor(8) as pool:
            secrets = list(pool.map(lambda _, path=path: kept_secret(path, new_token_key), range(8)))
        assert len(set(secrets)) == 1


def test_empty_file_is_refused_rather_than_a_new_secret_made(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    path.write_text(" \n")
    with pytest.raises(RuntimeError, match="is empty"):
        kept_secret(path, new_token_key)
