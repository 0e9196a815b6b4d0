/* The parts of the lab's sc.exe. A stand-in over Wine's real service manager, not Windows.
 *
 * Formats and codes as sc of Windows Server 2008 R2 has them: [m] reference/lab-windows.md 1.3 for the codes
 * 1056, 1060, 1062; the layout is common knowledge [k].
 */
#ifndef CLPRUN_LAB_SC_H
#define CLPRUN_LAB_SC_H

#include "lab.h"
#include <wchar.h>

typedef struct {
    SC_HANDLE manager;
    const wchar_t *name; /* of the service, where the command has one */
    int count;           /* of the words behind it */
    wchar_t **words;
} sc_call;

/* Commands; each gives back the Win32 error. */
DWORD sc_query(sc_call *call);
DWORD sc_queryex(sc_call *call);
DWORD sc_qc(sc_call *call);
DWORD sc_qfailure(sc_call *call);
DWORD sc_qdescription(sc_call *call);
DWORD sc_key_name(sc_call *call);
DWORD sc_display_name(sc_call *call);
DWORD sc_create(sc_call *call);
DWORD sc_config(sc_call *call);
DWORD sc_failure(sc_call *call);
DWORD sc_delete(sc_call *call);
DWORD sc_start(sc_call *call);
DWORD sc_stop(sc_call *call);

/* Print "[SC] FUNCTION FAILED n:" with the sentence, and give the last error back. */
DWORD sc_failed(const wchar_t *function);
DWORD sc_succeeded(const wchar_t *function);
/* Open the call's service; NULL after having complained in the name of the function. */
SC_HANDLE sc_open(sc_call *call, DWORD access, const wchar_t *function);
/* The value behind "option=" (given as a word of its own, as sc wants it), or NULL. */
const wchar_t *sc_option(sc_call *call, const wchar_t *option);
/* Print a service's state; extended = with PID and FLAGS. */
void sc_print_state(const wchar_t *name, const wchar_t *title, const SERVICE_STATUS_PROCESS *status, BOOL extended);

#define SC_SAY(...) lab_print(STD_OUTPUT_HANDLE, __VA_ARGS__)

#endif
