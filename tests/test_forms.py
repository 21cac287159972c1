"""The statutory forms as data: what each has, and what is asked of it."""

import pytest

from disclosure_stats.forms import ERAS, Form, form_of_year, load_form


def codes_of(form: Form) -> set[str | None]:
    """The codes of all rows of a form."""
    items = [item for block in form.disclosures for item in block.items]
    rows = [*items, *form.outcomes, *form.stages, *form.indicators]
    return {row.code for row in rows}


@pytest.mark.parametrize(
    ("era", "tables"),
    [
        ("2014", ("indicators",)),
        ("2019", ("disclosures", "requests", "appeals")),
        ("2021", ("disclosures", "requests", "appeals")),
    ],
)
def test_the_tables_that_a_form_has(era: str, tables: tuple[str, ...]) -> None:
    assert load_form(era).tables == tables


@pytest.mark.parametrize("era", ERAS)
def test_what_a_form_says_of_its_rows_names_rows_that_it_has(era: str) -> None:
    form = load_form(era)
    named = set(form.optional_rows)
    for alternative in form.alternatives:
        named |= {alternative.one, *alternative.several}
    assert named <= codes_of(form)


@pytest.mark.parametrize(
    ("year", "era"),
    [(2007, None), (2008, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021")],
)
def test_the_form_of_a_year(year: int, era: str | None) -> None:
    form = form_of_year(year)
    assert (form and form.era) == era


def test_the_newest_form_stays_in_use_until_another_comes() -> None:
    assert form_of_year(2100) is load_form(ERAS[-1])


def test_an_era_without_a_form_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="2014, 2019, 2021"):
        load_form("2020")
