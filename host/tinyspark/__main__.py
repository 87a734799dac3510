"""python -m tinyspark"""

from tinyspark.cli import main

raise SystemExit(main())
