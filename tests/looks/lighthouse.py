"""`make lighthouse`: what Lighthouse says of the pages on a phone, of a demo started for it.

Lighthouse comes through npx. Anything below the least score ends with status 1.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests import browsers
from tests.looks import demo, screenshots
from tests.looks.demo import Demo

LIGHTHOUSE = "lighthouse@12"
CATEGORIES = ("performance", "accessibility", "best-practices")
SCORE_MIN = 98
# Of a busy machine the first trace is sometimes cut short, which Lighthouse calls an error.
TRIES_MAX = 3
PAGES = (
    ("/", ""),
    ("/home", "registered_member"),
    ("/purchases", "registered_member"),
    ("/meal-card", "meal_card_member"),
)


def main() -> None:
    """Print a line a page, and below it whatever kept it from full marks."""
    npx = shutil.which("npx")
    if npx is None:
        sys.exit("make lighthouse needs npm")
    low = []
    with demo.running() as running:
        cookies = _cookies(running)
        for path, who in PAGES:
            scores, lacking = _judged(npx, running.url + path, cookies[who])
            told = "".join(f"  {name} {score}" for name, score in scores.items())
            sys.stdout.write(f"{path:<12}{told}\n")
            sys.stdout.writelines(f"    {each}\n" for each in lacking)
            low += [f"{path} {name}" for name, score in scores.items() if score < SCORE_MIN]
    if low:
        sys.exit(f"below {SCORE_MIN}: {', '.join(low)}")


def _cookies(running: Demo) -> dict[str, str]:
    """What the browser of each of them sends after logging in; of nobody, nothing."""
    with browsers.chromium() as chromium:
        return {who: _cookie(chromium, running, who) if who else "" for _, who in PAGES}


def _cookie(chromium: Browser, running: Demo, who: str) -> str:
    context = chromium.new_context(base_url=running.url)
    screenshots.log_in(context.new_page(), *running.credentials(who))
    sent = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())
    context.close()
    return sent


def _judged(npx: str, url: str, cookie: str) -> tuple[dict[str, int], list[str]]:
    """The scores of a page out of 100, and what is not perfect in words."""
    for _ in range(TRIES_MAX):
        with tempfile.TemporaryDirectory() as folder:
            told = _run(npx, url, cookie, Path(folder))
        if "runtimeError" not in told:
            break
    else:
        sys.exit(f"{url}: {told['runtimeError']['message']}")
    scores = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    audits = told["audits"].values()
    lacking = [audit for audit in audits if audit["score"] is not None and audit["score"] < 1]
    return scores, [f"{each['title']} {each.get('displayValue', '')}" for each in lacking]


def _run(npx: str, url: str, cookie: str, folder: Path) -> dict[str, Any]:
    headers, report = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
    command = [npx, "--yes", LIGHTHOUSE, url, f"--extra-headers={headers}", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--output=json"]
    command += [f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"]
    environ = os.environ | {"CHROME_PATH": browsers.program()}
    # Its exit status is 1 too where the report says what went wrong.
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if not report.exists():
        sys.exit(f"Lighthouse does not run: {done.stderr.strip()[-500:]}")
    told: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return told


if __name__ == "__main__":
    main()
