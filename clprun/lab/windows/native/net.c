/* The lab's net.exe: start and stop by key or display name over Wine's real service manager; the daemon does the rest.
 * A stand-in, not Windows: Wine's takes no display names (reference/lab-windows.md 1.3). Sentences and codes [k].
 */
#include "lab.h"
#include <wchar.h>

#define REFUSED 2  /* what net gives back whatever went wrong [k] */
#define BEAT 20    /* milliseconds between two looks at a service */
#define PATIENCE 120000

#define SAY(...) lab_print(STD_OUTPUT_HANDLE, __VA_ARGS__)
#define COMPLAIN(...) lab_print(STD_ERROR_HANDLE, __VA_ARGS__)

static const wchar_t *choose(const wchar_t *english, const wchar_t *japanese) {
    return lab_japanese() ? japanese : english;
}

static DWORD refuse(int number) {
    COMPLAIN(choose(L"\nMore help is available by typing NET HELPMSG %d.\n\n",
                    L"\nNET HELPMSG %d と入力すると、より詳しい説明が得られます。\n\n"),
             number);
    return REFUSED;
}

static DWORD current(SC_HANDLE service, SERVICE_STATUS *status) {
    return QueryServiceStatus(service, status) ? status->dwCurrentState : SERVICE_STOPPED;
}

/* The state once it is no longer the pending one; a dot is printed for every look, as Windows does. */
static DWORD settle(SC_HANDLE service, DWORD pending, SERVICE_STATUS *status) {
    DWORD begin = GetTickCount();
    while (current(service, status) == pending && GetTickCount() - begin < PATIENCE) Sleep(BEAT);
    SAY(L".\n");
    return status->dwCurrentState;
}

static DWORD start(SC_HANDLE service, const wchar_t *title) {
    SERVICE_STATUS status;
    if (!StartServiceW(service, 0, NULL)) {
        DWORD error = GetLastError();
        if (error == ERROR_SERVICE_ALREADY_RUNNING) {
            COMPLAIN(choose(L"The requested service has already been started.\n",
                            L"要求したサービスは既に開始されています。\n"));
            return refuse(2182);
        }
        COMPLAIN(choose(L"System error %lu has occurred.\n\n%ls\n\n", L"システム エラー %lu が発生しました。\n\n%ls\n\n"), error,
                 lab_error(error));
        return REFUSED;
    }
    SAY(choose(L"The %ls service is starting", L"%ls サービスを開始します"), title);
    if (settle(service, SERVICE_START_PENDING, &status) == SERVICE_RUNNING) {
        SAY(choose(L"The %ls service was started successfully.\n\n", L"%ls サービスは正常に開始されました。\n\n"), title);
        return 0;
    }
    COMPLAIN(choose(L"The %ls service could not be started.\n\n", L"%ls サービスを開始できませんでした。\n\n"), title);
    if (status.dwWin32ExitCode != ERROR_SERVICE_SPECIFIC_ERROR) {
        COMPLAIN(choose(L"The service did not report an error.\n", L"サービスはエラーを報告しませんでした。\n"));
        return refuse(3534);
    }
    COMPLAIN(choose(L"A service specific error occurred: %lu.\n", L"サービス固有のエラーが発生しました: %lu\n"),
             status.dwServiceSpecificExitCode);
    return refuse(3547);
}

static DWORD stop(SC_HANDLE service, const wchar_t *title) {
    SERVICE_STATUS status;
    if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) {
        DWORD error = GetLastError();
        if (error == ERROR_SERVICE_NOT_ACTIVE) {
            COMPLAIN(choose(L"The %ls service is not started.\n", L"%ls サービスは開始されていません。\n"), title);
            return refuse(3521);
        }
        COMPLAIN(choose(L"The service could not be controlled in its present state.\n",
                        L"現在の状態では、サービスを制御できません。\n"));
        return refuse(2189);
    }
    SAY(choose(L"The %ls service is stopping", L"%ls サービスを停止中です"), title);
    if (settle(service, SERVICE_STOP_PENDING, &status) == SERVICE_STOPPED) {
        SAY(choose(L"The %ls service was stopped successfully.\n\n", L"%ls サービスは正常に停止されました。\n\n"), title);
        return 0;
    }
    COMPLAIN(choose(L"The %ls service could not be stopped.\n", L"%ls サービスを停止できませんでした。\n"), title);
    return REFUSED;
}

static SC_HANDLE find(SC_HANDLE manager, const wchar_t *name, wchar_t *title, DWORD size) {
    wchar_t key[256];
    DWORD length = 256;
    if (!GetServiceKeyNameW(manager, name, key, &length)) lstrcpynW(key, name, 256);
    length = size;
    if (!GetServiceDisplayNameW(manager, key, title, &length)) lstrcpynW(title, name, (int)size);
    return OpenServiceW(manager, key, SERVICE_START | SERVICE_STOP | SERVICE_QUERY_STATUS);
}

static int act(const wchar_t *name, BOOL starting) {
    wchar_t title[256];
    SOCKET lab = lab_begin();
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = find(manager, name, title, 256);
    if (!service) {
        COMPLAIN(choose(L"The service name is invalid.\n", L"サービス名が無効です。\n"));
        return lab_end(lab, refuse(2185), FALSE);
    }
    return lab_end(lab, starting ? start(service, title) : stop(service, title), TRUE);
}

static int list(void) {
    static BYTE room[65536];
    const ENUM_SERVICE_STATUSW *services = (ENUM_SERVICE_STATUSW *)room;
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ENUMERATE_SERVICE);
    DWORD needed, count = 0, resume = 0;
    EnumServicesStatusW(manager, SERVICE_WIN32, SERVICE_ACTIVE, (ENUM_SERVICE_STATUSW *)room, sizeof room, &needed,
                        &count, &resume);
    SAY(choose(L"These Windows services are started:\n\n", L"以下の Windows サービスが開始されています:\n\n"));
    for (DWORD i = 0; i < count; i++) SAY(L"   %ls\n", services[i].lpDisplayName);
    SAY(choose(L"\nThe command completed successfully.\n\n", L"\nコマンドは正常に終了しました。\n\n"));
    return 0;
}

int wmain(int count, wchar_t **words) {
    BOOL starting = count > 1 && !_wcsicmp(words[1], L"start");
    if (starting && count == 2) return list();
    if (count > 2 && (starting || !_wcsicmp(words[1], L"stop"))) return act(words[2], starting);
    SOCKET daemon = lab_connect(0);
    if (daemon == INVALID_SOCKET || !lab_hello(daemon, LAB_RUN, L"net")) return REFUSED;
    return (int)lab_relay(daemon);
}
