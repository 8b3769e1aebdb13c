"""The command line: arguments, exit codes and messages, and no logic.

Exit codes: 0 fine, 1 something was found where asked to check, 2 a usage, rule or document error.
"""

from textclean.cli.main import main

__all__ = ["main"]
