/*
 * GUARANTEE: every name that esent.dll exports can be linked.
 *
 * exports.inc is made from exports.txt, one EXPORT(name) per line. Built twice: as it is, where nothing but the name
 * counts, and with WITH_HEADER, where every name must be declared (or be a macro for one that is).
 */

#include <stdio.h>

#if defined(WITH_HEADER)
#include "esent.h"
#else
#if defined(__cplusplus)
extern "C" {
#endif
#define EXPORT(name) extern void name(void);
#include "exports.inc"
#undef EXPORT
#if defined(__cplusplus)
}
#endif
#endif

typedef void (*function)(void);

int main(void)
{
    static const function functions[] = {
#define EXPORT(name) (function)name,
#include "exports.inc"
#undef EXPORT
    };
    const unsigned count = (unsigned)(sizeof(functions) / sizeof(functions[0]));
    unsigned i;
    for (i = 0; i < count; i++) {
        if (functions[i] == 0) {
            return 1;
        }
    }
    printf("%u functions\n", count);
    return count != 379;
}
