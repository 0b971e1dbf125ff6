"""ch03/python/20_logging.py
Parent and children log to the same stderr; each line names its process and
is one write, so that none is ever cut in two.
"""

import logging
import sys
from multiprocessing import Process, get_logger, log_to_stderr


def halve(number: int) -> None:
    logger = get_logger()
    logger.debug("starts")
    if number % 2 != 0:
        logger.error("%d is odd", number)
        sys.exit(1)
    logger.info("half is %d", number // 2)


def main() -> None:
    logger = log_to_stderr(logging.INFO)
    logger.info("starts two workers")
    even = Process(target=halve, name="worker-1", args=(10,))
    odd = Process(target=halve, name="worker-2", args=(7,))
    even.start()
    odd.start()
    even.join()
    odd.join()
    failures = sum(worker.exitcode != 0 for worker in (even, odd))

    logger.error("failed: %d", failures)
    print("failures:", failures)
    sys.exit(failures)


if __name__ == "__main__":
    main()
