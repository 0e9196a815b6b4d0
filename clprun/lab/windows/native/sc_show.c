/* What the lab's sc.exe shows of services. See sc.h. */
#include "sc.h"
#include <stdlib.h>

#define ROOM 65536 /* bytes for the answers of the service manager; it never gives more than 64 KiB */

static const wchar_t *const STATES[] = {L"", L"STOPPED", L"START_PENDING", L"STOP_PENDING", L"RUNNING",
                                        L"CONTINUE_PENDING", L"PAUSE_PENDING", L"PAUSED"};
static const wchar_t *const STARTS[] = {L"BOOT_START", L"SYSTEM_START", L"AUTO_START", L"DEMAND_START", L"DISABLED"};
static const wchar_t *const ERRORS[] = {L"IGNORE", L"NORMAL", L"SEVERE", L"CRITICAL"};

static const wchar_t *type_name(DWORD type) {
    switch (type & ~(DWORD)SERVICE_INTERACTIVE_PROCESS) {
    case SERVICE_KERNEL_DRIVER: return L"KERNEL_DRIVER";
    case SERVICE_FILE_SYSTEM_DRIVER: return L"FILE_SYSTEM_DRIVER";
    case SERVICE_WIN32_OWN_PROCESS: return L"WIN32_OWN_PROCESS";
    case SERVICE_WIN32_SHARE_PROCESS: return L"WIN32_SHARE_PROCESS";
    default: return L"ERROR";
    }
}

void sc_print_state(const wchar_t *name, const wchar_t *title, const SERVICE_STATUS_PROCESS *status, BOOL extended) {
    DWORD accepted = status->dwControlsAccepted;
    SC_SAY(L"\nSERVICE_NAME: %ls \n", name);
    if (title) SC_SAY(L"DISPLAY_NAME: %ls\n", title);
    SC_SAY(L"        TYPE               : %lx  %ls  %ls\n", status->dwServiceType, type_name(status->dwServiceType),
           status->dwServiceType & SERVICE_INTERACTIVE_PROCESS ? L"(interactive)" : L"");
    SC_SAY(L"        STATE              : %lu  %ls \n", status->dwCurrentState, STATES[status->dwCurrentState & 7]);
    if (status->dwCurrentState != SERVICE_STOPPED)
        SC_SAY(L"                                (%ls, %ls, %ls)\n",
               accepted & SERVICE_ACCEPT_STOP ? L"STOPPABLE" : L"NOT_STOPPABLE",
               accepted & SERVICE_ACCEPT_PAUSE_CONTINUE ? L"PAUSABLE" : L"NOT_PAUSABLE",
               accepted & SERVICE_ACCEPT_SHUTDOWN ? L"ACCEPTS_SHUTDOWN" : L"IGNORES_SHUTDOWN");
    SC_SAY(L"        WIN32_EXIT_CODE    : %lu  (0x%lx)\n", status->dwWin32ExitCode, status->dwWin32ExitCode);
    SC_SAY(L"        SERVICE_EXIT_CODE  : %lu  (0x%lx)\n", status->dwServiceSpecificExitCode,
           status->dwServiceSpecificExitCode);
    SC_SAY(L"        CHECKPOINT         : 0x%lx\n", status->dwCheckPoint);
    SC_SAY(L"        WAIT_HINT          : 0x%lx\n", status->dwWaitHint);
    if (extended) SC_SAY(L"        PID                : %lu\n        FLAGS              : \n", status->dwProcessId);
}

static DWORD one(sc_call *call, BOOL extended) {
    SERVICE_STATUS_PROCESS status;
    DWORD needed;
    SC_HANDLE service = sc_open(call, SERVICE_QUERY_STATUS, L"EnumQueryServicesStatus:OpenService");
    if (!service) return GetLastError();
    if (!QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &needed))
        return sc_failed(L"QueryServiceStatusEx");
    sc_print_state(call->name, NULL, &status, extended);
    return NO_ERROR;
}

static DWORD all(sc_call *call, BOOL extended) {
    static BYTE room[ROOM];
    const ENUM_SERVICE_STATUS_PROCESSW *services = (ENUM_SERVICE_STATUS_PROCESSW *)room;
    const wchar_t *wanted = sc_option(call, L"state=");
    DWORD state = !wanted ? SERVICE_ACTIVE : !_wcsicmp(wanted, L"all") ? SERVICE_STATE_ALL : SERVICE_INACTIVE;
    DWORD needed, count, resume = 0;
    BOOL more = TRUE;
    while (more) {
        more = !EnumServicesStatusExW(call->manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32, state, room, ROOM, &needed,
                                      &count, &resume, NULL);
        if (more && GetLastError() != ERROR_MORE_DATA) return sc_failed(L"EnumServicesStatusEx");
        for (DWORD i = 0; i < count; i++)
            sc_print_state(services[i].lpServiceName, services[i].lpDisplayName, &services[i].ServiceStatusProcess,
                           extended);
    }
    return NO_ERROR;
}

