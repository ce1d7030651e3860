"""Small PDF files for the tests: plain ones, and ones that want to do something."""

import io

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

ACTIONS = ("javascript", "launch", "open action", "embedded file", "encrypted", "annotation")


def pdf(does: str = "", pages: int = 1) -> bytes:
    """A PDF of blank pages that does one of ACTIONS, or nothing."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 280)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    launch = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    if does == "javascript":
        named = ArrayObject([TextStringObject("x"), writer._add_object(DictionaryObject(script))])
        scripts = DictionaryObject({NameObject("/Names"): named})
        writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})
    elif does == "launch":
        writer.root_object[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): DictionaryObject(launch)})
    elif does == "open action":
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    elif does == "embedded file":
        writer.add_attachment("virus.exe", b"MZ")
    elif does == "annotation":
        link = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): DictionaryObject(launch)}
        note = writer._add_object(DictionaryObject(link))
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])
    elif does == "encrypted":
        writer.encrypt("geheim", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()
