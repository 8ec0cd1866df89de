#!/usr/bin/env python3
"""Counts the files that mappings/ describes, apart from Selatan: with Python's csv, zipfile and
xml modules only. The importer's test compares its own totals with these (real_data_test.cpp).

    count_apart.py DATA                one JSON object: source → {rows, keys, one_country, usd, …}
    count_apart.py DATA --unpack DIR   the files themselves, named by their sources
"""
import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as xml
import zipfile
from decimal import ROUND_HALF_EVEN, Decimal

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def column(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def workbook_rows(content, sheet_name):
    book = zipfile.ZipFile(io.BytesIO(content))
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in xml.parse(book.open("xl/sharedStrings.xml")).getroot():
            strings.append("".join(text.text or "" for text in item.iter(MAIN + "t")))
    targets = {relation.get("Id"): relation.get("Target")
               for relation in xml.parse(book.open("xl/_rels/workbook.xml.rels")).getroot()}
    for sheet in xml.parse(book.open("xl/workbook.xml")).getroot().iter(MAIN + "sheet"):
        if sheet.get("name") != sheet_name:
            continue
        titles = None
        for _, row in xml.iterparse(book.open("xl/" + targets[sheet.get(REL)])):
            if row.tag != MAIN + "row":
                continue
            cells = {}
            for cell in row.iter(MAIN + "c"):
                value = cell.find(MAIN + "v")
                if value is None:
                    continue
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                cells[column(cell.get("r"))] = text.strip()
            row.clear()
            if titles is None:
                titles = cells
            elif any(cells.values()):
                yield {titles[at]: cells.get(at, "") for at in titles}


def dollars(text):
    # Fifteen digits: a workbook's numbers are binary, and mean no more than that.
    if not text.strip():
        return 0
    return int(Decimal("%.15g" % float(text)).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def totals(rows, key, usd, is_one_country, goals=None):
    rows = list(rows)
    result = {"rows": len(rows), "keys": len({row[key].strip() for row in rows}),
              "usd": sum(dollars(row[usd]) for row in rows) if usd else 0,
              "one_country": sum(1 for row in rows if is_one_country(row))}
    if goals:
        result["goals"] = sum(len({one.strip() for one in row[goals].split(";") if one.strip()})
                              for row in rows)
    return result


def grouped(rows, key, amount):
    """How many rows each group has, and what they come to."""
    groups = {}
    for row in rows:
        group = groups.setdefault(key(row), [0, 0])
        group[0] += 1
        group[1] += amount(row)
    return groups


def flow_totals(rows, projects):
    def usd(row):
        return dollars(row["transaction_value"])

    def provider(row):
        project = projects.get(row["project_id"])
        return project["donors"].strip() if project else ""

    result = {"rows": len(rows), "usd": sum(usd(row) for row in rows), "refused": 0,
              "one_country": len(rows)}
    for name, code in (("committed", "C"), ("paid", "D")):
        some = [row for row in rows if row["transaction_value_code"] == code]
        result[name] = sum(usd(row) for row in some)
        result[name + "_by_year"] = {year: of[1] for year, of in grouped(
            some, lambda row: row["transaction_year"], usd).items()}
    result["providers"] = len({provider(row) for row in rows})
    return result


def csv_rows(content):
    return csv.DictReader(io.StringIO(content.decode("utf-8-sig")))


def zipped(path, ending):
    archive = zipfile.ZipFile(path)
    name = next(name for name in archive.namelist()
                if name.endswith(ending) and "__MACOSX" not in name)
    return archive.read(name)


RELEASES = (("aiddata-honduras-aims", "HondurasAIMS_GeocodedResearchRelease_Level1_v1.3.1"),
            ("aiddata-timor-leste-aims", "TimorLesteAIMS_GeocodedResearchRelease_Level1_v1.4.1"),
            ("aiddata-uganda-aims", "UgandaAIMS_GeocodedResearchRelease_Level1_v1.4.1"))


def files(data):
    yield ("aiddata-gcof-1.0.xlsx",
           zipped(f"{data}/china-gcof-v1/GlobalChineseOfficialFinanceDataset_v1.0.zip", ".xlsx"))
    for source, name in RELEASES:
        yield source + ".csv", zipped(f"{data}/recipient-aims/{name}.zip", "data/projects.csv")
        yield (source + "-flows.csv",
               zipped(f"{data}/recipient-aims/{name}.zip", "data/transactions.csv"))
    for name, path in (("koica-statistics-2009.xlsx", "koica-training/Korea_Project.xlsx"),
                       ("undp-ssc-mapping.csv", "ssc-undp-mapping/data.csv")):
        with open(f"{data}/{path}", "rb") as file:
            yield name, file.read()


def unpack(data, folder):
    for name, content in files(data):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)


def main(data):
    one_code = re.compile(r"^[A-Z]{3}$")
    counts = {}
    content = dict(files(data))
    gcof = workbook_rows(content["aiddata-gcof-1.0.xlsx"], "ChineseOfficialFinance1.0")
    counts["aiddata-gcof-1.0"] = totals(
        gcof, "project_id", "usd_current", lambda row: bool(one_code.match(row["recipient_iso3"])))
    for source, _ in RELEASES:
        rows = list(csv_rows(content[source + ".csv"]))
        # Honduras' project 8717110012906 began, it says, in the year 1013.
        good = [row for row in rows
                if not row["transactions_start_year"].strip() or int(row["transactions_start_year"]) >= 1900]
        counts[source] = totals(good, "project_id", "total_commitments",
                                lambda row: bool(one_code.match(row["recipients_iso3"].strip())))
        counts[source]["refused"] = len(rows) - len(good)
        flows = list(csv_rows(content[source + "-flows.csv"]))
        counts[source + "-flows"] = flow_totals(flows, {row["project_id"]: row for row in good})
    # What the mapping leaves without a country, and states that are no more, which it refuses.
    with open(f"{sys.path[0]}/koica-statistics.json", encoding="utf-8") as file:
        values = json.load(file)["fields"]["country"]["values"]
    none = {name for name, code in values.items() if not code}
    refused = {"Yugoslavia", "Serbia-Montenegro"}
    koica = list(workbook_rows(content["koica-statistics-2009.xlsx"], "Data"))
    counts["koica-statistics-2009"] = totals(
        [row for row in koica if row["country"] not in refused], "id", "usd_amount",
        lambda row: row["country"] not in none)
    counts["koica-statistics-2009"]["refused"] = sum(1 for row in koica if row["country"] in refused)
    # A row is one invitation, one volunteer, one expert … : how many persons stood behind an
    # invitation, the file does not say.
    counts["koica-statistics-2009"]["kinds"] = grouped(
        (row for row in koica if row["country"] not in refused),
        lambda row: row["type_of_cooperation"], lambda row: dollars(row["usd_amount"]))
    counts["undp-ssc-mapping"] = totals(
        csv_rows(content["undp-ssc-mapping.csv"]), "Obs ID", None,
        lambda row: row["ISO-3 Code"].strip() not in ("", "XKX"), "SDG")
    print(json.dumps(counts, indent=2))


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[2] == "--unpack":
        unpack(sys.argv[1], sys.argv[3])
    else:
        main(sys.argv[1])
