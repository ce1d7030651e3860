"""Both files of one import, read into one set of records."""

from dataclasses import replace

from groups.imports.edexml import read_edexml
from groups.imports.guardians import read_guardians
from groups.imports.records import ImportRefused, Records


def read_files(edexml: bytes | None, guardians: bytes | None) -> Records:
    """What Kring may keep of the files; either of them may be left out.

    Raises:
        ImportRefused: no file at all, or one that cannot be read.
    """
    if edexml is None and guardians is None:
        raise ImportRefused("no_file")
    records = Records() if edexml is None else read_edexml(edexml)
    if guardians is None:
        return records
    try:
        links, dropped, problems = read_guardians(guardians)
    except ImportRefused as error:
        error.file = "guardians"
        raise
    both = records.dropped | {head: records.dropped.get(head, 0) + number for head, number in dropped.items()}
    return replace(records, guardians=links, dropped=both, problems=records.problems + problems)
