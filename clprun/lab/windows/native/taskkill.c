/* The lab's taskkill.exe: Wine's knows no filters [m]. A stand-in over Wine's real processes, not Windows.
 *
 * [doc: taskkill] for the options and filters; sentences and codes (0; 1 wrong words or not allowed; 128 no such process)
 * [m] for 128 (reference/lab-windows.md 1.3), else [k].
 */
#include "lab.h"
#include <stdlib.h>
#include <tlhelp32.h>
#include <wchar.h>

#define MOST 16 /* names, numbers or filters in one call */
#define NOT_FOUND 128

typedef struct {
    wchar_t field[16], operation[4], value[256];
} filter;

static struct {
    BOOL forced;
    int numbers, names, filters;
    DWORD number[MOST];
    const wchar_t *name[MOST];
    filter filter[MOST];
} asked;

static BYTE services[65536];
static DWORD service_count;

static const wchar_t *choose(const wchar_t *english, const wchar_t *japanese) {
    return lab_japanese() ? japanese : english;
}

static BOOL parse(int count, wchar_t **words) {
    for (int i = 1; i < count; i++) {
        const wchar_t *value = i + 1 < count ? words[i + 1] : NULL;
        filter *next = &asked.filter[asked.filters];
        if (!_wcsicmp(words[i], L"/f")) {
            asked.forced = TRUE;
            continue;
        }
        if (!_wcsicmp(words[i], L"/t")) continue; /* no process of the lab has children that matter */
        if (!value || asked.numbers == MOST || asked.names == MOST || asked.filters == MOST) return FALSE;
        if (!_wcsicmp(words[i], L"/pid")) asked.number[asked.numbers++] = wcstoul(value, NULL, 10);
        else if (!_wcsicmp(words[i], L"/im")) asked.name[asked.names++] = value;
        else if (_wcsicmp(words[i], L"/fi")) return FALSE;
        else if (swscanf(value, L"%15ls %3ls %255l[^\n]", next->field, next->operation, next->value) != 3) return FALSE;
        else asked.filters++;
        i++;
    }
    return asked.numbers + asked.names + asked.filters > 0;
}

static void list_services(void) {
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_ENUMERATE_SERVICE);
    DWORD needed, resume = 0;
    EnumServicesStatusExW(manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32, SERVICE_ACTIVE, services, sizeof services, &needed,
                          &service_count, &resume, NULL);
}

static BOOL has_service(DWORD process, const wchar_t *key) {
    const ENUM_SERVICE_STATUS_PROCESSW *each = (const ENUM_SERVICE_STATUS_PROCESSW *)services;
    for (DWORD i = 0; i < service_count; i++)
        if (each[i].ServiceStatusProcess.dwProcessId == process && !_wcsicmp(each[i].lpServiceName, key)) return TRUE;
    return FALSE;
}

static BOOL same_name(const wchar_t *name, const wchar_t *pattern) {
    size_t length = wcslen(pattern);
    if (length && pattern[length - 1] == L'*') return !_wcsnicmp(name, pattern, length - 1);
    return !_wcsicmp(name, pattern);
}

static BOOL known(const filter *filter) {
    BOOL field = !_wcsicmp(filter->field, L"services") || !_wcsicmp(filter->field, L"imagename") ||
                 !_wcsicmp(filter->field, L"pid");
    return field && (!_wcsicmp(filter->operation, L"eq") || !_wcsicmp(filter->operation, L"ne"));
}

static BOOL passes(const PROCESSENTRY32W *process) {
    for (int i = 0; i < asked.filters; i++) {
        const filter *filter = &asked.filter[i];
        BOOL equal = !_wcsicmp(filter->field, L"services")    ? has_service(process->th32ProcessID, filter->value)
                     : !_wcsicmp(filter->field, L"imagename") ? same_name(process->szExeFile, filter->value)
                                                              : process->th32ProcessID == wcstoul(filter->value, NULL, 10);
        if (equal != !_wcsicmp(filter->operation, L"eq")) return FALSE;
    }
    return TRUE;
}

