/* What the programs of this directory expect: counted and told, not asserted, so that one run shows every failure. */

#ifndef EXPECT_H
#define EXPECT_H

#include <stdio.h>

#include "esent.h"

static int failures = 0;
/* Named with each failure, where the same lines run in several places. */
static const char *where = "";

static void expect(int line, JET_ERR found, JET_ERR expected)
{
    if (found != expected) {
        char why[2048] = "";
        EsentGetLastErrorMessageA(why, sizeof(why));
        fprintf(stderr, "line %d%s%s: %ld, expected %ld (%s)\n", line, *where ? ", " : "", where, (long)found, (long)expected, why);
        failures++;
    }
}

static void expect_true(int line, int condition)
{
    if (!condition) {
        fprintf(stderr, "line %d%s%s: not true\n", line, *where ? ", " : "", where);
        failures++;
    }
}

#define EXPECT(call, answer) expect(__LINE__, call, answer)
#define TRUE(condition) expect_true(__LINE__, condition)

#endif
