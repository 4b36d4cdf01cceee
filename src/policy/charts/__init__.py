"""The book's charts, each declared once: ``charts.get("gap-and-scenarios")``."""

# Importing a chart's module declares the chart.
from policy.charts import age_and_confidence_of_evidence as age_and_confidence_of_evidence
from policy.charts import balance_of_the_book as balance_of_the_book
from policy.charts import bill_in_parliament as bill_in_parliament
from policy.charts import bill_provisions_by_version as bill_provisions_by_version
from policy.charts import bill_provisions_in_later_law as bill_provisions_in_later_law
from policy.charts import capital_asked_and_given as capital_asked_and_given
from policy.charts import deadlines_met_late_missed as deadlines_met_late_missed
from policy.charts import dhsc_spending_since_2009 as dhsc_spending_since_2009
from policy.charts import efficiency_delivered as efficiency_delivered
from policy.charts import five_methods_on_one_list as five_methods_on_one_list
from policy.charts import from_plan_to_board as from_plan_to_board
from policy.charts import gap_and_scenarios as gap_and_scenarios
from policy.charts import labour_wording as labour_wording
from policy.charts import manifestos_against_pressures as manifestos_against_pressures
from policy.charts import nhse_plan_and_outturn as nhse_plan_and_outturn
from policy.charts import one_settlement_four_figures as one_settlement_four_figures
from policy.charts import outcome_against_condition as outcome_against_condition
from policy.charts import planned_spending as planned_spending
from policy.charts import real_growth_by_period as real_growth_by_period
from policy.charts import settlement_2018 as settlement_2018
from policy.charts import sites_at_risk as sites_at_risk
from policy.charts import social_care_readings as social_care_readings
from policy.charts import status_by_plan_and_type as status_by_plan_and_type
from policy.charts import status_over_time as status_over_time
from policy.charts import sum_of_plan_gaps as sum_of_plan_gaps
from policy.charts import targets_and_outturn as targets_and_outturn
from policy.charts import trust_deficits as trust_deficits
from policy.charts import what_119bn_can_be as what_119bn_can_be
from policy.charts import what_the_plans_had_to_save as what_the_plans_had_to_save
from policy.charts import who_supported_and_opposed as who_supported_and_opposed
from policy.charts.base import Chart, ChartError
from policy.charts.catalogue import chart, get, kept, registry

__all__ = ["Chart", "ChartError", "chart", "get", "kept", "registry"]
