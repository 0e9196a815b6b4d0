/* A command of the lab's Windows node whose work the daemon of stand-ins does; its name says which. Not Windows. */
#include "lab.h"

int wmain(void) {
    wchar_t name[64];
    SOCKET daemon = lab_connect(0);
    lab_name(name, 64);
    if (daemon == INVALID_SOCKET || !lab_hello(daemon, LAB_RUN, name)) {
        lab_print(STD_ERROR_HANDLE, L"%ls: the daemon of the lab does not answer\n", name);
        return 255;
    }
    return (int)lab_relay(daemon);
}
