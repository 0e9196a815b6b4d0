/* What the lab's sc.exe changes. See sc.h. */
#include "sc.h"
#include <stdlib.h>

#define NONE SERVICE_NO_CHANGE

typedef struct {
    const wchar_t *word;
    DWORD value;
} choice;

static const choice TYPES[] = {{L"own", SERVICE_WIN32_OWN_PROCESS},
                               {L"share", SERVICE_WIN32_SHARE_PROCESS},
                               {L"interact", SERVICE_INTERACTIVE_PROCESS},
                               {NULL, 0}};
static const choice STARTS[] = {{L"auto", SERVICE_AUTO_START},
                                {L"delayed-auto", SERVICE_AUTO_START},
                                {L"demand", SERVICE_DEMAND_START},
                                {L"disabled", SERVICE_DISABLED},
                                {NULL, 0}};
static const choice ERRORS[] = {{L"ignore", SERVICE_ERROR_IGNORE},
                                {L"normal", SERVICE_ERROR_NORMAL},
                                {L"severe", SERVICE_ERROR_SEVERE},
                                {L"critical", SERVICE_ERROR_CRITICAL},
                                {NULL, 0}};
static const wchar_t *const OPTIONS[] = {L"type=", L"start=", L"error=", L"binPath=", L"depend=", L"group=", L"tag=",
                                         L"obj=", L"DisplayName=", L"password=", NULL};

/* Every odd word must be an option with its blank behind "=": "start=demand" is refused as Windows refuses it [k]. */
static BOOL well_formed(sc_call *call) {
    for (int i = 0; i < call->count; i += 2) {
        int known = 0;
        for (int k = 0; OPTIONS[k]; k++) known |= !_wcsicmp(call->words[i], OPTIONS[k]);
        if (!known || i + 1 == call->count) return FALSE;
    }
    return TRUE;
}

static BOOL choose(const choice *choices, const wchar_t *word, DWORD *value) {
    for (; choices->word; choices++)
        if (!_wcsicmp(choices->word, word)) {
            *value = choices->value;
            return TRUE;
        }
    return FALSE;
}

/* All "type=" words count together: "type= own type= interact". */
static BOOL service_type(sc_call *call, DWORD *type) {
    DWORD part, found = 0;
    for (int i = 0; i < call->count; i += 2) {
        if (_wcsicmp(call->words[i], L"type=")) continue;
        if (!choose(TYPES, call->words[i + 1], &part)) return FALSE;
        found |= part;
    }
    if (found) *type = found;
    return !found || found != SERVICE_INTERACTIVE_PROCESS; /* "interact" needs own or share beside it */
}

static BOOL options(sc_call *call, DWORD *type, DWORD *start, DWORD *error) {
    const wchar_t *word;
    if (!well_formed(call) || !service_type(call, type)) return FALSE;
    if ((word = sc_option(call, L"start=")) && !choose(STARTS, word, start)) return FALSE;
    return !(word = sc_option(call, L"error=")) || choose(ERRORS, word, error);
}

/* "a/b" as the list that the service manager takes; NULL stays NULL, "" is an empty list. */
static const wchar_t *dependencies(const wchar_t *text) {
    static wchar_t list[1024];
    size_t length = text ? wcslen(text) : 0;
    if (!text || length > 1000) return NULL;
    memset(list, 0, sizeof list);
    for (size_t i = 0; i < length; i++) list[i] = text[i] == L'/' ? 0 : text[i];
    return list;
}

static DWORD usage(const wchar_t *command) {
    SC_SAY(L"DESCRIPTION:\n        %ls a service entry in the registry and Service Database.\n"
           L"USAGE:\n        sc <server> %ls [service name] <option1> <option2>...\n\n"
           L"OPTIONS:\nNOTE: The option name includes the equal sign.\n"
           L"      A space is required between the equal sign and the value.\n",
           !wcscmp(command, L"config") ? L"Modifies" : L"Creates", command);
    return ERROR_INVALID_COMMAND_LINE;
}

DWORD sc_create(sc_call *call) {
    DWORD type = SERVICE_WIN32_OWN_PROCESS, start = SERVICE_DEMAND_START, error = SERVICE_ERROR_NORMAL;
    const wchar_t *title = sc_option(call, L"DisplayName=");
    if (!options(call, &type, &start, &error) || !sc_option(call, L"binPath=")) return usage(L"create");
    if (!CreateServiceW(call->manager, call->name, title ? title : call->name, SERVICE_ALL_ACCESS, type, start, error,
                        sc_option(call, L"binPath="), sc_option(call, L"group="), NULL,
                        dependencies(sc_option(call, L"depend=")), sc_option(call, L"obj="),
                        sc_option(call, L"password=")))
        return sc_failed(L"CreateService");
    return sc_succeeded(L"CreateService");
}

DWORD sc_config(sc_call *call) {
    DWORD type = NONE, start = NONE, error = NONE;
    SC_HANDLE service;
    if (!call->count || !options(call, &type, &start, &error)) return usage(L"config");
    if (!(service = sc_open(call, SERVICE_ALL_ACCESS, L"OpenService"))) return GetLastError();
    if (!ChangeServiceConfigW(service, type, start, error, sc_option(call, L"binPath="), sc_option(call, L"group="), NULL,
                              dependencies(sc_option(call, L"depend=")), sc_option(call, L"obj="),
                              sc_option(call, L"password="), sc_option(call, L"DisplayName=")))
        return sc_failed(L"ChangeServiceConfig");
    return sc_succeeded(L"ChangeServiceConfig");
}

DWORD sc_delete(sc_call *call) {
    SC_HANDLE service = sc_open(call, DELETE, L"OpenService");
    if (!service) return GetLastError();
    return DeleteService(service) ? sc_succeeded(L"DeleteService") : sc_failed(L"DeleteService");
}

static DWORD print_status(sc_call *call, SC_HANDLE service, BOOL extended) {
    SERVICE_STATUS_PROCESS status;
    DWORD needed;
    if (!QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &needed))
        return sc_failed(L"QueryServiceStatusEx");
    sc_print_state(call->name, NULL, &status, extended);
    return NO_ERROR;
}

DWORD sc_start(sc_call *call) {
    SC_HANDLE service = sc_open(call, SERVICE_START | SERVICE_QUERY_STATUS, L"StartService: OpenService");
    if (!service) return GetLastError();
    if (!StartServiceW(service, (DWORD)call->count, (const wchar_t **)call->words)) return sc_failed(L"StartService");
    return print_status(call, service, TRUE);
}

DWORD sc_stop(sc_call *call) {
    SERVICE_STATUS status;
    SC_HANDLE service = sc_open(call, SERVICE_STOP | SERVICE_QUERY_STATUS, L"OpenService");
    if (!service) return GetLastError();
    if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) return sc_failed(L"ControlService");
    return print_status(call, service, FALSE);
}
