"""Ask an advisory service about a lock's packages: `python .ci/audit.py requirements-dev.lock`.

Exit code 1 only for a vulnerability that was found. A service that does not answer, or does not know the
packages, is said and lets the build pass.
"""

import json
import subprocess
import sys


def main(lock: str) -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--disable-pip", "--timeout", "10"]
    try:
        run = subprocess.run(  # noqa: S603
            [*command, "--format", "json", "--progress-spinner", "off"],
            capture_output=True, text=True, timeout=90,
        )  # fmt: skip
        packages = json.loads(run.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        print("audit: no advisory service reachable, nothing audited")
        return 0
    known = [package for package in packages if "skip_reason" not in package]
    found = [(package, flaw) for package in known for flaw in package["vulns"]]
    for package, flaw in found:
        fixed = ", ".join(flaw["fix_versions"]) or "no version yet"
        print(f"audit: {package['name']} {package['version']}: {flaw['id']}, fixed in {fixed}")
    print(f"audit: {len(known)} of {len(packages)} packages audited, {len(found)} vulnerabilities")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
