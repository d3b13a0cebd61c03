"""Times Prowler's own report writers on a Prowler-shaped JSON-OCSF file.

    pip install prowler==5.46.0
    python prowler_writers.py findings.ocsf.json

Prints one JSON line. The README beside this file says what is counted.
"""

import json
import logging
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

from prowler.lib.check.compliance import update_checks_metadata_with_compliance
from prowler.lib.check.compliance_models import Compliance
from prowler.lib.check.models import CheckMetadata, CheckReportAlibabaCloud
from prowler.lib.cli.redact import redact_argv
from prowler.lib.outputs.compliance.cis.cis_alibabacloud import AlibabaCloudCIS
from prowler.lib.outputs.csv.csv import CSV
from prowler.lib.outputs.finding import Finding
from prowler.lib.outputs.html.html import HTML
from prowler.lib.outputs.ocsf.ocsf import OCSF
from prowler.lib.outputs.outputs import extract_findings_statistics

PROVIDER = "alibabacloud"
CIS = "cis_2.0_alibabacloud"


class StopOnError(logging.Handler):
    """Prowler's writers log their errors and go on: a broken run would look like a fast one."""

    def emit(self, record):
        # Not an Exception, so that no handler of Prowler's swallows it.
        raise SystemExit(f"Prowler logged an error: {record.getMessage()}")


def provider_of(account):
    """What the writers read of a provider; a real one would log in to the cloud."""
    return SimpleNamespace(
        type=PROVIDER,
        identity=SimpleNamespace(
            account_id=account["uid"],
            account_name=account["name"],
            audited_regions="all",
            identity_arn=f"acs:ram::{account['uid']}:user/bench",
            user_name="bench",
        ),
    )


def check_report(event, metadata):
    """The object that a Prowler check leaves behind for one resource."""
    record = event["resources"][0]
    report = CheckReportAlibabaCloud(metadata[event["metadata"]["event_code"]], record["data"]["metadata"])
    report.status = event["status_code"]
    report.status_extended = event["status_detail"]
    report.resource_id = record["name"]
    report.resource_arn = record["uid"]
    report.region = record["region"]
    return report


def main(path):
    logging.getLogger().addHandler(StopOnError(logging.ERROR))
    checks = CheckMetadata.get_bulk(PROVIDER)
    metadata = {name: check.json() for name, check in checks.items()}
    frameworks = Compliance.get_bulk(PROVIDER)
    options = SimpleNamespace(bulk_checks_metadata=update_checks_metadata_with_compliance(frameworks, checks))
    # The HTML header calls this. It loads every provider's arguments, which the real command line has done by then.
    redact_argv([])

    events = json.loads(path.read_bytes())
    providers = {e["cloud"]["account"]["uid"]: provider_of(e["cloud"]["account"]) for e in events}
    reports = [(providers[e["cloud"]["account"]["uid"]], check_report(e, metadata)) for e in events]
    # Memory of the input is no cost of the writers.
    del events

    seconds = {}

    def timed(name, work):
        start = time.perf_counter()
        result = work()
        seconds[name] = time.perf_counter() - start
        return result

    findings = timed("build_s", lambda: [Finding.generate_output(p, report, options) for p, report in reports])
    del reports

    with tempfile.TemporaryDirectory() as folder:

        def write_csv():
            writer = CSV(findings=findings, file_path=f"{folder}/out.csv")
            writer.batch_write_data_to_file()
            return writer

        def write_ocsf():
            writer = OCSF(findings=findings, file_path=f"{folder}/out.ocsf.json")
            writer.batch_write_data_to_file()
            return writer

        def write_html():
            stats = extract_findings_statistics(findings)
            writer = HTML(findings=findings, file_path=f"{folder}/out.html")
            writer.batch_write_data_to_file(provider=next(iter(providers.values())), stats=stats)
            return writer

        def write_cis():
            writer = AlibabaCloudCIS(findings=findings, compliance=frameworks[CIS], file_path=f"{folder}/cis.csv")
            writer.batch_write_data_to_file()
            return writer

        # All four are kept to the end, as Prowler keeps them: it shows in the peak.
        writers = [
            timed("csv_s", write_csv),
            timed("ocsf_s", write_ocsf),
            timed("html_s", write_html),
            timed("cis_s", write_cis),
        ]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in KiB.
        sizes = [os.path.getsize(writer.file_path) for writer in writers]

    if any(len(writer.data) != len(findings) for writer in writers[:3]) or not all(sizes):
        raise SystemExit("a writer left findings out")
    line = {"n": len(findings)}
    line |= {name: round(value, 2) for name, value in seconds.items()}
    line["total_s"] = round(sum(seconds.values()), 2)
    line["peak_rss_mb"] = round(peak / 1e6)
    line["written_mb"] = round(sum(sizes) / 1e6, 1)
    print(json.dumps(line))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
