"""The layouts that occur, by name. Each entry says which habit of real files it stands for."""

from collections.abc import Callable
from dataclasses import dataclass

from layouts.layout import Layout, Printed
from layouts.truth import OTHERS, SENDERS, Truth

ALL = ("2014", "2019", "2021")
SIX_PARTS = ("2019", "2021")


def _unchanged(truth: Truth) -> Truth:
    return truth


@dataclass(frozen=True)
class Case:
    """A layout, the eras that it occurs in, and what it presumes of the figures."""

    layout: Layout
    eras: tuple[str, ...] = SIX_PARTS
    adapt: Callable[[Truth], Truth] = _unchanged


def _in_thousands(truth: Truth) -> Truth:
    return truth.changed(values={key: value * 1000 for key, value in truth.values.items()})


def _no_counts_in(*outcomes: str) -> Callable[[Truth], Truth]:
    """Counts of these outcomes go to 予以公开, so that the sums hold without their rows."""

    def adapt(truth: Truth) -> Truth:
        values = dict(truth.values)
        for applicant in (*SENDERS, "total"):
            for outcome in outcomes:
                values["requests", "granted", applicant] += values["requests", outcome, applicant]
                values["requests", outcome, applicant] = 0
        return truth.changed(values=values)

    return adapt


def _others_together(truth: Truth) -> Truth:
    values = dict(truth.values)
    for applicant in (*SENDERS, "total"):
        parts = [values.pop(("requests", outcome, applicant)) for outcome in OTHERS]
        values["requests", "other", applicant] = sum(parts)
    return truth.changed(values=values)


def _for_2022(truth: Truth) -> Truth:
    return truth.changed(year=2022)


def _numbering(brackets: str = "", dot: str = "") -> tuple[tuple[str, str], ...]:
    """Replacements of （一） by `brackets` with the numeral for 一, and of `1.` by 1 and `dot`."""
    pairs = []
    for index, numeral in enumerate("一二三四五六七八九", start=1):
        if brackets:
            new = chr(0x3220 + index - 1) if brackets == "㈠" else brackets.replace("一", numeral)
            pairs.append((f"（{numeral}）", new))
        if dot:
            new = chr(0x2488 + index - 1) if dot == "⒈" else f"{index}{dot}"
            pairs.append((f"{index}.", new))
    return tuple(pairs)


# A row in each table at which a page may end; those of part three lie inside merged labels.
_BREAKS = ("penalties", "refused_internal", "via_weibo", "refused_securities")
_NARROW = (0.06, 0.09, 0.15)

