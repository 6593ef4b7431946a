"""At the end of a run: how many generated requests the wire has answered."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [dict(report.user_properties) for report in terminalreporter.getreports("passed")]
    told += [dict(report.user_properties) for report in terminalreporter.getreports("failed")]
    told = [properties for properties in told if "wire_examples" in properties]
    if told:
        examples = sum(int(str(properties["wire_examples"])) for properties in told)
        operations = sum(int(str(properties["wire_operations"])) for properties in told)
        terminalreporter.write_line(f"wire: {examples} generated requests to {operations} operations × roles")
