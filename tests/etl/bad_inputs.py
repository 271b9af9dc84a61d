"""Broken files: good ones, each spoiled in one way, from the text's content down to its bytes."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Table = list[list[str]]

ONE_IN = 3
PERSON = "Sentinelperson"
CASE_NUMBERS = ("BSP-900001", "BSP-900002", "BSP-900003", "BSP-900004")
CASES = """Fallnummer;Name;Geburtsdatum;Stelle;Schwerpunkt;Gemeindeschlüssel;Gemeinde;Einwilligung;Anfrage am;Erstgespräch am;Fallende am;Endegrund;Einreisemonat;Geschlecht;Herkunftsgruppe;Aufenthaltsstatus;Beratungssprache;Zugangsweg
BSP-900001;Sentinelperson Eins;02.06.1988;EVANGELISCHE-1;Willkommensberatung;05358008;Düren;ja;01.01.2021;11.01.2021;15.06.2021;Ziele erreicht;09.2015;männlich;Afrika;anerkannter Schutz;Englisch;Einwohnermeldeamt
BSP-900002;Sentinelperson Zwei;20.11.1992;CARITAS-1;Willkommensberatung;05358012;Heimbach;ja;01.02.2021;15.02.2021;;;12.2020;weiblich;Ukraine;Duldung;Arabisch;Vereine
BSP-900003;Sentinelperson Drei;05.03.1979;SKF-2;Willkommensberatung;05358008;Düren;nein;04.05.2022;15.05.2022;;;11.2021;weiblich;Osteuropa;Duldung;Russisch;Behörden
BSP-900004;Sentinelperson Vier;25.12.2001;STADT-JUELICH-1;Willkommensberatung;05358024;Jülich;ja;04.05.2023;15.05.2023;;;11.2022;divers;übrige;Duldung;Deutsch;Behörden
"""
GOALS = """Fallnummer;Zielnummer;Thema;Vereinbart am;Zielstand;Zielstand am
BSP-900001;1;Rechte und Pflichten;11.01.2021;erreicht;20.04.2021
BSP-900002;1;Freizeit und Kultur;21.02.2021;offen;21.02.2021
BSP-900003;1;Rechte und Pflichten;21.05.2022;offen;21.05.2022
BSP-900004;1;Sicherung des Lebensunterhalts;11.06.2023;anders beendet;15.08.2023
"""
SERVICES = """Fallnummer;Leistungsnummer;Datum;Leistungsart;Stunden;Vermittelt an
BSP-900001;1;12.01.2021;Weitervermittlung;3,25;Arbeitsmarktintegration
BSP-900001;2;31.03.2021;Hilfe bei Anträgen;1,25;
BSP-900002;1;31.03.2021;Schriftverkehr;0,75;
BSP-900004;1;30.06.2023;Hilfe bei Anträgen;2,00;
"""
MUNICIPALITIES = """ags;name;area_km2;longitude;latitude;degurba;degurba_text;regiostar7;regiostar7_text
05358004;Aldenhoven;44.25;6.28;50.9;02;mittlere Dichte;75;städtischer Raum
05358008;Düren;85.01;6.48;50.8;01;dicht besiedelt;74;zentrale Stadt
05358012;Heimbach;64.96;6.47;50.63;03;gering besiedelt;77;dörflicher Raum
"""
INDICATORS = """ags;name;indicator;reference_date;value;unit;quality
05358;Kreis Düren;population;2022-05-15;275392;persons;exact
05358004;Aldenhoven;population;2022-05-15;13939;persons;exact
05358008;Düren;population;2022-05-15;94149;persons;exact
05358012;Heimbach;immigrated;2022-05-15;;persons;not_published
"""
POSTS = """Stelle;Baustein;Träger;Schwerpunkt;VZÄ;gültig ab;gültig bis;Bemerkung;Annahme
CARITAS-1;Case-Management;Caritasverband;Willkommensberatung;1,0;01.01.2021;;;
SKF-2;Case-Management;Sozialdienst;Willkommensberatung;0,5;01.01.2021;31.12.2022;;
KOORDINATION-1;Strategisches Overhead;Kreis Düren;;1,0;01.01.2021;;;
"""
POST_AREAS = """Stelle;AGS;Gemeinde;Anteil;im Konzept genannt;Annahme
CARITAS-1;05358012;Heimbach;0,5;ja;
CARITAS-1;05358044;Nideggen;0,5;ja;
SKF-2;05358008;Düren;;nein;angenommen
"""
OUTREACH = """Stelle;AGS;Ort;Stunden je Woche;gültig ab;gültig bis
CARITAS-1;05358012;Rathaus;2,5;01.01.2023;
CARITAS-1;05358044;Pfarrheim;4;01.01.2023;31.12.2024
SKF-2;05358008;Beratungsstelle;12;01.01.2022;
"""
AUTHORITY_COUNTS = """Behörde;Jahr;Angabe;Anzahl
Kreis Düren;2023;Einbürgerungen;410
Kreis Düren;2023;Einbürgerungsanträge;630
Stadt Düren;2022;Einbürgerungen;250
"""
ARRIVALS = """AGS;Monat;Zuzüge
05358008;01.2024;112
05358024;01.2024;36
05358012;02.2024;.
"""
TRAVEL_TIMES = """von;nach;Minuten;Verkehrsmittel
05358008;05358024;21,5;Auto
05358024;05358008;22;Auto
05358012;05358008;64;ÖPNV
05358008;05358008;0;zu Fuß
"""
REGIONAL_TABLE = """Berichtszeitpunkt;_RS;Name;Regionalebene;0_Insgesamt_;GESCHLECHT__1;GESCHLECHT__2;Staatsange_kurz__1;Staatsange_kurz__2
20220515;05358;Düren;Stadtkreis/kreisfreie Stadt/Landkreis;275392;135800;139592;241422;33970
20220515;053580008008;Düren, Stadt;Gemeinde;94149;46300;47849;76882;17267
20220515;053580012012;Heimbach, Stadt;Gemeinde;4300;2100;2200;–;.
"""
FFCSV_NEW = """statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label
12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;05358;Düren, Kreis;GES;Geschlecht;;Insgesamt;279285;Anzahl;BEVSTD;Bevölkerungsstand
12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;05358;Düren, Kreis;GES;Geschlecht;GESM;männlich;139089;Anzahl;BEVSTD;Bevölkerungsstand
12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;05313;Aachen (alt);GES;Geschlecht;;Insgesamt;-;Anzahl;BEVSTD;Bevölkerungsstand
"""
FFCSV_OLD = """Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl
12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;DG;Deutschland;84358845
12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;05358;      Düren, Kreis;270833
12411;Fortschreibung;STAG;Stichtag;31.12.2022;KREISE;Kreise;05334;      Aachen;/
"""
STACKED = """Tabelle: 12411-15i
Katasterfläche (qkm), Bevölkerung - Stichtag - Gemeinden;;;;
;;;Fortschreibung des Bevölkerungsstandes;Flächenerhebung
;;;Bevölkerungsstand (Basis Zensus 2022 und früher);Bodenfläche (Katasterfläche) in qkm
;;;Anzahl;qkm
31.12.2024;05358;    Düren, Kreis;279285;941,49
31.12.2024;05358004;      Aldenhoven;14324;44,25
31.12.2024;05358008;      Düren, Stadt;94568;85,01
__________
"Anmerkung:
Die Jahre bis 2010."
Stand: 19.01.2026 / 13:58:12
"""
# Kind of input -> a good file of it.
GOOD = {
    "cases": CASES,
    "goals": GOALS,
    "services": SERVICES,
    "municipalities": MUNICIPALITIES,
    "indicators": INDICATORS,
    "posts": POSTS,
    "post_areas": POST_AREAS,
    "outreach": OUTREACH,
    "authority_counts": AUTHORITY_COUNTS,
    "arrivals": ARRIVALS,
    "travel_times": TRAVEL_TIMES,
    "indicators regionaltabelle": REGIONAL_TABLE,
    "indicators ffcsv_new": FFCSV_NEW,
    "indicators ffcsv_old": FFCSV_OLD,
    "indicators stacked": STACKED,
}


@dataclass(frozen=True)
class BadFile:
    """One broken file. `rows`: how many rows it has, where that is beyond doubt."""

    kind: str
    fault: str
    content: bytes
    rows: int | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.fault}"


def bad_files() -> Iterator[BadFile]:
    """Every good file with every fault that changes it, but with one in ONE_IN of those of UNREADABLE, which are the same
    whatever was in the file; the next file gets the next ones."""
    for place, (kind, text) in enumerate(GOOD.items()):
        seen = {text.encode()}
        unread = [(fault, spoil(text), None) for fault, spoil in list(UNREADABLE.items())[place % ONE_IN :: ONE_IN]]
        for fault, content, rows in (*unread, *_spoiled(kind, text)):
            if content not in seen:
                seen.add(content)
                yield BadFile(kind, fault, content, rows)


def made_unreadable(fault: str) -> Iterator[bytes]:
    """Every good file with a fault of UNREADABLE."""
    return (UNREADABLE[fault](text) for text in GOOD.values())


def _spoiled(kind: str, text: str) -> Iterator[tuple[str, bytes, int | None]]:
    for fault, spoil in BYTES.items():
        yield fault, spoil(text), None
    if kind.endswith("stacked"):
        return
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    count = len(table) - 1
    for fault, (change, keeps_rows) in CELLS.items():
        yield fault, _written(change([list(row) for row in table])), count if keeps_rows else None
    for position, heading in enumerate(table[0]):
        yield (
            f"without the column {heading}",
            _written([[*row[:position], *row[position + 1 :]] for row in table]),
            None,
        )
        if position in (0, 1, len(table[0]) - 1):  # the header is looked at before its columns are
            yield f"twice the column {heading}", _written([[*row, row[position]] for row in table]), None
        yield f"nothing in the column {heading}", _written(_with(table, position, lambda _: "")), None
        yield f"a formula in the column {heading}", _written(_with(table, position, lambda _: '=HYPERLINK("x")')), count


def _written(table: Table) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(table)
    return out.getvalue().encode()


def _with(table: Table, position: int, change: Callable[[str], str]) -> Table:
    """The table with every cell of a column changed, but for the heading."""
    return [table[0], *([*row[:position], change(row[position]), *row[position + 1 :]] for row in table[1:])]


def _every_cell(change: Callable[[str], str]) -> Callable[[Table], Table]:
    return lambda table: [table[0], *([change(cell) for cell in row] for row in table[1:])]


def _zipped(*members: tuple[str, bytes], level: int | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


# Faults of the bytes at which reading ends before anybody asks what kind of file it is.
UNREADABLE: dict[str, Callable[[str], bytes]] = {
    "empty": lambda _: b"",
    "a byte order mark alone": lambda _: b"\xef\xbb\xbf",
    "in UTF-16, one byte lost": lambda text: text.encode("utf-16")[:-1],
    "in UTF-32": lambda text: text.encode("utf-32"),
    "in EBCDIC": lambda text: text.replace("–", "-").encode("cp500"),
    "one long line": lambda text: text.replace("\n", ";").encode() * 2000,
    "zero bytes": lambda text: text.replace(";", ";\0").encode(),
    "control characters": lambda text: text.replace(";", ";\x07\x1b").encode(),
    "a program": lambda text: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4 + text.encode(),
    "a picture": lambda text: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) + text.encode(),
    "a PDF": lambda text: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + text.encode(),
    "a web page": lambda text: f"<!DOCTYPE html><html><body><pre>{text}</pre></body></html>".encode(),
    "an error of the office's service": lambda text: (
        '{"Status":{"Code":98,"Content":"Tabelle ist zu gross","Type":"Fehler"},"Ident":"' + text[:20] + '"}'
    ).encode(),
    "gzip": lambda text: gzip.compress(text.encode(), mtime=0),
    "a zip of two": lambda text: _zipped(("a.csv", text.encode()), ("b.csv", text.encode())),
    "a zip within a zip": lambda text: _zipped(("a.zip", _zipped(("a.csv", text.encode())))),
    "a zip cut off": lambda text: _zipped(("a.csv", text.encode()))[:-30],
    "a zip of nothing": lambda _: _zipped(),
    "a locked workbook": lambda text: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + text.encode(),
    "a database": lambda text: b"SQLite format 3\0" + b"\0" * 100 + text.encode(),
}
# Faults of the bytes that a reader of a kind gets to see.
BYTES: dict[str, Callable[[str], bytes]] = {
    "blank lines": lambda _: b"\n\r\n  \n;;;\n",
    "half of it": lambda text: text.encode()[: len(text.encode()) // 2],
    "cut within a character": lambda text: text.encode()[:-2] + "ü".encode()[:1],
    "all but the end": lambda text: text.encode()[:-9],
    "the header alone": lambda text: text.partition("\n")[0].encode(),
    "in ISO-8859-1": lambda text: text.replace("–", "-").encode("latin-1"),
    "in two encodings": lambda text: text.encode() + text.replace("–", "-").encode("latin-1"),
    "in UTF-16": lambda text: text.encode("utf-16"),
    "in UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "separated by commas": lambda text: text.replace(";", ",").encode(),
    "separated by tabs": lambda text: text.replace(";", "\t").encode(),
    "separated by bars": lambda text: text.replace(";", "|").encode(),
    "separated by colons": lambda text: text.replace(";", ":").encode(),
    "separated by spaces": lambda text: text.replace(";", " ").encode(),
    "two separators": lambda text: text.replace(";", ",", 7).encode(),
    "line ends of an old Mac": lambda text: text.replace("\n", "\r").encode(),
    "no line ends": lambda text: text.replace("\n", " ").encode(),
    "a quotation mark that never closes": lambda text: text.replace(";", ';"', 30).encode(),
    "each row in quotation marks": lambda text: "\n".join(f'"{line}"' for line in text.splitlines()).encode(),
    "a zip that swells": lambda text: (
        _zipped(("a.csv", text.encode() + b"0" * 100_000_000), level=6) if "BEVSTD__" in text else b"PK"
    ),
    "a workbook that is a zip of text": lambda text: _zipped(("xl/workbook.xml", text.encode())),
    "letters of another script": lambda text: text.translate(str.maketrans("aeionr", "аеіопг")).encode(),
}
# Fault -> what it does to the cells, and whether every row stays a row.
CELLS: dict[str, tuple[Callable[[Table], Table], bool]] = {
    "no header": (lambda table: table[1:], False),
    "the header twice": (lambda table: [table[0], *table], False),
    "merged heads": (lambda table: [["", "Angaben", *[""] * (len(table[0]) - 2)], *table], True),
    "a header over two lines": (
        lambda table: [[cell[:3] for cell in table[0]], [cell[3:] for cell in table[0]], *table[1:]],
        False,
    ),
    "titles above the header": (lambda table: [["Auswertung"], [""], ["Stand: heute"], *table], True),
    "headings in capitals": (lambda table: [[cell.upper() for cell in table[0]], *table[1:]], False),
    "headings numbered": (
        lambda table: [[f"{number} {cell}" for number, cell in enumerate(table[0])], *table[1:]],
        False,
    ),
    "turned on its side": (lambda table: [list(column) for column in zip(*table, strict=True)], False),
    "columns in another order": (lambda table: [row[::-1] for row in table], True),
    "a new column": (lambda table: [[*row, "neu"] for row in table], False),
    "rows one cell too long": (lambda table: [table[0], *([*row, "x"] for row in table[1:])], True),
    "rows one cell too short": (lambda table: [table[0], *(row[1:] for row in table[1:])], True),
    "a sum below": (lambda table: [*table, ["Summe", *["9"] * (len(table[0]) - 1)]], False),
    "every row twice": (lambda table: [table[0], *table[1:], *table[1:]], False),
    "impossible days": (
        _every_cell(
            lambda cell: "31.02.2024" if cell.count(".") == 2 else "2024-02-31" if cell.count("-") == 2 else cell
        ),
        True,
    ),
    "days as the Americans write them": (
        _every_cell(lambda cell: "12/31/2021" if cell.count(".") == 2 else cell),
        True,
    ),
    "days with a year of two digits": (
        _every_cell(lambda cell: cell[:-4] + cell[-2:] if cell.count(".") == 2 else cell),
        True,
    ),
    "days as a spreadsheet counts them": (
        _every_cell(lambda cell: "44197" if cell.count(".") == 2 or cell.count("-") == 2 else cell),
        True,
    ),
    "days in the future": (_every_cell(lambda cell: cell[:-4] + "2062" if cell.count(".") == 2 else cell), True),
    "negative numbers": (_every_cell(lambda cell: f"-{cell}" if cell.replace(",", "").isdigit() else cell), True),
    "numbers in words": (_every_cell(lambda cell: "zwei" if cell.replace(",", "").isdigit() else cell), True),
    "numbers beyond measure": (_every_cell(lambda cell: "9" * 400 if cell.replace(",", "").isdigit() else cell), True),
    "numbers that are none": (_every_cell(lambda cell: "NaN" if cell.replace(",", "").isdigit() else cell), True),
    "infinite numbers": (_every_cell(lambda cell: "1e999" if cell.replace(",", "").isdigit() else cell), True),
    "numbers as a spreadsheet shortens them": (_every_cell(lambda cell: "5,36E+06" if cell.isdigit() else cell), True),
    "keys without their zero": (_every_cell(lambda cell: cell[1:] if cell.startswith("05358") else cell), True),
    "keys of nowhere": (_every_cell(lambda cell: "05358999" if cell.startswith("05358") else cell), True),
    "keys with a blank": (
        _every_cell(lambda cell: f"{cell[:2]} {cell[2:]}" if cell.startswith("05358") else cell),
        True,
    ),
    "errors of a spreadsheet": (_every_cell(lambda cell: "#DIV/0!" if cell.replace(",", "").isdigit() else cell), True),
    "formulas": (_every_cell(lambda cell: f"=1+{cell}" if cell.isdigit() else cell), True),
    "blanks for nothing": (_every_cell(lambda cell: cell or " "), True),
    "words for nothing": (_every_cell(lambda cell: cell or "NULL"), True),
    "line breaks in cells": (_every_cell(lambda cell: f"{cell}\n" if cell else cell), True),
    "letters run together": (_every_cell(lambda cell: cell.replace("ü", "Ã¼").replace("ä", "Ã¤")), True),
}
