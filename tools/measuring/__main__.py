"""Lets `python -m measuring` measure."""

import sys

from .command import main

sys.exit(main())
