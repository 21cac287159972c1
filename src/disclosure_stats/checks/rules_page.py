"""The page docs/checks.md, made from the rules.

`python -m disclosure_stats.checks.rules_page` prints it.
"""

from disclosure_stats.checks.rules import rules

_HEAD = """# Checks and findings

Made by `python -m disclosure_stats.checks.rules_page > docs/checks.md`; do not edit.

Every rule, for each place where it applies, ends in one of three ways: it holds, it fails, or it is
not assessable, because a number that it needs is null. The columns `checks_passed`, `checks_failed`
and `checks_not_assessable` of the table `reports` count them; what fails is a row of `findings`.

`severity` is `error` where the report's own form contradicts itself, `warning` where something
ought to be looked at, `info` where it is worth knowing. A report with an `error` or a `warning` is
`flagged`. `origin` says where the fault lies: `source`, in the report, because independent readings
agree on the numbers; `extraction`, in our reading, because they do not; `unknown` where nothing
tells.

`found` is what stands at `where`, `expected` what it is held against. In the sentences below they
stand in braces. In Chinese, `{where}` is given by the form's own labels.
"""
_SCOPES = {
    "form": "The form's own sums",
    "narrative": "The narrative, and the narrative against the tables",
    "years": "One year against the others, for one body",
    "revisions": "Several files for one body and year",
    "reading": "What could not be read, or not for certain",
    "corrections": "Corrections ([how](corrections.md))",
    "identity": "Which place it is, and which year",
}


def rules_page() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for scope, title in _SCOPES.items():
        parts.append(f"\n## {title}\n\n| rule | severity | sentence |\n| --- | --- | --- |\n")
        parts += [
            f"| `{rule.code}` | {rule.severity} | {rule.english}<br>{rule.chinese} |\n"
            for rule in rules().values()
            if rule.scope == scope
        ]
    return "".join(parts)


if __name__ == "__main__":
    print(rules_page(), end="")
