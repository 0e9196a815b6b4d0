/* launch FILE: runs a command line that never went through Unix arguments, where quotes would be lost. Not Windows.
 *
 * FILE is UTF-8: the folder to run it in on the first line, the command line as it is on the second, variables of its
 * environment as NAME=VALUE on those that follow.
 */
#include <windows.h>
#include <stdio.h>

#define LONGEST 65536

/* The next line, ended; NULL when there is none left. */
static wchar_t *next(wchar_t **rest) {
    wchar_t *line = *rest, *end;
    if (!line || !*line) return NULL;
    end = wcschr(line, L'\n');
    *rest = end ? end + 1 : NULL;
    line[wcscspn(line, L"\r\n")] = 0;
    return line;
}

int wmain(int count, wchar_t **words) {
    static char bytes[LONGEST];
    static wchar_t text[LONGEST];
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    DWORD code = 255;
    wchar_t *rest = text, *folder, *line, *variable, *value;
    FILE *file = count == 2 ? _wfopen(words[1], L"rb") : NULL;
    if (!file) return 254;
    fread(bytes, 1, LONGEST - 1, file);
    fclose(file);
    MultiByteToWideChar(CP_UTF8, 0, bytes, -1, text, LONGEST);
    folder = next(&rest);
    line = next(&rest);
    if (!line) return 254;
    while ((variable = next(&rest)))
        if ((value = wcschr(variable, L'='))) {
            *value++ = 0;
            SetEnvironmentVariableW(variable, value);
        }
    start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, folder, &start, &process)) return 253;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
