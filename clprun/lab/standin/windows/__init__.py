"""Stand-ins of Windows' own commands, for Wine's lab node: what Wine lacks or gets wrong. They are not Windows.

One daemon per node does the work (``daemon``); on the Windows side a small program under each command's name asks it
(clprun/lab/windows/native). Every rule has its source: reference/lab-windows.md with that file's marks, where
**[doc]** is Microsoft's text, **[wt]** Wine's conformance tests against a real cmd.exe, **[m]** measured, and **[k]**
common knowledge that nobody has checked here: treat it as a hypothesis.
"""
