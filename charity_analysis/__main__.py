"""`python -m charity_analysis` runs the same commands as the console script `charity`."""

from charity_analysis.cli import main

if __name__ == "__main__":
    main()
