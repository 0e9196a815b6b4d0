/* Text of the lab's Windows programs in the console's code page and language. A stand-in, not Windows. */
#include "lab.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define JAPANESE 932
#define LONGEST 8192 /* characters of one text */

BOOL lab_japanese(void) { return GetACP() == JAPANESE && GetConsoleOutputCP() == JAPANESE; }

void lab_print(DWORD handle, const wchar_t *format, ...) {
    static wchar_t text[LONGEST], lines[2 * LONGEST];
    static char bytes[8 * LONGEST];
    wchar_t *end = lines;
    va_list arguments;
    DWORD written;
    int length;
    UINT page = GetConsoleOutputCP();
    va_start(arguments, format);
    length = _vsnwprintf(text, LONGEST, format, arguments);
    va_end(arguments);
    if (length < 0 || length > LONGEST) length = LONGEST;
    for (int i = 0; i < length; i++) {
        if (text[i] == L'\n') *end++ = L'\r';
        *end++ = text[i];
    }
    length = WideCharToMultiByte(page ? page : CP_OEMCP, 0, lines, (int)(end - lines), bytes, sizeof bytes, NULL, NULL);
    if (length) WriteFile(GetStdHandle(handle), bytes, (DWORD)length, &written, NULL);
}

/* The sentences of Windows where Wine's are others (or none); [k] common knowledge, not checked on a Windows. */
static const struct {
    DWORD error;
    const wchar_t *english, *japanese;
} SENTENCES[] = {
    {ERROR_ACCESS_DENIED, L"Access is denied.", L"アクセスが拒否されました。"},
    {ERROR_INVALID_PARAMETER, L"The parameter is incorrect.", L"パラメーターが間違っています。"},
    {ERROR_SERVICE_REQUEST_TIMEOUT,
     L"The service did not respond to the start or control request in a timely fashion.",
     L"そのサービスは指定時間内に開始要求または制御要求に応答しませんでした。"},
    {ERROR_SERVICE_ALREADY_RUNNING, L"An instance of the service is already running.",
     L"サービスのインスタンスは既に実行中です。"},
    {ERROR_SERVICE_DISABLED,
     L"The service cannot be started, either because it is disabled or because it has no enabled devices "
     L"associated with it.",
     L"無効になっているか、または有効なデバイスが関連付けられていないため、サービスを開始できません。"},
    {ERROR_SERVICE_DOES_NOT_EXIST, L"The specified service does not exist as an installed service.",
     L"指定されたサービスはインストールされたサービスとして存在しません。"},
    {ERROR_SERVICE_CANNOT_ACCEPT_CTRL, L"The service cannot accept control messages at this time.",
     L"サービスは、今コントロール メッセージを受け付けることができません。"},
    {ERROR_SERVICE_NOT_ACTIVE, L"The service has not been started.", L"サービスは開始されていません。"},
    {ERROR_SERVICE_MARKED_FOR_DELETE, L"The specified service has been marked for deletion.",
     L"指定されたサービスは削除の対象としてマークされています。"},
    {ERROR_SERVICE_EXISTS, L"The specified service already exists.", L"指定されたサービスは既に存在します。"},
};

const wchar_t *lab_error(DWORD error) {
    static wchar_t text[512];
    DWORD length;
    for (size_t i = 0; i < sizeof SENTENCES / sizeof *SENTENCES; i++)
        if (SENTENCES[i].error == error) return lab_japanese() ? SENTENCES[i].japanese : SENTENCES[i].english;
    length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, error, 0, text, 512, NULL);
    while (length && (text[length - 1] == L'\n' || text[length - 1] == L'\r')) text[--length] = 0;
    return text;
}
