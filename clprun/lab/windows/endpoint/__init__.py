"""A WS-Management endpoint that plays a Windows node's WinRM service: text shells for pywinrm and pypsrp.

Source of what it says and when: [MS-WSMV], DSP0226 (WS-Management), and reference/lab-windows.md 3.
"""
