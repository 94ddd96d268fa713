from scripts.draw_states import PAGE, drawn, page_as_it_should_be


def test_page_shows_the_table_that_decides() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_as_it_should_be(), "run `python -m scripts.draw_states`"
    assert drawn() in PAGE.read_text(encoding="utf-8")