static DWORD query(sc_call *call, BOOL extended) {
    if (!call->count || wcschr(call->words[0], L'=')) return all(call, extended);
    call->name = call->words[0];
    return one(call, extended);
}

DWORD sc_query(sc_call *call) { return query(call, FALSE); }

DWORD sc_queryex(sc_call *call) { return query(call, TRUE); }

static void print_dependencies(const wchar_t *names) {
    SC_SAY(L"        DEPENDENCIES       : %ls\n", names ? names : L"");
    while (names && *names) {
        names += wcslen(names) + 1;
        if (*names) SC_SAY(L"                           : %ls\n", names);
    }
}

DWORD sc_qc(sc_call *call) {
    static BYTE room[ROOM];
    const QUERY_SERVICE_CONFIGW *config = (QUERY_SERVICE_CONFIGW *)room;
    DWORD needed;
    SC_HANDLE service = sc_open(call, SERVICE_QUERY_CONFIG, L"OpenService");
    if (!service) return GetLastError();
    if (!QueryServiceConfigW(service, (QUERY_SERVICE_CONFIGW *)room, ROOM / 8, &needed))
        return sc_failed(L"QueryServiceConfig");
    sc_succeeded(L"QueryServiceConfig");
    SC_SAY(L"\nSERVICE_NAME: %ls\n", call->name);
    SC_SAY(L"        TYPE               : %lx  %ls%ls\n", config->dwServiceType, type_name(config->dwServiceType),
           config->dwServiceType & SERVICE_INTERACTIVE_PROCESS ? L" (interactive)" : L"");
    SC_SAY(L"        START_TYPE         : %lu   %ls\n", config->dwStartType, STARTS[config->dwStartType % 5]);
    SC_SAY(L"        ERROR_CONTROL      : %lu   %ls\n", config->dwErrorControl, ERRORS[config->dwErrorControl & 3]);
    SC_SAY(L"        BINARY_PATH_NAME   : %ls\n", config->lpBinaryPathName);
    SC_SAY(L"        LOAD_ORDER_GROUP   : %ls\n", config->lpLoadOrderGroup ? config->lpLoadOrderGroup : L"");
    SC_SAY(L"        TAG                : %lu\n", config->dwTagId);
    SC_SAY(L"        DISPLAY_NAME       : %ls\n", config->lpDisplayName);
    print_dependencies(config->lpDependencies);
    SC_SAY(L"        SERVICE_START_NAME : %ls\n", config->lpServiceStartName ? config->lpServiceStartName : L"");
    return NO_ERROR;
}

DWORD sc_qdescription(sc_call *call) {
    static BYTE room[ROOM];
    const SERVICE_DESCRIPTIONW *description = (SERVICE_DESCRIPTIONW *)room;
    DWORD needed;
    SC_HANDLE service = sc_open(call, SERVICE_QUERY_CONFIG, L"OpenService");
    if (!service) return GetLastError();
    if (!QueryServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, room, ROOM / 8, &needed))
        return sc_failed(L"QueryServiceConfig2");
    sc_succeeded(L"QueryServiceConfig2");
    SC_SAY(L"\nSERVICE_NAME: %ls\nDESCRIPTION:  %ls\n", call->name,
           description->lpDescription ? description->lpDescription : L"");
    return NO_ERROR;
}

static DWORD print_name(BOOL found, const wchar_t *function, const wchar_t *name) {
    if (!found) return sc_failed(function);
    sc_succeeded(function);
    SC_SAY(L"Name = %ls\n", name);
    return NO_ERROR;
}

DWORD sc_key_name(sc_call *call) {
    wchar_t name[256];
    DWORD size = 256;
    return print_name(GetServiceKeyNameW(call->manager, call->name, name, &size), L"GetServiceKeyName", name);
}

DWORD sc_display_name(sc_call *call) {
    wchar_t name[256];
    DWORD size = 256;
    return print_name(GetServiceDisplayNameW(call->manager, call->name, name, &size), L"GetServiceDisplayName", name);
}
