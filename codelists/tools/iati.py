#!/usr/bin/env python3
"""Makes codelists/iati/{codes,checks}.csv: iati.py STANDARD RULES.csv

STANDARD holds mapping.xml and codelists/*.xml as the IATI Standard publishes them; RULES.csv is the
validator's table of rules, of which only the ids and categories are taken. Six checks of the mapping
have no row there: their ids follow from the reports that the official validator writes.
"""
import csv
import re
import sys
import xml.etree.ElementTree as tree
from pathlib import Path

NOT_IN_TABLE = {
    ("//iati-activity/sector/@code", "UNSDG-Goals"): ("9.129.1", "classifications"),
    ("//iati-activity/sector/@code", "UNSDG-Targets"): ("9.130.1", "classifications"),
    ("//iati-activity/transaction/sector/@code", "UNSDG-Goals"): ("9.131.1", "financial"),
    ("//iati-activity/transaction/sector/@code", "UNSDG-Targets"): ("9.132.1", "financial"),
    ("//iati-activity/transaction/aid-type/@code", "EarmarkingCategory"): ("9.127.1", "financial"),
    ("//iati-activity/transaction/aid-type/@code", "CashandVoucherModalities"): ("9.128.1", "financial"),
}


def main(standard, rules):
    out = Path(__file__).resolve().parent.parent / "iati"
    ids = dict(NOT_IN_TABLE)
    for row in csv.DictReader(open(rules, encoding="utf-8-sig")):
        listed = re.search(r"codeListFail\(., '(.*?)'", row["Test (Xpath)"])
        path = re.sub(r"\[.*?\]", "", row["Context (Xpath)"])
        if row["ID"].startswith("9.") and listed and row["V2"] == "YES":
            ids[path, listed[1]] = (row["ID"], row["Class"])
    lists = set()
    with open(out / "checks.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "category", "path", "vocabularies", "list"])
        for mapping in tree.parse(standard / "mapping.xml").getroot():
            path = mapping.findtext("path")
            listed = mapping.find("codelist").get("ref")
            condition = mapping.findtext("condition") or ""
            # "@vocabulary = '1' or not(@vocabulary)" becomes "1 -": the dash is a missing one.
            vocabularies = re.findall(r"= '(\w+)'", condition) + (["-"] if "not(" in condition else [])
            lists.add(listed)
            table.writerow([*ids[path, listed], path, " ".join(vocabularies), listed])
    with open(out / "codes.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["list", "code"])
        for name in sorted(lists | {"OrganisationRegistrationAgency"}):
            for code in tree.parse(standard / "codelists" / (name + ".xml")).iter("code"):
                table.writerow([name, code.text])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
