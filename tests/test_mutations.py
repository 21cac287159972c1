"""What the benchmark of changed files changes, and what it takes for the same page."""

import io
from pathlib import Path
from random import Random

import pytest
from bench_loader import load_bench
from reportlab.pdfgen.canvas import Canvas

for helper in ("fault_runs", "other_codes"):
    load_bench(helper)
mutations = load_bench("mutations")

SAMPLE = next((Path(__file__).parents[1] / "data" / "raw").rglob("*_2023.pdf"))


def page_with(text: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 200))
    canvas.setFont("Helvetica", 30)
    canvas.drawString(50, 100, text)
    canvas.save()
    return buffer.getvalue()


def test_only_pages_with_the_same_print_look_the_same() -> None:
    assert mutations.looks_the_same(page_with("146"), page_with("146"), 1)
    assert not mutations.looks_the_same(page_with("146"), page_with("143"), 1)
    assert not mutations.looks_the_same(page_with("146"), b"no PDF", 1)


@pytest.mark.parametrize("seed", range(4))
def test_other_codes_leave_the_print_as_it_is(seed: int) -> None:
    data = SAMPLE.read_bytes()
    changed = mutations.with_other_codes(data, Random(seed))
    assert changed is not None
    assert all(mutations.looks_the_same(data, changed, number) for number in (1, 2, 3))


def test_a_value_that_is_another_or_gone_on_such_a_page_is_a_fault() -> None:
    data = page_with("146")
    before = {("a",): (146.0, 1), ("b",): (5.0, 1), ("c",): (7.0, 1)}
    after = {("a",): (143.0, 1), ("b",): (None, None), ("c",): (7.0, 1)}
    found = mutations.faults_of("x", (data, before), (page_with("146"), after))
    assert sorted(fault.cell for fault in found) == [("a",), ("b",)]
    assert mutations.faults_of("x", (data, before), (page_with("143"), after)) == []
