"""`python -m textclean`: the command line."""

from textclean.cli import main

if __name__ == "__main__":
    main(prog_name="textclean")
