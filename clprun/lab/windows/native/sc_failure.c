/* The lab's sc failure and sc qfailure: the actions lie in the registry, where Windows keeps them too. See sc.h. */
#include "sc.h"
#include <stdlib.h>

#define MOST 8 /* actions of one service that are kept */
#define KEY L"SYSTEM\\CurrentControlSet\\Services\\"
#define VALUE L"FailureActions"

static const wchar_t *const ACTIONS[] = {L"NONE", L"RESTART", L"REBOOT", L"RUN PROCESS"};
static const wchar_t *const WORDS[] = {L"", L"restart", L"reboot", L"run"};

/* The layout of the registry value: SERVICE_FAILURE_ACTIONS with 32-bit pointers, then the actions [k]. */
typedef struct {
    DWORD reset, reboot_message, command, count, offset;
    struct {
        DWORD type, delay;
    } actions[MOST];
} failure_value;

static LSTATUS registry(sc_call *call, BOOL write, failure_value *value) {
    wchar_t path[320] = KEY;
    HKEY key;
    DWORD size = write ? 20 + 8 * value->count : sizeof *value;
    LSTATUS status;
    lstrcpynW(path + wcslen(KEY), call->name, 256);
    status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, write ? KEY_SET_VALUE : KEY_QUERY_VALUE, &key);
    if (status) return status;
    status = write ? RegSetValueExW(key, VALUE, 0, REG_BINARY, (BYTE *)value, size)
                   : RegQueryValueExW(key, VALUE, NULL, NULL, (BYTE *)value, &size);
    RegCloseKey(key);
    return status;
}

DWORD sc_qfailure(sc_call *call) {
    failure_value value = {0};
    if (!sc_open(call, SERVICE_QUERY_CONFIG, L"OpenService")) return GetLastError();
    if (registry(call, FALSE, &value) || value.count > MOST) memset(&value, 0, sizeof value);
    sc_succeeded(L"QueryServiceConfig2");
    SC_SAY(L"\nSERVICE_NAME: %ls\n        RESET_PERIOD (in seconds)    : %lu\n", call->name, value.reset);
    SC_SAY(L"        REBOOT_MESSAGE               : \n        COMMAND_LINE                 : \n");
    for (DWORD i = 0; i < value.count; i++)
        SC_SAY(L"        %ls%ls -- Delay = %lu milliseconds.\n",
               i ? L"                               " : L"FAILURE_ACTIONS              : ",
               ACTIONS[value.actions[i].type & 3], value.actions[i].delay);
    return NO_ERROR;
}

/* "restart/60000/restart/60000//0" into the value. */
static BOOL parse(const wchar_t *text, failure_value *value) {
    wchar_t copy[256], *word = copy;
    lstrcpynW(copy, text, 256);
    for (int part = 0; word; part++) {
        wchar_t *end = wcschr(word, L'/');
        DWORD type = 0;
        if (end) *end++ = 0;
        if (part / 2 >= MOST) return FALSE;
        if (part % 2) {
            value->actions[part / 2].delay = wcstoul(word, NULL, 10);
            value->count = (DWORD)part / 2 + 1;
        } else {
            while (type < 4 && _wcsicmp(WORDS[type], word)) type++;
            if (type == 4) return FALSE;
            value->actions[part / 2].type = type;
        }
        word = end;
    }
    return TRUE;
}

DWORD sc_failure(sc_call *call) {
    failure_value value = {.offset = 20};
    const wchar_t *actions = sc_option(call, L"actions="), *reset = sc_option(call, L"reset=");
    if (!sc_open(call, SERVICE_ALL_ACCESS, L"OpenService")) return GetLastError();
    value.reset = reset ? wcstoul(reset, NULL, 10) : 0;
    if (!actions || !reset || !parse(actions, &value)) {
        SC_SAY(L"DESCRIPTION:\n        Changes the actions upon failure\nUSAGE:\n"
               L"        sc <server> failure [service name] <option1> <option2>...\n");
        return ERROR_INVALID_COMMAND_LINE;
    }
    SetLastError((DWORD)registry(call, TRUE, &value));
    return GetLastError() ? sc_failed(L"ChangeServiceConfig2") : sc_succeeded(L"ChangeServiceConfig2");
}
