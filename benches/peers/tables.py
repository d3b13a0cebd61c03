"""Times common Python table writers on a Prowler-shaped JSON-OCSF file: the rows of dengbao's annex, as PDF.

    pip install reportlab weasyprint
    python tables.py reportlab|weasyprint findings.ocsf.json FONT.ttf

Prints one JSON line. The font must have the characters of the file; NotoSansSC_400Regular.ttf is in fonts/, packed.
"""

import html
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

HEAD = ["#", "Status", "Resource", "Account", "Region", "Why", "Observed"]
WIDTHS = [34, 52, 190, 78, 62, 225, 128]


def rows(path):
    """The rows, by check, as the annex has them."""
    events = sorted(json.loads(path.read_bytes()), key=lambda e: e["metadata"]["event_code"])
    for number, event in enumerate(events, 1):
        thing = event["resources"][0]
        yield [
            str(number),
            event["status_code"],
            f"{thing['name']} {thing['uid']}",
            event["cloud"]["account"]["uid"],
            thing["region"],
            event["status_detail"],
            event["time_dt"],
        ]


def reportlab(table, font, out):
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("F", str(font)))
    style = ParagraphStyle("cell", fontName="F", fontSize=7, leading=9.4, wordWrap="CJK")
    cells = [[Paragraph(html.escape(cell), style) for cell in row] for row in [HEAD, *table]]
    document = SimpleDocTemplate(str(out), pagesize=landscape(A4), leftMargin=36, rightMargin=36)
    document.build([LongTable(cells, colWidths=WIDTHS, repeatRows=1)])


def weasyprint(table, font, out):
    from weasyprint import HTML

    body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in table)
    head = "".join(f"<th style='width:{w}pt'>{h}</th>" for h, w in zip(HEAD, WIDTHS))
    style = f"@font-face{{font-family:F;src:url('{font.resolve().as_uri()}')}} @page{{size:A4 landscape;margin:36pt}} "
    style += "table{font:7pt/9.4pt F;border-collapse:collapse;table-layout:fixed;width:100%} td,th{overflow-wrap:anywhere}"
    HTML(string=f"<style>{style}</style><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>").write_pdf(
        str(out), pdf_variant="pdf/a-2u"
    )


def main(writer, path, font):
    table = list(rows(path))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.pdf"
        start = time.perf_counter()
        {"reportlab": reportlab, "weasyprint": weasyprint}[writer](table, font, out)
        seconds = time.perf_counter() - start
        size = out.stat().st_size
    if size < len(table):
        raise SystemExit("the writer left rows out")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in KiB.
    print(json.dumps({"n": len(table), "total_s": round(seconds, 2), "peak_rss_mb": round(peak / 1e6)}))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("reportlab", "weasyprint"):
        raise SystemExit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
