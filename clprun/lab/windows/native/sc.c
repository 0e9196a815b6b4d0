/* The lab's sc.exe: finds the command and reports what has changed. See sc.h. */
#include "sc.h"

static const struct {
    const wchar_t *word;
    DWORD (*command)(sc_call *);
    BOOL named, changes;
} COMMANDS[] = {
    {L"query", sc_query, FALSE, FALSE},
    {L"queryex", sc_queryex, FALSE, FALSE},
    {L"qc", sc_qc, TRUE, FALSE},
    {L"qfailure", sc_qfailure, TRUE, FALSE},
    {L"qdescription", sc_qdescription, TRUE, FALSE},
    {L"GetKeyName", sc_key_name, TRUE, FALSE},
    {L"GetDisplayName", sc_display_name, TRUE, FALSE},
    {L"create", sc_create, TRUE, TRUE},
    {L"config", sc_config, TRUE, TRUE},
    {L"failure", sc_failure, TRUE, TRUE},
    {L"delete", sc_delete, TRUE, TRUE},
    {L"start", sc_start, TRUE, TRUE},
    {L"stop", sc_stop, TRUE, TRUE},
};

DWORD sc_failed(const wchar_t *function) {
    DWORD error = GetLastError();
    SC_SAY(L"[SC] %ls FAILED %lu:\n\n%ls\n\n", function, error, lab_error(error));
    SetLastError(error);
    return error;
}

DWORD sc_succeeded(const wchar_t *function) {
    SC_SAY(L"[SC] %ls SUCCESS\n", function);
    return NO_ERROR;
}

SC_HANDLE sc_open(sc_call *call, DWORD access, const wchar_t *function) {
    SC_HANDLE service = OpenServiceW(call->manager, call->name, access);
    if (!service) sc_failed(function);
    return service;
}

const wchar_t *sc_option(sc_call *call, const wchar_t *option) {
    const wchar_t *found = NULL;
    for (int i = 0; i + 1 < call->count; i++)
        if (!_wcsicmp(call->words[i], option)) found = call->words[i + 1];
    return found;
}

static int usage(void) {
    SC_SAY(L"DESCRIPTION:\n        SC is a command line program used for communicating with the\n"
           L"        Service Control Manager and services.\nUSAGE:\n"
           L"        sc <server> [command] [service name] <option1> <option2>...\n");
    return ERROR_INVALID_COMMAND_LINE;
}

int wmain(int count, wchar_t **words) {
    sc_call call = {0};
    SOCKET lab = lab_begin();
    if (count > 1 && !wcsncmp(words[1], L"\\\\", 2)) {
        SetLastError(RPC_S_SERVER_UNAVAILABLE); /* the lab's nodes do not manage each other's services */
        return lab_end(lab, sc_failed(L"OpenSCManager"), FALSE);
    }
    for (size_t i = 0; count > 1 && i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        int named = COMMANDS[i].named && count > 2;
        DWORD error;
        if (_wcsicmp(words[1], COMMANDS[i].word) || named != COMMANDS[i].named) continue;
        call.manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
        if (!call.manager) return lab_end(lab, sc_failed(L"OpenSCManager"), FALSE);
        call.name = named ? words[2] : NULL;
        call.count = count - 2 - named;
        call.words = words + 2 + named;
        error = COMMANDS[i].command(&call);
        return lab_end(lab, error, COMMANDS[i].changes);
    }
    return lab_end(lab, (DWORD)usage(), FALSE);
}
