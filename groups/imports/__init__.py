"""Files of the school's administration: read, stripped, compared with what Kring knows. Nothing is written here."""

from groups.imports.difference import Difference, compare
from groups.imports.reading import read_files
from groups.imports.records import FILE_MAX, ImportRefused, Line, Problem, Records, from_json, to_json
from groups.imports.report import Report, report_of, sentence_of

__all__ = [
    "FILE_MAX",
    "Difference",
    "ImportRefused",
    "Line",
    "Problem",
    "Records",
    "Report",
    "compare",
    "from_json",
    "read_files",
    "report_of",
    "sentence_of",
    "to_json",
]
