#!/usr/bin/env python3
"""Adds up the transactions and budgets of IATI files (version 2.03) without Selatan: with Python's own XML parser and
exact decimals. src/exchange/flows/real_data_test.cpp compares.

    python3 tests/apart/reported_sums.py FOLDER-OF-XML

One line for each kind of money and currency: kind, currency, transactions, sum in hundredths. An activity is
(reporting-org/@ref, identifier, which of that identifier in its file); what a later file (by name) says
replaces what an earlier one said. Files that are not well-formed are left out; a currency that is no code
counts as the activity's. A transaction without a day has its value's; without either it is in no sum. Then a line for each country (ISO alpha-2): transactions other than zero and sum of what is spent
in US dollars in that country alone. Then budgets: kind "budget" as above; "planned" and a year: what budgets in
US dollars are for in it, and in how many parts; "revised" and a year: what of it a revised budget stands for. A
budget is divided by days, to the hundredth by largest remainders, the earlier and what stands first.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

KINDS = {"1": "incoming", "2": "committed", "3": "spent", "4": "spent"}


def number(text):
    """xsd:decimal, thousands separated by commas too; nothing for what is none."""
    text = (text or "").strip().replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def is_day(text):
    return re.match(r"\d{4}-\d\d-\d\d", (text or "").strip())


def has_day(transaction, value):
    own = transaction.find("transaction-date")
    return (own is not None and is_day(own.get("iso-date"))) or is_day(value.get("value-date"))


def code(text):
    text = (text or "").strip()
    return text if re.fullmatch(r"[A-Z]{3}", text) else None


def clean(text):
    return re.sub(r"\s+", " ", text or "").strip()


def read(folder):
    activities = {}
    for path in sorted(pathlib.Path(folder).glob("*.xml")):
        try:
            root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError:
            continue
        seen = defaultdict(int)
        for activity in root.iter("iati-activity"):
            reporter = activity.find("reporting-org")
            publisher = clean(reporter.get("ref") if reporter is not None else "")
            identifier = clean(activity.findtext("iati-identifier"))
            seen[publisher, identifier] += 1
            activities[publisher, identifier, seen[publisher, identifier]] = activity
    return activities.values()


def places(element):
    return [(place.tag, place.get("code"), number(place.get("percentage")))
            for place in element if place.tag in ("recipient-country", "recipient-region")]


def day_of(element):
    text = (element.get("iso-date") or "").strip() if element is not None else ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def budgets_of(activity):
    """(is revised, first day, last day, hundredths, currency) of each that has a day and an amount."""
    for budget in activity.findall("budget"):
        value = budget.find("value")
        amount = number(value.text) if value is not None else None
        first = day_of(budget.find("period-start"))
        last = day_of(budget.find("period-end"))
        if first is None or amount is None:
            continue
        if last is None or last < first or (last - first).days > 18263:
            last = first
        yield ((budget.get("type") or "").strip() in ("2", "Revised", "revised"), first, last,
               int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)),
               code(value.get("currency")) or code(activity.get("default-currency")) or "-")


def divided(amount, weights):
    """Integers that make `amount`, in proportion to `weights`."""
    size, whole = abs(amount), sum(weights)
    parts = [size * one // whole for one in weights]
    order = sorted(range(len(weights)), key=lambda i: -(size * weights[i] % whole))
    for i in order[:size - sum(parts)]:
        parts[i] += 1
    return [-one if amount < 0 else one for one in parts]


def add_budgets(activity, sums, counts):
    budgets = list(budgets_of(activity))
    replaced = set()
    for is_revised, first, last, _, _ in budgets:
        if is_revised:
            replaced.update(range(first.toordinal(), last.toordinal() + 1))
    for is_revised, first, last, hundredths, currency in budgets:
        sums["budget", currency] += hundredths
        counts["budget", currency] += 1
        if currency != "USD":
            continue
        days = defaultdict(int)
        for day in range(first.toordinal(), last.toordinal() + 1):
            days[date.fromordinal(day).year, not is_revised and day in replaced] += 1
        keys = sorted(days)
        for (year, is_replaced), part in zip(keys, divided(hundredths, [days[key] for key in keys])):
            if part != 0:
                what = "revised" if is_replaced else "planned"
                sums[what, str(year)] += part
                counts[what, str(year)] += 1


def main():
    sums = defaultdict(Decimal)
    counts = defaultdict(int)
    for activity in read(sys.argv[1]):
        add_budgets(activity, sums, counts)
        for transaction in activity.findall("transaction"):
            kind = transaction.find("transaction-type")
            value = transaction.find("value")
            kind = KINDS.get(kind.get("code") if kind is not None else None)
            amount = number(value.text) if value is not None else None
            if kind is None or amount is None or not has_day(transaction, value):
                continue
            hundredths = (amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
            currency = code(value.get("currency")) or code(activity.get("default-currency")) or "-"
            sums[kind, currency] += hundredths
            counts[kind, currency] += 1
            named = places(transaction) or places(activity)
            if kind == "spent" and currency == "USD" and len(named) == 1 and hundredths != 0:
                place, where, share = named[0]
                if place == "recipient-country" and share in (None, 100):
                    sums["country", (where or "").strip().upper()] += hundredths
                    counts["country", (where or "").strip().upper()] += 1
    for key in sorted(sums):
        print(*key, counts[key], int(sums[key]))

main()
