/* What a program of the lab's Windows node shares with the daemon of stand-ins. A stand-in, not Windows. */
#ifndef CLPRUN_LAB_H
#define CLPRUN_LAB_H

#ifndef UNICODE
#define UNICODE
#endif
#include <winsock2.h>
#include <windows.h>

#define LAB_ABORTED 0xC0000005 /* STATUS_ACCESS_VIOLATION: what a program leaves behind that crashed */

/* Kinds of frame: one byte, then the payload's length (32 bits, little-endian), then the payload. */
enum {
    LAB_RUN = 'H',     /* to the daemon: do my work; names, command line, environment as UTF-16 */
    LAB_LOCAL = 'L',   /* to the daemon: I do my work myself; may I? */
    LAB_SERVICE = 'S', /* to the daemon: I am a service that starts */
    LAB_INPUT = 'i',   /* to the daemon: bytes of standard input; none = end of it */
    LAB_STOP = 't',    /* to the daemon: the service manager wants me to stop */
    LAB_OUT = 'o',     /* from the daemon: bytes for standard output */
    LAB_ERROR = 'e',   /* from the daemon: bytes for standard error */
    LAB_READ = 'r',    /* from the daemon: send me standard input */
    LAB_GO = 'g',      /* from the daemon: go on */
    LAB_EXIT = 'x'     /* both: exit code (32 bits); of a local program also whether it changed something (1 byte) */
};

typedef struct {
    char kind;
    DWORD size;
    char *payload; /* the receiver's until the next frame */
} lab_frame;

/* A connection to the daemon, tried for some milliseconds; INVALID_SOCKET when nobody answers. */
SOCKET lab_connect(DWORD patience);
/* Tell who is there: own name, command line, folder, code page, process id and environment. */
BOOL lab_hello(SOCKET daemon, char kind, const wchar_t *name);
BOOL lab_send(SOCKET daemon, char kind, const void *payload, DWORD size);
BOOL lab_receive(SOCKET daemon, lab_frame *frame);
/* This program's own file name, lower case, without ".exe". */
void lab_name(wchar_t *name, DWORD size);

/* Let the daemon do the work of this program; the exit code comes back. */
DWORD lab_relay(SOCKET daemon);
/* Ask before doing work oneself; does not return where the lab wants a failure. */
SOCKET lab_begin(void);
/* Report the exit code and whether anything was changed, and give the code back. */
int lab_end(SOCKET daemon, DWORD code, BOOL changes);

/* Print in the console's code page, "\n" as CR LF; the handle is STD_OUTPUT_HANDLE or STD_ERROR_HANDLE. */
void lab_print(DWORD handle, const wchar_t *format, ...);
/* Whether this is a Japanese system whose console can show Japanese. */
BOOL lab_japanese(void);
/* The system's sentence for a Win32 error, in the console's language; static. */
const wchar_t *lab_error(DWORD error);

#endif
