/* One text shell of the endpoint: runs command lines in a hidden console and carries their streams. A stand-in. */
/* On Windows this is winrshost.exe. It is told what to do over TCP: nothing goes through a Unix command line, where */
/* Wine would escape quotation marks in a way cmd.exe does not know (reference/lab-windows.md 1.6). */
#ifndef UNICODE
#define UNICODE
#endif
#include <winsock2.h>
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* characters of a command line, its end included (CreateProcess) */

/* Kinds of frame: one byte, the command's number and the payload's length (32 bits each, little-endian), the payload. */
enum {
    CODE_PAGE = 'p',   /* to us: of the console */
    VARIABLE = 'v',    /* to us: NAME=value, as UTF-16 */
    FOLDER = 'd',      /* to us: working directory, as UTF-16; the answer is READY */
    START = 's',       /* to us: a command line, as UTF-16; the answer is STARTED */
    STDIN = 'i',       /* to us: bytes of standard input; none = end of it */
    INTERRUPT = 'c',   /* to us: Ctrl+C */
    TERMINATE = 't',   /* to us: kill the command and all that it has started */
    READY = 'r',       /* from us: a Win32 error, or 0 */
    STARTED = 'a',     /* from us: a Win32 error, or 0 */
    STDOUT = 'o',      /* from us: bytes of standard output */
    STDERR = 'e',      /* from us: bytes of standard error */
    EXIT = 'x'         /* from us: exit code; nothing follows */
};

typedef struct piece {
    struct piece *next;
    DWORD size; /* 0: the end */
    char bytes[];
} piece;

typedef struct command {
    struct command *next;
    DWORD number;
    HANDLE job, process, input, output, errors;
    HANDLE pieces; /* semaphore: how many are waiting */
    piece *first, **last;
} command;

static SOCKET endpoint;
static CRITICAL_SECTION sending, queueing;
static command *commands;
static DWORD setting_error;

static BOOL send_all(const char *bytes, DWORD size) {
    while (size) {
        int sent = send(endpoint, bytes, (int)size, 0);
        if (sent <= 0) return FALSE;
        bytes += sent;
        size -= (DWORD)sent;
    }
    return TRUE;
}

static BOOL tell(char kind, DWORD number, const void *payload, DWORD size) {
    char head[9];
    BOOL sent;
    head[0] = kind;
    memcpy(head + 1, &number, 4);
    memcpy(head + 5, &size, 4);
    EnterCriticalSection(&sending);
    sent = send_all(head, sizeof head) && send_all(payload, size);
    LeaveCriticalSection(&sending);
    return sent;
}

static BOOL receive(void *bytes, DWORD size) {
    while (size) {
        int got = recv(endpoint, bytes, (int)size, 0);
        if (got <= 0) return FALSE;
        bytes = (char *)bytes + got;
        size -= (DWORD)got;
    }
    return TRUE;
}

/* A thread of its own: a command that does not read must not stop the others. */
static DWORD WINAPI carry_input(void *parameter) {
    command *this = parameter;
    for (;;) {
        piece *next;
        DWORD written, end;
        WaitForSingleObject(this->pieces, INFINITE);
        EnterCriticalSection(&queueing);
        next = this->first;
        this->first = next->next;
        if (!this->first) this->last = &this->first;
        LeaveCriticalSection(&queueing);
        end = !next->size || !WriteFile(this->input, next->bytes, next->size, &written, NULL);
        free(next);
        if (end) break;
    }
    CloseHandle(this->input);
    return 0;
}

static void add_input(command *this, const char *bytes, DWORD size) {
    piece *added = malloc(sizeof *added + size);
    added->next = NULL;
    added->size = size;
    if (size) memcpy(added->bytes, bytes, size);
    EnterCriticalSection(&queueing);
    *this->last = added;
    this->last = &added->next;
    LeaveCriticalSection(&queueing);
    ReleaseSemaphore(this->pieces, 1, NULL);
}

static void carry(command *this, HANDLE from, char kind) {
    char bytes[16384];
    DWORD size;
    while (ReadFile(from, bytes, sizeof bytes, &size, NULL))
        if (size && !tell(kind, this->number, bytes, size)) break;
    CloseHandle(from);
}

static DWORD WINAPI carry_errors(void *parameter) {
    command *this = parameter;
    carry(this, this->errors, STDERR);
    return 0;
}

/* Output, then the exit code once both streams have ended: what runs on in the background keeps the command going. */
static DWORD WINAPI carry_output(void *parameter) {
    command *this = parameter;
    DWORD code;
    HANDLE errors = CreateThread(NULL, 0, carry_errors, this, 0, NULL);
    carry(this, this->output, STDOUT);
    WaitForSingleObject(errors, INFINITE);
    WaitForSingleObject(this->process, INFINITE);
    GetExitCodeProcess(this->process, &code);
    tell(EXIT, this->number, &code, sizeof code);
    CloseHandle(errors);
    add_input(this, NULL, 0); /* the thread of its input ends as well */
    return 0;
}

