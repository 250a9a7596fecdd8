"""Nightwarden's night for Apache Airflow, 2.4 and later.

Each night at 00:30 UTC, with retries and a mail when all of them failed. There is no catchup: a
night reads all that is new, so the first one after an outage does what the missed ones would have
done. Secrets that the config names as ${NAME} come from the environment of the worker.
"""

import subprocess
from datetime import datetime, timedelta, timezone

from airflow.decorators import dag, task
from airflow.exceptions import AirflowException, AirflowFailException

LAUNCHER = "/opt/nightwarden/scripts/nightwarden"
CONFIG = "/etc/nightwarden/nightwarden.yml"
CONFIG_ERROR = 2


def nightwarden(*arguments):
    """Runs a command; a wrong config is not tried again."""
    ended = subprocess.run([LAUNCHER, *arguments, "--config", CONFIG], check=False)
    if ended.returncode == CONFIG_ERROR:
        raise AirflowFailException("the config or the command line is wrong: see the log")
    if ended.returncode != 0:
        raise AirflowException(f"nightwarden ended with exit code {ended.returncode}")


@dag(
    dag_id="nightwarden",
    schedule="30 0 * * *",
    start_date=datetime(2025, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=15),
        "execution_timeout": timedelta(hours=6),
        "email": ["security@example.com"],
        "email_on_failure": True,
        "email_on_retry": False,
    },
    tags=["security"],
)
def nights():
    @task
    def run():
        nightwarden("run")

    run()


nights()
