/*
 * GUARANTEE: a C program lets the engine write an atomic backup and an incremental one to a directory, and restores them
 * elsewhere and to where they were, with A and with W names; the callback hears of both.
 *
 * SAMPLE names the packed sample backup. Compiles as C99 and as C++17; runs in a directory of its own. POSIX.
 */

#define _POSIX_C_SOURCE 200112L

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

/* What the callback heard: begins and ends. */
static int begun, completed;

static JET_ERR JET_API heard(JET_SESID session, JET_SNP what, JET_SNT step, void *data)
{
    (void)session;
    if (what == JET_snpBackup || what == JET_snpRestore) {
        JET_SNPROG *progress = (JET_SNPROG *)data;
        TRUE(progress->cbStruct == sizeof(*progress) && progress->cunitTotal == 100);
        begun += step == JET_sntBegin && progress->cunitDone == 0;
        completed += step == JET_sntComplete && progress->cunitDone == 100;
    }
    return JET_errSuccess;
}

static void heard_of(int line, int times)
{
    expect_true(line, begun == times && completed == times);
    begun = completed = 0;
}

/* Two at a time. */
static const JET_WCHAR *wide(const char *text)
{
    static JET_WCHAR rooms[2][512];
    static int turn;
    JET_WCHAR *units = rooms[turn = 1 - turn];
    size_t i;
    for (i = 0; text[i]; i++)
        units[i] = (JET_WCHAR)text[i];
    units[i] = 0;
    return units;
}

static JET_INSTANCE made(const char *name, const char *folder)
{
    JET_INSTANCE instance = 0;
    EXPECT(JetCreateInstanceA(&instance, name), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, folder), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    return instance;
}

static int same(const char *a, const char *b)
{
    char command[1024];
    /* The same pages, without the two of the header; a copy has one more. */
    snprintf(command, sizeof(command), "tail -c +16385 %s | head -c 1000000 > work/a; tail -c +16385 %s | head -c 1000000 | cmp - work/a", a, b);
    return system(command) == 0;
}

int main(void)
{
    JET_INSTANCE instance, other;
    JET_SESID session = 0;
    JET_RSTMAP_A map;
    char command[1024], database[] = "work/sample-backup/db0.edb";

    snprintf(command, sizeof(command),
             "rm -rf work && mkdir -p work/live work/backup work/first work/back work/logs && tar -xzf '%s' -C work",
             getenv("SAMPLE"));
    TRUE(system(command) == 0);
    EXPECT(JetBackupA("work/backup", 0, NULL), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, 8192, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFileSize, 128, NULL), JET_errSuccess);
    map.szDatabaseName = map.szNewDatabaseName = database;
    EXPECT(JetExternalRestoreA((char *)"work/first/", (char *)"work/first/", &map, 1,
                               (char *)"work/sample-backup/logs/", 1, 2, NULL),
           JET_errSuccess);

    instance = made("taken", "work/live/");
    EXPECT(JetBackupInstanceA(instance, "work/backup", 0, heard), JET_errNotInitialized);
    EXPECT(JetInit(&instance), JET_errSuccess);
    EXPECT(JetBackupA("work/backup", 0, NULL), JET_errRunningInMultiInstanceMode);
    EXPECT(JetBeginSessionA(instance, &session, NULL, NULL), JET_errSuccess);
    EXPECT(JetAttachDatabaseA(session, database, 0), JET_errSuccess);
    EXPECT(JetBackupInstanceA(instance, "work/backup", JET_bitBackupIncremental, heard), JET_errMissingFullBackup);
    heard_of(__LINE__, 0);
    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errSuccess);
    EXPECT(JetBackupInstanceA(instance, "work/backup", 0, heard), JET_errBackupInProgress);
    EXPECT(JetEndExternalBackupInstance2(instance, JET_bitBackupEndAbort), JET_errSuccess);
    EXPECT(JetBackupInstanceA(instance, "work/backup", JET_bitBackupAtomic, heard), JET_errSuccess);
    heard_of(__LINE__, 1);
    EXPECT(JetBackupInstanceW(instance, wide("work/backup"), JET_bitBackupAtomic | JET_bitBackupIncremental, heard),
           JET_errSuccess);
    heard_of(__LINE__, 0);
    EXPECT(JetBackupInstanceA(instance, NULL, 0, heard), JET_errSuccess);
    EXPECT(JetRestoreInstanceA(instance, "work/backup", NULL, heard), JET_errAlreadyInitialized);
    EXPECT(JetTerm(instance), JET_errSuccess);
    TRUE(system("cp work/sample-backup/db0.edb work/kept.edb") == 0);

    /* Elsewhere. */
    other = made("other", "work/logs/");
    EXPECT(JetRestoreInstanceA(other, "work/none", "work/back", heard), JET_errFileNotFound);
    EXPECT(JetRestoreInstanceA(other, "work/backup", "work/none/none", heard), JET_errInvalidPath);
    EXPECT(JetRestoreInstanceW(other, wide("work/backup"), NULL, NULL), JET_errSuccess);
    TRUE(same("work/kept.edb", database));
    EXPECT(JetRestoreInstanceA(other, "work/backup", "work/back", heard), JET_errSuccess);
    heard_of(__LINE__, 1);
    TRUE(same("work/kept.edb", "work/back/db0.edb"));
    EXPECT(JetRestoreA("work/backup", heard), JET_errRunningInMultiInstanceMode);
    EXPECT(JetTerm(other), JET_errSuccess);

    /* In one-instance mode, where the logs lie where the process's parameters say. */
    TRUE(system("rm work/sample-backup/db0.edb && mkdir work/one") == 0);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFilePath, 0, "work/one/"), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramSystemPath, 0, "work/one/"), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramTempPath, 0, "work/one/"), JET_errSuccess);
    EXPECT(JetRestoreA("work/backup", heard), JET_errSuccess);
    heard_of(__LINE__, 1);
    TRUE(same("work/kept.edb", database));
    EXPECT(JetRestore2W(wide("work/backup"), wide("work/back"), NULL), JET_errSuccess);
    return failures != 0;
}