/* A pipe of which the command inherits one end. */
static HANDLE inherited_pipe(HANDLE *ours, BOOL we_write) {
    HANDLE reading, writing;
    CreatePipe(&reading, &writing, NULL, 0);
    *ours = we_write ? writing : reading;
    SetHandleInformation(we_write ? reading : writing, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return we_write ? reading : writing;
}

static DWORD start(command *this, wchar_t *line) {
    STARTUPINFOW info = {sizeof info};
    PROCESS_INFORMATION made;
    DWORD error = 0;
    info.dwFlags = STARTF_USESTDHANDLES;
    info.hStdInput = inherited_pipe(&this->input, TRUE);
    info.hStdOutput = inherited_pipe(&this->output, FALSE);
    info.hStdError = inherited_pipe(&this->errors, FALSE);
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &info, &made))
        error = GetLastError();
    CloseHandle(info.hStdInput);
    CloseHandle(info.hStdOutput);
    CloseHandle(info.hStdError);
    if (error) {
        CloseHandle(this->input);
        CloseHandle(this->output);
        CloseHandle(this->errors);
        return error;
    }
    this->job = CreateJobObjectW(NULL, NULL);
    this->process = made.hProcess;
    AssignProcessToJobObject(this->job, made.hProcess);
    ResumeThread(made.hThread);
    CloseHandle(made.hThread);
    return 0;
}

static void add_command(DWORD number, const wchar_t *given, DWORD size) {
    static wchar_t line[LONGEST];
    command *this = calloc(1, sizeof *this);
    DWORD error = ERROR_FILENAME_EXCED_RANGE;
    this->number = number;
    this->last = &this->first;
    if (size < sizeof line) {
        memcpy(line, given, size);
        line[size / 2] = 0;
        error = start(this, line);
    }
    tell(STARTED, number, &error, sizeof error);
    if (error) {
        free(this);
        return;
    }
    this->pieces = CreateSemaphoreW(NULL, 0, MAXLONG, NULL);
    this->next = commands;
    commands = this;
    CloseHandle(CreateThread(NULL, 0, carry_input, this, 0, NULL));
    CloseHandle(CreateThread(NULL, 0, carry_output, this, 0, NULL));
}

/* NAME=value, where the value may name other variables; the payload is followed by a 0. */
static void set_variable(wchar_t *text) {
    wchar_t value[LONGEST], *sign = wcschr(text, L'=');
    if (!sign) return;
    *sign = 0;
    if (ExpandEnvironmentStringsW(sign + 1, value, LONGEST)) SetEnvironmentVariableW(text, value);
}

static void set_folder(const wchar_t *text) {
    wchar_t folder[MAX_PATH];
    ExpandEnvironmentStringsW(*text ? text : L"%USERPROFILE%", folder, MAX_PATH);
    if (!SetCurrentDirectoryW(folder)) setting_error = ERROR_DIRECTORY;
    tell(READY, 0, &setting_error, sizeof setting_error);
}

static void set_code_page(DWORD page) {
    if (!SetConsoleCP(page) || !SetConsoleOutputCP(page)) setting_error = ERROR_INVALID_PARAMETER;
}

static void obey(char kind, DWORD number, char *payload, DWORD size) {
    command *this = commands;
    while (this && this->number != number) this = this->next;
    if (kind == CODE_PAGE) set_code_page(*(DWORD *)payload);
    if (kind == VARIABLE) set_variable((wchar_t *)payload);
    if (kind == FOLDER) set_folder((wchar_t *)payload);
    if (kind == START) add_command(number, (wchar_t *)payload, size);
    if (kind == INTERRUPT) GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    if (kind == STDIN && this) add_input(this, payload, size);
    if (kind == TERMINATE && this) TerminateJobObject(this->job, 1);
}

static void serve(void) {
    char head[9];
    while (receive(head, sizeof head)) {
        DWORD number, size;
        char *payload;
        memcpy(&number, head + 1, 4);
        memcpy(&size, head + 5, 4);
        payload = calloc(1, size + sizeof(wchar_t));
        if (!payload || !receive(payload, size)) break;
        obey(head[0], number, payload, size);
        free(payload);
    }
    for (command *each = commands; each; each = each->next) TerminateJobObject(each->job, 1);
}

static BOOL connect_to(unsigned short port, const wchar_t *token) {
    WSADATA data;
    struct sockaddr_in address = {0};
    char text[64];
    int at_once = 1, length;
    WSAStartup(MAKEWORD(2, 2), &data);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    endpoint = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    SetHandleInformation((HANDLE)endpoint, HANDLE_FLAG_INHERIT, 0);
    if (connect(endpoint, (struct sockaddr *)&address, sizeof address)) return FALSE;
    setsockopt(endpoint, IPPROTO_TCP, TCP_NODELAY, (char *)&at_once, sizeof at_once);
    length = WideCharToMultiByte(CP_ACP, 0, token, -1, text, sizeof text, NULL, NULL);
    return length && send_all(text, (DWORD)length - 1);
}

/* Ctrl+C is for the commands; a routine, since children would inherit being deaf to it. */
static BOOL WINAPI overhear(DWORD event) { return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT; }

/* Code pages need a console, and Wine gives none to a program that Unix starts: start again with a hidden one. */
static int start_hidden(wchar_t **words) {
    wchar_t path[MAX_PATH], line[2 * MAX_PATH];
    STARTUPINFOW info = {sizeof info};
    PROCESS_INFORMATION made;
    GetModuleFileNameW(NULL, path, MAX_PATH);
    _snwprintf(line, 2 * MAX_PATH, L"\"%ls\" %ls %ls hidden", path, words[1], words[2]);
    return !CreateProcessW(path, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &info, &made);
}

/* winrshost PORT TOKEN: connects to PORT of the loopback, shows TOKEN, and obeys. */
int wmain(int count, wchar_t **words) {
    if (count == 3) return start_hidden(words);
    if (count != 4 || !connect_to((unsigned short)_wtoi(words[1]), words[2])) return 1;
    InitializeCriticalSection(&sending);
    InitializeCriticalSection(&queueing);
    SetConsoleCtrlHandler(overhear, TRUE);
    serve();
    return 0;
}
