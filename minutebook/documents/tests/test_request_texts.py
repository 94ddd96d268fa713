from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.documents.request_texts import check_texts


@pytest.mark.parametrize(
    ("request_content", "code", "key"),
    [
        (
            {"job": {"costs": [{"description": "a"}, {"description": "a\0"}]}},
            "characters",
            "job.costs[1].description",
        ),
        ({"company": "Kōwhai \ud800"}, "characters", "company"),
        ({"job": {"description": "her TFN 123 456 782"}}, "tfn", "job.description"),
        ({"change": {"person": {"phone": "tax file 123456782"}}}, "tfn", "change.person.phone"),
        ({"job": {"name": "a\x1b[31m"}}, "characters", "job.name"),
        ({"a\0b": 1}, "characters", "request"),
    ],
)
def test_text_is_refused_by_its_key(request_content: Any, code: str, key: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_texts(request_content)
    assert (refused.value.code, refused.value.field) == (code, key)


def test_other_texts_pass() -> None:
    check_texts({"company": "文件 & <Søn>", "job": {"costs": [1, None, True, "ACN 004 085 616"]}})
