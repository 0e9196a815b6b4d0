/* The line between a program of the lab's Windows node and the daemon of stand-ins. A stand-in, not Windows. */
#include "lab.h"
#include <stdlib.h>
#include <wchar.h>

#define PORT 7700 /* clprun/lab/standin/windows/daemon.py knows it too */
#define AGAIN 100 /* milliseconds between two tries to connect */

SOCKET lab_connect(DWORD patience) {
    WSADATA data;
    struct sockaddr_in address = {0};
    DWORD begin = GetTickCount();
    WSAStartup(MAKEWORD(2, 2), &data);
    address.sin_family = AF_INET;
    address.sin_port = htons(PORT);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (;;) {
        SOCKET daemon = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (daemon == INVALID_SOCKET) return INVALID_SOCKET;
        if (!connect(daemon, (struct sockaddr *)&address, sizeof address)) {
            int at_once = 1;
            setsockopt(daemon, IPPROTO_TCP, TCP_NODELAY, (char *)&at_once, sizeof at_once);
            return daemon;
        }
        closesocket(daemon);
        if (GetTickCount() - begin >= patience) return INVALID_SOCKET;
        Sleep(AGAIN);
    }
}

static BOOL send_all(SOCKET daemon, const char *bytes, DWORD size) {
    while (size) {
        int sent = send(daemon, bytes, (int)size, 0);
        if (sent <= 0) return FALSE;
        bytes += sent;
        size -= (DWORD)sent;
    }
    return TRUE;
}

BOOL lab_send(SOCKET daemon, char kind, const void *payload, DWORD size) {
    char head[5];
    head[0] = kind;
    memcpy(head + 1, &size, 4);
    return send_all(daemon, head, 5) && send_all(daemon, payload, size);
}

static BOOL receive_all(SOCKET daemon, char *bytes, DWORD size) {
    while (size) {
        int got = recv(daemon, bytes, (int)size, 0);
        if (got <= 0) return FALSE;
        bytes += got;
        size -= (DWORD)got;
    }
    return TRUE;
}

BOOL lab_receive(SOCKET daemon, lab_frame *frame) {
    char head[5];
    free(frame->payload);
    frame->payload = NULL;
    if (!receive_all(daemon, head, 5)) return FALSE;
    frame->kind = head[0];
    memcpy(&frame->size, head + 1, 4);
    frame->payload = malloc(frame->size + 1);
    return frame->payload && receive_all(daemon, frame->payload, frame->size);
}

void lab_name(wchar_t *name, DWORD size) {
    wchar_t path[MAX_PATH], *base, *end;
    GetModuleFileNameW(NULL, path, MAX_PATH);
    base = wcsrchr(path, L'\\') ? wcsrchr(path, L'\\') + 1 : path;
    end = wcsrchr(base, L'.');
    if (end && !_wcsicmp(end, L".exe")) *end = 0;
    _wcslwr(base);
    lstrcpynW(name, base, (int)size);
}

static wchar_t *append(wchar_t *end, const wchar_t *text) {
    size_t length = wcslen(text) + 1;
    memcpy(end, text, length * sizeof *text);
    return end + length;
}

BOOL lab_hello(SOCKET daemon, char kind, const wchar_t *name) {
    wchar_t *environment = GetEnvironmentStringsW(), *each = environment, *text, *end;
    wchar_t folder[MAX_PATH], number[16];
    const wchar_t *line = GetCommandLineW();
    size_t size;
    BOOL sent;
    while (*each) each += wcslen(each) + 1;
    GetCurrentDirectoryW(MAX_PATH, folder);
    size = (size_t)(each - environment) + wcslen(name) + wcslen(line) + wcslen(folder) + 64;
    text = end = malloc(size * sizeof *text);
    if (!text) return FALSE;
    end = append(end, name);
    end = append(end, line);
    end = append(end, folder);
    end = append(end, _ultow(GetConsoleOutputCP(), number, 10));
    end = append(end, _ultow(GetCurrentProcessId(), number, 10));
    for (each = environment; *each; each += wcslen(each) + 1) end = append(end, each);
    sent = lab_send(daemon, kind, text, (DWORD)((char *)end - (char *)text));
    FreeEnvironmentStringsW(environment);
    free(text);
    return sent;
}
