#!/usr/bin/env python3
"""Projects that two tell of, from real files, with the answer: which are the same.

Two lenders' own lists are "ours"; what is told of the same projects is, for Ghana, in their IATI
files (told by identifier), and for Timor-Leste and Honduras in the recipients' registers, where
some titles quote the lender's number. The number is the label: it is cut out of the titles here,
and identifiers are not handed on, so that only what is told can find the pair.

Prints one JSON object: "ours", "told" (rows of registers), "same" (ours -> told or IATI
identifier). Shares no code with Selatan.

    same_projects.py FOLDER-OF-DATA
"""
import csv
import datetime
import io
import json
import re
import sys
import zipfile

NUMBER = re.compile(r"\bP\d{6}\b")


def member(path, ending):
    archive = zipfile.ZipFile(path)
    name = [n for n in archive.namelist() if n.endswith(ending) and "MACOSX" not in n][0]
    return archive.read(name)


def american(text):
    try:
        return datetime.datetime.strptime(text, "%m/%d/%Y").strftime("%Y-%m-%d")
    except ValueError:
        return ""


def world_bank(data):
    text = member(data + "/worldbank-projects/AllWorldBank_IBRDIDA.csv.zip", ".csv")
    seen = {}
    for row in csv.DictReader(io.StringIO(text.decode("cp1252", "replace"))):
        key = row["Project ID"].strip()
        if key not in seen:
            country = row["Country"].replace("Timor Leste", "Timor-Leste").strip()
            amount = row["Total Amt"].strip()
            seen[key] = {"id": key, "title": row["Project Title"].strip(),
                         "country": country, "starts": american(row["Approval Date"]),
                         "dollars": int(float(amount) * 1e6) if amount else 0,
                         "organisation": "World Bank"}
    return seen


def african_bank(data):
    book = zipfile.ZipFile(io.BytesIO(member(data + "/worldbank-projects/"
                                             "AfDB_2009_2010_AllApprovedProjects.xlsx.zip", ".xlsx")))
    shared = [re.sub("<[^>]+>", "", s) for s in
              re.findall("<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    seen, header = {}, {}
    for row in re.findall("<row.*?</row>", sheet, re.S):
        cells = {}
        for attributes, value in re.findall("<c ([^>]*)><v>(.*?)</v>", row):
            column = re.match(r'r="([A-Z]+)', attributes).group(1)
            cells[column] = shared[int(value)] if 't="s"' in attributes else value
        if not header:
            header = {name: column for column, name in cells.items()}
            continue
        cell = lambda name: cells.get(header[name], "")
        key = cell("Project Definition").strip()
        if key and key not in seen:
            day = cell("Start Date")
            start = (datetime.date(1899, 12, 30) + datetime.timedelta(int(float(day)))).isoformat() \
                if re.fullmatch(r"\d+(\.\d+)?", day) else ""
            cost = cell("Project Cost")
            seen[key] = {"id": key, "title": cell("Project Name").strip(),
                         "country": cell("Name").strip(), "starts": start,
                         "dollars": int(float(cost)) if re.fullmatch(r"\d+(\.\d+)?", cost) else 0,
                         "organisation": "African Development Bank"}
    return seen


def registers(data, lent):
    told, same = [], {}
    for country, name in (("TLS", "TimorLesteAIMS_GeocodedResearchRelease_Level1_v1.4.1"),
                          ("HND", "HondurasAIMS_GeocodedResearchRelease_Level1_v1.3.1")):
        text = member("%s/recipient-aims/%s.zip" % (data, name), "/projects.csv")
        for row in csv.DictReader(io.StringIO(text.decode("utf-8", "replace"))):
            title = row["project_title"]
            number = NUMBER.search(title)
            title = re.sub(r"[\[\(]?\bP\d{6}\b[\]\)]?(/TF\d+)?[:\s-]*", " ", title).strip()
            key = country + "-" + row["project_id"]
            amount = row["total_commitments"]
            told.append({"id": key, "title": title, "country": country,
                         "starts": row["start_actual_isodate"][:10],
                         "ends": row["end_actual_isodate"][:10],
                         "dollars": int(float(amount)) if amount else 0,
                         "organisations": [d for d in row["donors"].split("|") if d]})
            if number and number.group() in lent:
                same.setdefault(number.group(), []).append(key)
    return told, same


def in_ghana(data, lent):
    """By the identifiers of IATI files: 44000-P120636, 46002-P-GH-AAA-001."""
    same = {}
    for publisher in ("44000", "46002"):
        path = data + "/iati/real-as-2.03/markbrough__iati-country-tester__ghana__GH-%s.xml" % publisher
        text = open(path, encoding="utf-8").read()
        for identifier in re.findall(r"<iati-identifier>\s*([^<]*?)\s*</iati-identifier>", text):
            key = identifier.split("-", 1)[1]
            if key in lent:
                same.setdefault(key, []).append(identifier)
    return same


def main():
    data = sys.argv[1]
    lent = {**world_bank(data), **african_bank(data)}
    told, same = registers(data, lent)
    for key, identifiers in in_ghana(data, lent).items():
        same.setdefault(key, []).extend(identifiers)
    json.dump({"ours": list(lent.values()), "told": told, "same": same}, sys.stdout)


main()
