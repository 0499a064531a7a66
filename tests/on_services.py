"""The suite on PostgreSQL and Redis: `python -m tests.on_services [arguments of pytest]`.

The addresses come from FACTCHECK_TEST_DATABASE_URL and FACTCHECK_TEST_REDIS_URL. Where one does not answer,
the pass is left out with a line that says so; under FACTCHECK_REQUIRE_SERVICES that is a failure.
`--answers postgres|redis` only tells, by the exit code, whether that one answers.
"""

import os
import subprocess
import sys

import psycopg
import redis

DATABASE_URL = os.environ.get("FACTCHECK_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("FACTCHECK_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def trouble_with_postgres() -> str:
    try:
        psycopg.connect(DATABASE_URL, connect_timeout=3).close()
    except psycopg.Error as error:
        return f"PostgreSQL does not answer ({str(error).strip().partition(chr(10))[0]})"
    return ""


def trouble_with_redis() -> str:
    client = redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3, socket_timeout=3, retry=None)
    try:
        client.ping()
    except redis.RedisError as error:
        return f"Redis does not answer ({error})"
    finally:
        client.close()
    return ""


PROBES = {"postgres": trouble_with_postgres, "redis": trouble_with_redis}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--answers"]:
        return 1 if PROBES[arguments[1]]() else 0
    troubles = [trouble for probe in PROBES.values() if (trouble := probe())]
    if troubles:
        required = os.environ.get("FACTCHECK_REQUIRE_SERVICES", "").lower() in ("1", "true", "yes", "on")
        print("pass on PostgreSQL and Redis", "FAILED:" if required else "skipped:", "; ".join(troubles))
        return 1 if required else 0
    env = {**os.environ, "DATABASE_URL": DATABASE_URL, "REDIS_URL": REDIS_URL, "FACTCHECK_DOTENV": ""}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
