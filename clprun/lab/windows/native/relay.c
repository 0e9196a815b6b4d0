/* How a program of the lab's Windows node lets the daemon work for it, or asks before it works itself. A stand-in. */
#include "lab.h"

static DWORD WINAPI send_input(void *parameter) {
    SOCKET daemon = (SOCKET)(UINT_PTR)parameter;
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    char bytes[16384];
    DWORD size, mode;
    BOOL person = GetConsoleMode(input, &mode); /* nobody sits at a console of the lab */
    while (!person && ReadFile(input, bytes, sizeof bytes, &size, NULL) && size)
        if (!lab_send(daemon, LAB_INPUT, bytes, size)) return 0;
    lab_send(daemon, LAB_INPUT, "", 0);
    return 0;
}

static void write_all(DWORD handle, const char *bytes, DWORD size) {
    HANDLE stream = GetStdHandle(handle);
    DWORD written;
    while (size && WriteFile(stream, bytes, size, &written, NULL) && written) {
        bytes += written;
        size -= written;
    }
}

static DWORD code_of(const lab_frame *frame) {
    DWORD code = 1;
    if (frame->size >= 4) memcpy(&code, frame->payload, 4);
    return code;
}

/* Frames until the daemon says to go on (TRUE) or to end (FALSE, with the code). */
static BOOL wait_for_go(SOCKET daemon, DWORD *code) {
    lab_frame frame = {0};
    while (lab_receive(daemon, &frame)) {
        if (frame.kind == LAB_OUT) write_all(STD_OUTPUT_HANDLE, frame.payload, frame.size);
        if (frame.kind == LAB_ERROR) write_all(STD_ERROR_HANDLE, frame.payload, frame.size);
        if (frame.kind == LAB_READ)
            CloseHandle(CreateThread(NULL, 0, send_input, (void *)(UINT_PTR)daemon, 0, NULL));
        if (frame.kind == LAB_GO) return TRUE;
        if (frame.kind == LAB_EXIT) {
            *code = code_of(&frame);
            return FALSE;
        }
    }
    *code = LAB_ABORTED;
    return FALSE;
}

DWORD lab_relay(SOCKET daemon) {
    DWORD code = LAB_ABORTED;
    wait_for_go(daemon, &code);
    return code;
}

SOCKET lab_begin(void) {
    wchar_t name[64];
    DWORD code = LAB_ABORTED;
    SOCKET daemon = lab_connect(0);
    lab_name(name, 64);
    if (daemon == INVALID_SOCKET) return daemon; /* the service manager works without the lab's daemon */
    if (!lab_hello(daemon, LAB_LOCAL, name) || !wait_for_go(daemon, &code)) ExitProcess(code);
    return daemon;
}

int lab_end(SOCKET daemon, DWORD code, BOOL changes) {
    char report[5];
    memcpy(report, &code, 4);
    report[4] = (char)changes;
    if (daemon != INVALID_SOCKET) {
        lab_frame frame = {0};
        lab_send(daemon, LAB_EXIT, report, 5);
        lab_receive(daemon, &frame); /* the call is in the record before the program has ended */
    }
    return (int)code;
}
