"""A program that starts a job that lasts and waits: to be interrupted and killed by a test."""

import sys
import time

import some_jobs

from tinyspark.studio.work import Work

if __name__ == "__main__":
    work = Work()
    try:
        work.start(
            "lasting", some_jobs.last, sys.argv[1]
        )  # its file may be there before it returns
        time.sleep(60)
    except KeyboardInterrupt:
        work.close()
