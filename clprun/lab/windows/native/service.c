/* A service of the lab's Windows node: a real one to the service manager; what it does is the daemon's. A stand-in.
 *
 * Copied under the name of the product's program; finds out by the service manager which service it is.
 */
#include "lab.h"

#define PATIENCE 20000 /* milliseconds for the daemon to answer at the start */
#define BEAT 1000      /* milliseconds between two signs of life while starting or stopping */

static SERVICE_STATUS_HANDLE manager;
static SERVICE_STATUS status = {.dwServiceType = SERVICE_WIN32_OWN_PROCESS};
static SOCKET line = INVALID_SOCKET;
static HANDLE ended;

static void report(DWORD state) {
    BOOL pending = state == SERVICE_START_PENDING || state == SERVICE_STOP_PENDING;
    status.dwCheckPoint = pending ? status.dwCheckPoint + 1 : 0;
    status.dwWaitHint = pending ? 10 * BEAT : 0;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    status.dwCurrentState = state;
    SetServiceStatus(manager, &status);
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context) {
    (void)type, (void)data, (void)context;
    if (code == SERVICE_CONTROL_INTERROGATE) return NO_ERROR;
    if (code != SERVICE_CONTROL_STOP && code != SERVICE_CONTROL_SHUTDOWN) return ERROR_CALL_NOT_IMPLEMENTED;
    report(SERVICE_STOP_PENDING);
    if (!lab_send(line, LAB_STOP, "", 0)) SetEvent(ended);
    return NO_ERROR;
}

/* A frame of the daemon, with a sign of life to the service manager meanwhile; FALSE: the daemon is gone. */
static BOOL next(lab_frame *frame) {
    for (;;) {
        struct timeval wait = {BEAT / 1000, 0};
        fd_set lines;
        FD_ZERO(&lines);
        FD_SET(line, &lines);
        int ready = select(0, &lines, NULL, NULL, &wait);
        if (ready < 0) return FALSE;
        if (ready) return lab_receive(line, frame);
        if (status.dwCurrentState != SERVICE_RUNNING) report(status.dwCurrentState);
    }
}

static void stopped(DWORD code) {
    status.dwWin32ExitCode = code ? ERROR_SERVICE_SPECIFIC_ERROR : NO_ERROR;
    status.dwServiceSpecificExitCode = code;
    report(SERVICE_STOPPED);
}

static void WINAPI service_main(DWORD count, wchar_t **words) {
    lab_frame frame = {0};
    DWORD code = 1;
    ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    manager = RegisterServiceCtrlHandlerExW(words[0], control, NULL);
    (void)count;
    if (!manager) return;
    report(SERVICE_START_PENDING);
    line = lab_connect(PATIENCE);
    if (line == INVALID_SOCKET || !lab_hello(line, LAB_SERVICE, words[0])) {
        stopped(1);
        return;
    }
    while (next(&frame)) {
        if (frame.kind == LAB_GO) report(SERVICE_RUNNING);
        if (frame.kind == LAB_EXIT) {
            if (frame.size >= 4) memcpy(&code, frame.payload, 4);
            stopped(code);
            return;
        }
    }
    WaitForSingleObject(ended, INFINITE); /* the daemon has died; the process is still there */
    stopped(0);
}

int wmain(void) {
    SERVICE_TABLE_ENTRYW table[] = {{L"", service_main}, {NULL, NULL}};
    return StartServiceCtrlDispatcherW(table) ? 0 : (int)GetLastError();
}