CASES: dict[str, Case] = {
    # A word processor's export: thin black rules all around.
    "plain": Case(Layout(), ALL),
    # Pages.
    # A table goes on over the page without its title rows, as a word processor leaves it.
    "titles_missing_on_continuation": Case(Layout(breaks=_BREAKS), ALL),
    # "Repeat header rows" is switched on.
    "titles_repeated": Case(Layout(breaks=_BREAKS, repeat_titles=True), ALL),
    # Rows may break across pages: a label's second line and the figures part company.
    "split_within_row": Case(
        Layout(
            breaks=("refused_process", "unprocessed_reconfirm", "dedicated_funds"),
            cut_rows=True,
            label_widths=_NARROW,
            indicator_width=0.5,
        ),
        ALL,
    ),
    # The break falls into a merged label: （四）无 on one page, 法提供 on the next.
    "split_within_label": Case(Layout(breaks=("unavailable_must_create",), merged_labels="cut")),
    # Each page's part of a merged cell prints its label again (三、本年度办理结果 twice).
    "merged_label_twice": Case(
        Layout(breaks=("unavailable_not_held",), merged_labels="twice", label_widths=_NARROW)
    ),
    # The row before a page break has no rule under it, the row after it none above.
    "last_row_open": Case(Layout(breaks=_BREAKS, open_bottom=True), ALL),
    # Part three on a page of its own, wide.
    "landscape_page": Case(Layout(part_three="landscape")),
    # The last row of part three is blank, and part four on the next page is no half of it.
    "landscape_page_and_zero_as_blank": Case(Layout(part_three="landscape", zero="")),
    # A wide page that is stored upright and turned by /Rotate 90.
    "rotated_page": Case(Layout(part_three="rotated")),
    # A wide table put sideways on an upright page: nothing says that the page is turned.
    "sideways_text": Case(Layout(part_three="sideways")),
    # A page cut out of a larger one: the origin of coordinates is not its corner.
    "crop_offset": Case(Layout(crop_offset=True), ALL),
    # Print drivers put a whole page into a form XObject.
    "form_object": Case(Layout(form_object=True), ALL),
    # A grey watermark from corner to corner, through the cells.
    "watermark": Case(Layout(watermark="石埠桥镇人民政府"), ALL),
    # The same upright, over several rows of the table.
    "upright_watermark": Case(Layout(watermark="石埠桥镇", watermark_angle=0), ALL),
    # Small ones all over the page, as large as the text and in the cells.
    "tiled_watermark": Case(Layout(watermark="石埠桥镇 2023", watermark_size=11), ALL),
    "sideways_watermark": Case(Layout(watermark="石埠桥镇", watermark_angle=90), ALL),
    # The title at the head of every page, a line of the site at its foot.
    "running_title": Case(Layout(running_title=True, running_foot="岚皋原县政务公开"), ALL),
    # A page number at the side margin, level with a row of the table.
    "number_beside_table": Case(Layout(number_beside_table=True), ALL),
    # A page number that stands in the last cell, in its size.
    "page_number_in_a_cell": Case(
        Layout(
            printed_as={("indicators", "trainees", "year"): Printed("72        3", 72, "printed")}
        ),
        ("2014",),
    ),
    # A web page printed: date, title and address on each page, an index table on top.
    "web_print": Case(Layout(web_print=True), ALL),
    # Rules.
    # Spreadsheet grid lines and web pages: hairlines in light grey.
    "grey_rules": Case(Layout(rules="grey"), ALL),
    # Browsers and some office suites fill thin boxes in place of drawing lines.
    "filled_rules": Case(Layout(rules="filled"), ALL),
    # Cell spacing of 1 px on a black table: white boxes on a black ground.
    "cutout_rules": Case(Layout(rules="cutout"), ALL),
    # Cell spacing of 5 px in white: each cell in a box of its own.
    "cells_apart": Case(Layout(rules="apart"), ALL),
    "cells_apart_over_pages": Case(Layout(rules="apart", breaks=_BREAKS)),
    # Dotted borders, each dot a box of its own.
    "dotted_rules": Case(Layout(rules="dotted"), ("2019",)),
    # A table within another one of one cell, as web pages nest them.
    "framed": Case(Layout(rules="framed"), ALL),
    # Rules that are pictures of one pixel, stretched.
    "picture_rules": Case(Layout(rules="pictures"), ("2014",)),
    # Thick borders: lines, and a box of its own around each cell.
    "thick_rules": Case(Layout(rules="thick"), ALL),
    "thick_boxes": Case(Layout(rules="boxes"), ALL),
    # Double borders, and tables drawn twice with a small offset.
    "double_rules": Case(Layout(rules="double"), ALL),
    # Styles with level rules only.
    "level_rules": Case(Layout(rules="horizontal"), ALL),
    "level_rules_over_pages_and_blank": Case(
        Layout(rules="horizontal", zero="", breaks=_BREAKS), ("2014",)
    ),
    # The three-line table of academic style: over the titles, under them, at the end.
    "three_lines": Case(Layout(rules="three-line"), ALL),
    # Styles with upright rules only.
    "upright_rules": Case(Layout(rules="vertical"), ALL),
    # Open at both sides: pasted tables lose their outer rules.
    "open_sides": Case(Layout(rules="open-sides"), ALL),
    # Conversions lose rules here and there.
    "some_rules_missing": Case(Layout(rules="partial"), ALL),
    # No rules at all.
    "no_rules": Case(Layout(rules="none"), ALL),
    # Rules there are, but white ones.
    "white_rules": Case(Layout(rules="white"), ALL),
    # What is left of other tables under this one: white lines through its cells.
    "stray_white_lines": Case(Layout(stray_white_lines=True), ALL),
    # White titles on a dark ground: white text that is there to be seen.
    "dark_titles": Case(Layout(dark_titles=True), ALL),
    # Every other row shaded and no rules at all.
    "stripes": Case(Layout(rules="none", striped=True), ALL),
    # Habits that come together.
    # A three-line table in larger type, so that labels wrap and no rule says where a row ends.
    "three_lines_in_large_type": Case(Layout(rules="three-line", size=10.5), ALL),
    "no_rules_and_narrow_labels": Case(
        Layout(rules="none", label_widths=_NARROW, indicator_width=0.4), ALL
    ),
    "no_rules_and_narrow_labels_in_large_type": Case(
        Layout(rules="none", label_widths=_NARROW, indicator_width=0.4, size=10, padding=1), ALL
    ),
    "some_rules_missing_and_narrow_labels": Case(
        Layout(rules="partial", label_widths=_NARROW, indicator_width=0.4), ALL
    ),
    "level_rules_over_pages": Case(
        Layout(rules="horizontal", size=11, breaks=_BREAKS, repeat_titles=True), ALL
    ),
    "cutout_rules_and_cut_rows": Case(
        Layout(
            rules="cutout",
            breaks=("refused_process", "unprocessed_reconfirm", "dedicated_funds"),
            cut_rows=True,
            label_widths=_NARROW,
            indicator_width=0.5,
        ),
        ALL,
    ),
    "no_rules_in_dense_rows": Case(Layout(rules="none", padding=0.4), ALL),
    # The label over several rows ends where the labels of these begin.
    "no_rules_and_no_gaps": Case(
        Layout(rules="none", label_widths=(0.045, 0.0605, 0.3), padding=0.2)
    ),
    "stripes_and_narrow_labels": Case(
        Layout(rules="none", striped=True, label_widths=_NARROW, indicator_width=0.4), ALL
    ),
    "level_rules_and_blank_total": Case(Layout(rules="horizontal", blank_total=True)),
    "no_rules_and_blank_total": Case(Layout(rules="none", blank_total=True)),
    "no_rules_and_other_in_one_row": Case(
        Layout(rules="none", other_in_one_row=True), ("2021",), _others_together
    ),
    # A row that is cut at a page break, and in it numbers over two lines.
    "numbers_cut_by_page_break": Case(
        Layout(
            breaks=("carried_in", "refused_process", "unprocessed_reconfirm"),
            cut_rows=True,
            label_widths=(0.08, 0.16, 0.38),
            size=10.5,
            padding=4,
        ),
        adapt=_in_thousands,
    ),
    # Labels.
    # Narrow label columns: labels over three lines and more.
    "labels_over_three_lines": Case(
        Layout(label_widths=(0.055, 0.09, 0.11), indicator_width=0.3), ALL
    ),
    # Lines set so far apart that the next row is hardly farther.
    "lines_far_apart_without_rules": Case(
        Layout(rules="none", leading=1.8, label_widths=_NARROW, indicator_width=0.5), ALL
    ),
    # Labels without their numbering, where no rule tells that they are rows.
    "labels_in_short_without_rules": Case(
        Layout(
            rules="none",
            wording=(
                ("一、本年新收政府信息公开申请数量", "本年新收申请数量"),
                ("二、上年结转政府信息公开申请数量", "上年结转申请数量"),
            ),
        )
    ),
    # Label columns one character wide, so that the labels run downwards.
    "labels_downwards": Case(Layout(label_widths=(0.04, 0.04, 0.3))),
    # Brackets and numerals as they come from other input methods.
    "half_width_brackets": Case(Layout(wording=_numbering("(一)")), ALL),
    "enclosed_numerals": Case(Layout(wording=_numbering("㈠")), ALL),
    "closing_brackets": Case(Layout(wording=_numbering("一）", "）")), ALL),
    "closing_brackets_without_rules": Case(
        Layout(wording=_numbering("一）", "）"), rules="none"), ALL
    ),
    "comma_after_numbers": Case(Layout(wording=_numbering(dot="、")), ALL),
    "full_width_dots": Case(Layout(wording=_numbering(dot="．")), ALL),
    "dotted_numbers": Case(Layout(wording=_numbering("(一)", "⒈")), ALL),
    # Misprints and spaces met in real files.
    "misprinted_label": Case(Layout(wording=(("法律行政法规禁止公开", "法律行政止公开"),))),
    "misprinted_short_label": Case(Layout(wording=(("涉及商业秘密", "涉及商业密秘"),)), ("2014",)),
    "unit_behind_a_misprinted_label": Case(
        Layout(wording=(("接受培训人员数", "接受培训员数（人次）"),)), ("2014",)
    ),
    "in_force_misspelled": Case(Layout(wording=(("现行有效", "先行有效"),)), ("2021",)),
    "total_with_spaces": Case(Layout(wording=(("总计", "总 计"), ("其他处理", "其他 处理")))),
    # Rows of a fixed height, which cut off what of a label is too long for them.
    "end_of_label_cut_off": Case(
        Layout(
            wording=(("同一热点或舆情计1次）", "同一热"), ("及政府网站建设维护等方面的经费）", ""))
        ),
        ("2014",),
    ),
    # Cells.
    # The figures are filled into the fields of a form.
    "in_form_fields": Case(Layout(in_fields=True), ALL),
    "full_width_digits": Case(Layout(full_width=True), ALL),
    "thousands_separators": Case(Layout(thousands=True), ALL, _in_thousands),
    "zero_as_slash": Case(Layout(zero="/"), ALL),
    "zero_as_hyphen": Case(Layout(zero="-"), ALL),
    "zero_as_dash": Case(Layout(zero="—"), ALL),
    "zero_as_wu": Case(Layout(zero="无"), ALL),
    "zero_as_blank": Case(Layout(zero=""), ALL),
    "blank_total_column": Case(Layout(blank_total=True)),
    # Figures that touch the right rule of their cells, where a column of one table begins a point
    # or two beside a column of the next.
    "figures_at_the_rules": Case(
        Layout(figures="right", padding=1, label_widths=(0.06, 0.12, 0.307))
    ),
    # Figures at the left, close behind the longest label of part two.
    "figures_behind_labels_without_rules": Case(
        Layout(rules="none", figures="left", padding=1, item_width=0.205)
    ),
    # Large numbers wrap in narrow cells, the last digits alone on a second line.
    "numbers_over_two_lines": Case(
        Layout(label_widths=(0.08, 0.16, 0.38), size=10.5, padding=4), adapt=_in_thousands
    ),
    "numbers_over_two_lines_without_rules": Case(
        Layout(rules="none", label_widths=(0.08, 0.16, 0.38), size=10.5, padding=4),
        adapt=_in_thousands,
    ),
    # Web pages do not wrap numbers: those too wide run into the next ones.
    "numbers_touching_without_rules": Case(
        Layout(rules="none", unbroken_numbers=True, label_widths=(0.08, 0.16, 0.35), size=10.5),
        adapt=_in_thousands,
    ),
    # A fall of the number of items, in the signs that occur.
    "negative_change": Case(
        Layout(
            printed_as={
                ("disclosures", "licences", "items_change"): Printed("-13", -13),
                ("disclosures", "other_services", "items_change"): Printed("－2", -2),
                ("disclosures", "penalties", "items_change"): Printed("−1", -1),
                ("disclosures", "coercive_measures", "items_change"): Printed("（-1）", -1),
                ("disclosures", "fees", "items_change"): Printed("+4", 4),
            }
        ),
        ("2019",),
    ),
    # The same with dashes, which keyboards offer for a minus.
    "dash_for_minus": Case(
        Layout(
            printed_as={
                ("disclosures", "licences", "items_change"): Printed("–13", -13),
                ("disclosures", "other_services", "items_change"): Printed("—2", -2),
                ("disclosures", "penalties", "items_change"): Printed("﹣1", -1),
            }
        ),
        ("2019",),
    ),
    # What is counted in makes a column none of another year's.
    "years_before_counted_in": Case(
        Layout(wording=(("现行有效件数", "现行有效件数（含往年）"),)), ("2021",)
    ),
    # A province explains its titles and labels in brackets, and names years there.
    "explained_titles": Case(
        Layout(
            wording=(
                ("上一年项目数量", "上一年项目数量（指2018年事项数）"),
                ("本年增/减", "本年增/减（指2019年增加或减少的事项数，减用负值）"),
                ("采购总金额", "采购总金额（指合同金额，不含零星采购）"),
                ("行政许可", "行政许可（不含行政处罚、行政强制）"),
            ),
            item_width=0.4,
        ),
        ("2019",),
    ),
    # A unit or a remark in the cell.
    "unit_in_cell": Case(
        Layout(
            printed_as={
                ("disclosures", "fees", "amount"): Printed("18703元", 18703, unit="元"),
                ("disclosures", "normative_documents", "in_force"): Printed(
                    "22（其中修订16件）", 22, remark="其中修订16件"
                ),
            }
        ),
        ("2021",),
    ),
    "procurement_in_wan_yuan": Case(
        Layout(
            printed_as={
                ("disclosures", "procurement", "amount"): Printed("152.2万", 152.2, unit="万元")
            }
        ),
        ("2019",),
    ),
    # The form's rows.
    # Townships make no 规章, and some leave the row out.
    "rules_row_left_out": Case(Layout(left_out=frozenset({"rules"}))),
    "outcome_row_left_out": Case(
        Layout(left_out=frozenset({"refused_third_party"})),
        adapt=_no_counts_in("refused_third_party"),
    ),
    # The statistics form with remarks, and as two lists side by side.
    "remarks": Case(Layout(remarks=True, breaks=_BREAKS), ("2014",)),
    "two_lists": Case(Layout(two_lists=True, size=8), ("2014",)),
    "two_lists_with_titles_repeated": Case(
        Layout(two_lists=True, size=8, breaks=("via_wechat",), repeat_titles=True), ("2014",)
    ),
    "two_lists_without_rules": Case(Layout(two_lists=True, size=8, rules="none"), ("2014",)),
    "two_lists_with_level_rules": Case(
        Layout(two_lists=True, size=8, rules="horizontal"), ("2014",)
    ),
    # Part four with its stages one under another.
    "stages_as_rows": Case(Layout(stages="rows")),
    "stages_as_rows_without_rules": Case(Layout(stages="rows", rules="none")),
    "stages_as_tables": Case(Layout(stages="tables")),
    # 总计 stands before （六）其他处理.
    "total_before_other": Case(Layout(total_before_other=True)),
    # 其他处理 as one row with an empty third cell, under the form of 2021.
    "other_in_one_row": Case(Layout(other_in_one_row=True), ("2021",), _others_together),
    # A body that went on with the form of 2019.
    "old_form_in_2022": Case(Layout(), ("2019",), _for_2022),
    # All tables and their headings in one sheet of a spreadsheet.
    "one_grid": Case(Layout(one_grid=True)),
    # Around the tables.
    "unit_line": Case(Layout(unit_line=True)),
    "text_between": Case(Layout(text_between=True)),
    # An extra section with a table of its own (信息处理费).
    "extra_table": Case(Layout(extra_table=True)),
    # Section numbers begin again at 一.
    "numbers_begin_again": Case(Layout(restart_numbers=True)),
    # White boxes behind paragraphs, which table finders take for cells.
    "shaded_paragraphs": Case(Layout(shaded_paragraphs=True), ALL),
    "two_sizes_of_text": Case(Layout(two_sizes=True), ALL),
    # The text layer.
    # Radicals and compatibility ideographs in place of the usual characters.
    "radicals": Case(Layout(text_layer="radicals"), ALL),
    # Bold type made by printing everything twice, a third of a point apart.
    "fake_bold": Case(Layout(fake_bold=True), ALL),
    # Numbers of a template left in the cells: in the invisible mode, or in white on white.
    "invisible_text": Case(Layout(hidden_text="invisible"), ALL),
    "white_text": Case(Layout(hidden_text="white"), ALL),
    # Each character drawn by itself, in no order.
    "shuffled_characters": Case(Layout(shuffled=True), ALL),
}
