"""The book's charts, each declared once: ``charts.get("gap-and-scenarios")``."""

# Importing a chart's module declares the chart.
from policy.charts import gap_and_scenarios as gap_and_scenarios
from policy.charts import planned_spending as planned_spending
from policy.charts import what_119bn_can_be as what_119bn_can_be
from policy.charts import what_the_plans_had_to_save as what_the_plans_had_to_save
from policy.charts.base import Chart, ChartError
from policy.charts.catalogue import chart, get, registry

__all__ = ["Chart", "ChartError", "chart", "get", "registry"]
