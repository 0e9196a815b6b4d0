"""The Windows twins of questions and actions: command lines for cmd.exe and what they print, understood."""