static BOOL wanted(const PROCESSENTRY32W *process) {
    if (!asked.numbers && !asked.names) return TRUE;
    for (int i = 0; i < asked.numbers; i++)
        if (asked.number[i] == process->th32ProcessID) return TRUE;
    for (int i = 0; i < asked.names; i++)
        if (same_name(process->szExeFile, asked.name[i])) return TRUE;
    return FALSE;
}

static DWORD end(const PROCESSENTRY32W *found) {
    DWORD number = found->th32ProcessID;
    HANDLE process = asked.forced ? OpenProcess(PROCESS_TERMINATE, FALSE, number) : NULL;
    if (!process || !TerminateProcess(process, 1)) {
        lab_print(STD_ERROR_HANDLE,
                  choose(L"ERROR: The process with PID %lu could not be terminated.\nReason: %ls\n",
                         L"エラー: PID %lu のプロセスを強制終了できませんでした。\n理由: %ls\n"),
                  number,
                  asked.forced ? lab_error(GetLastError())
                               : choose(L"This process can only be terminated forcefully (with /F option).",
                                        L"このプロセスは /F オプションでのみ強制終了できます。"));
        return 1;
    }
    if (asked.names)
        lab_print(STD_OUTPUT_HANDLE,
                  choose(L"SUCCESS: The process \"%ls\" with PID %lu has been terminated.\n",
                         L"成功: プロセス \"%ls\" (PID %lu) は強制終了されました。\n"),
                  found->szExeFile, number);
    else
        lab_print(STD_OUTPUT_HANDLE,
                  choose(L"SUCCESS: The process with PID %lu has been terminated.\n",
                         L"成功: PID %lu のプロセスは強制終了されました。\n"),
                  number);
    WaitForSingleObject(process, 5000);
    return 0;
}

static DWORD nothing(void) {
    if (asked.filters) {
        lab_print(STD_OUTPUT_HANDLE, choose(L"\nINFO: No tasks running with the specified criteria.\n",
                                            L"\n情報: 指定された条件に一致するタスクは実行されていません。\n"));
        return 0;
    }
    for (int i = 0; i < asked.numbers; i++)
        lab_print(STD_ERROR_HANDLE,
                  choose(L"ERROR: The process \"%lu\" not found.\n", L"エラー: プロセス \"%lu\" が見つかりませんでした。\n"),
                  asked.number[i]);
    for (int i = 0; i < asked.names; i++)
        lab_print(STD_ERROR_HANDLE,
                  choose(L"ERROR: The process \"%ls\" not found.\n", L"エラー: プロセス \"%ls\" が見つかりませんでした。\n"),
                  asked.name[i]);
    return NOT_FOUND;
}

static DWORD refuse(const wchar_t *english, const wchar_t *japanese) {
    lab_print(STD_ERROR_HANDLE, choose(english, japanese));
    return 1;
}

int wmain(int count, wchar_t **words) {
    PROCESSENTRY32W process = {.dwSize = sizeof process};
    HANDLE processes;
    DWORD code = 0;
    int found = 0;
    SOCKET lab = lab_begin();
    if (!parse(count, words))
        return lab_end(lab, refuse(L"ERROR: Invalid syntax.\n", L"エラー: 無効な構文です。\n"), FALSE);
    for (int i = 0; i < asked.filters; i++)
        if (!known(&asked.filter[i]))
            return lab_end(lab, refuse(L"ERROR: The search filter cannot be recognized.\n",
                                       L"エラー: 検索フィルターを認識できません。\n"), FALSE);
    list_services();
    processes = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32FirstW(processes, &process); more; more = Process32NextW(processes, &process))
        if (process.th32ProcessID != GetCurrentProcessId() && wanted(&process) && passes(&process)) {
            code |= end(&process);
            found++;
        }
    return lab_end(lab, found ? code : nothing(), found > 0);
}
