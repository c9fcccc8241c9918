/*
 * GUARANTEE: a C program takes a full and an incremental backup of an attached database, restores them elsewhere and
 * attaches the result, and calls in a wrong order get their errors.
 *
 * SAMPLE names the packed sample backup. Compiles as C99 and as C++17; runs in a directory of its own. POSIX.
 */

#define _POSIX_C_SOURCE 200112L

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

#define ROOM 65536
static char memory[ROOM + 4096];

/* As the engine wants it: at the begin of a page of memory. */
static char *buffer(void)
{
    return memory + (4096 - (uintptr_t)memory % 4096) % 4096;
}

static void text(char *to, size_t room, const char *a, const char *b)
{
    snprintf(to, room, "%s%s", a, b);
}

static void copy(JET_INSTANCE instance, const char *from, const char *to)
{
    JET_HANDLE file = 0;
    uint32_t low = 0, high = 1, actual = 0, all = 0;
    FILE *out = fopen(to, "wb");

    TRUE(out != NULL);
    EXPECT(JetOpenFileInstanceA(instance, from, &file, &low, &high), JET_errSuccess);
    EXPECT(JetReadFileInstance(instance, file, buffer() + 1, ROOM - 4096, &actual), JET_errInvalidParameter);
    EXPECT(JetReadFileInstance(instance, file, buffer(), 100, &actual), JET_errInvalidParameter);
    do {
        EXPECT(JetReadFileInstance(instance, file, buffer(), ROOM, &actual), JET_errSuccess);
        fwrite(buffer(), 1, actual, out);
        all += actual;
    } while (actual > 0);
    TRUE(all == low && high == 0);
    EXPECT(JetCloseFileInstance(instance, file), JET_errSuccess);
    EXPECT(JetCloseFileInstance(instance, file), JET_errInvalidParameter);
    fclose(out);
}

/* Copies the backup's logs and gives their range. */
static void copy_logs(JET_INSTANCE instance, const char *folder, JET_LOGINFO_A *info)
{
    char names[4096], to[512];
    const char *name;
    uint32_t actual = 0, again = 0;

    memset(info, 0, sizeof(*info));
    info->cbSize = 1;
    EXPECT(JetGetLogInfoInstance2A(instance, NULL, 0, &actual, info), JET_errInvalidParameter);
    info->cbSize = sizeof(*info);
    EXPECT(JetGetLogInfoInstance2A(instance, NULL, 0, &actual, info), JET_errSuccess);
    TRUE(actual <= sizeof(names));
    EXPECT(JetGetLogInfoInstanceA(instance, names, sizeof(names), &again), JET_errSuccess);
    TRUE(actual == again);
    TRUE(strcmp(info->szBaseName, "edb") == 0);
    for (name = names; *name; name += strlen(name) + 1) {
        text(to, sizeof(to), folder, strrchr(name, '/'));
        copy(instance, name, to);
    }
    EXPECT(JetTruncateLogInstance(instance), JET_errSuccess);
}

static JET_INSTANCE start(const char *name, const char *folder)
{
    JET_INSTANCE instance = 0;
    EXPECT(JetCreateInstanceA(&instance, name), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, folder), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    EXPECT(JetInit(&instance), JET_errSuccess);
    return instance;
}

static void restore(const char *folder, const char *database, const char *logs, uint32_t low, uint32_t high)
{
    JET_RSTMAP_A map;
    char path[512];
    strcpy(path, database);
    map.szDatabaseName = path;
    map.szNewDatabaseName = path;
    EXPECT(JetExternalRestoreA((char *)folder, (char *)folder, &map, 1, (char *)logs, (int32_t)low, (int32_t)high, NULL),
           JET_errSuccess);
}

int main(void)
{
    JET_INSTANCE instance, other;
    JET_SESID session = 0;
    JET_HANDLE file = 0;
    JET_LOGINFO_A full, next;
    char command[1024], database[512], names[4096];
    uint32_t low = 0, high = 0, actual = 0;

    snprintf(command, sizeof(command),
             "rm -rf work && mkdir -p work/live work/backup work/first && tar -xzf '%s' -C work", getenv("SAMPLE"));
    TRUE(system(command) == 0);
    EXPECT(JetBeginExternalBackup(0), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, 8192, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFileSize, 128, NULL), JET_errSuccess);
    restore("work/first/", "work/sample-backup/db0.edb", "work/sample-backup/logs/", 1, 2);

    instance = start("taken", "work/live/");
    EXPECT(JetBeginExternalBackup(0), JET_errRunningInMultiInstanceMode);
    EXPECT(JetBeginSessionA(instance, NULL, NULL, NULL), JET_errInvalidParameter);
    EXPECT(JetBeginSessionA(instance, &session, NULL, NULL), JET_errSuccess);
    EXPECT(JetAttachDatabaseA(session + 1, "work/sample-backup/db0.edb", 0), JET_errInvalidSesid);
    EXPECT(JetAttachDatabaseA(session, NULL, 0), JET_errInvalidParameter);
    EXPECT(JetAttachDatabaseA(session, "work/none.edb", 0), JET_errFileNotFound);
    EXPECT(JetAttachDatabase2A(session, "work/sample-backup/db0.edb", 0, 0), JET_errSuccess);
    EXPECT(JetAttachDatabaseA(session, "work/sample-backup/db0.edb", 0), JET_wrnDatabaseAttached);
    {
        uint32_t pages = 4096;
        JET_SETDBPARAM parameter;
        memset(&parameter, 0, sizeof(parameter));
        parameter.dbparamid = JET_dbparamDbSizeMaxPages;
        parameter.pvParam = &pages;
        parameter.cbParam = sizeof(pages);
        EXPECT(JetAttachDatabase3A(session, "work/sample-backup/db0.edb", NULL, 1, 0), JET_errInvalidParameter);
        EXPECT(JetAttachDatabase3A(session, "work/sample-backup/db0.edb", &parameter, 1, 0), JET_wrnDatabaseAttached);
        parameter.cbParam = 2;
        EXPECT(JetAttachDatabase3A(session, "work/sample-backup/db0.edb", &parameter, 1, 0), JET_errInvalidBufferSize);
        parameter.dbparamid = 1;
        EXPECT(JetAttachDatabase3A(session, "work/sample-backup/db0.edb", &parameter, 1, 0), JET_errInvalidDbparamId);
    }
    EXPECT(JetBeginSurrogateBackup(instance, 2, 1, 0), JET_errInvalidParameter);
    EXPECT(JetBeginSurrogateBackup(instance, 1, 1, 0), JET_errSuccess);
    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errSurrogateBackupInProgress);
    EXPECT(JetEndSurrogateBackup(instance, JET_bitBackupEndAbort), JET_errSuccess);
    EXPECT(JetEndSurrogateBackup(instance, JET_bitBackupEndNormal), JET_errNoBackup);

    EXPECT(JetGetAttachInfoInstanceA(instance, names, sizeof(names), &actual), JET_errNoBackup);
    EXPECT(JetEndExternalBackupInstance(instance), JET_errNoBackup);
    EXPECT(JetBeginExternalBackupInstance(instance, JET_bitBackupIncremental), JET_errMissingFullBackup);
    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errSuccess);
    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errBackupInProgress);
    EXPECT(JetGetAttachInfoInstanceA(instance, NULL, 0, &actual), JET_errSuccess);
    EXPECT(JetGetAttachInfoInstanceA(instance, names, sizeof(names), &low), JET_errSuccess);
    TRUE(actual == low && actual == strlen(names) + 2 && names[actual - 1] == 0);
    strcpy(database, names);
    copy(instance, database, "work/backup/db0.edb");
    {
        int32_t section_high = -1;
        EXPECT(JetOpenFileSectionInstanceA(instance, database, &file, 0, 2, 0, &low, &section_high), JET_wrnNyi);
        EXPECT(JetOpenFileSectionInstanceA(instance, database, &file, 0, 1, 8192, &low, &section_high),
               JET_errInvalidParameter);
        EXPECT(JetOpenFileSectionInstanceA(instance, database, &file, 0, 1, 24576, &low, &section_high), JET_errSuccess);
        TRUE(low > 24576 && section_high == 0);
        EXPECT(JetReadFileInstance(instance, file, buffer(), 8192, &actual), JET_errSuccess);
        TRUE(actual == 8192);
        EXPECT(JetCloseFileInstance(instance, file), JET_errSuccess);
    }
    copy_logs(instance, "work/backup", &full);
    EXPECT(JetOpenFileInstanceA(instance, "work/live/edb00000099.log", &file, &low, &high), JET_errMissingFileToBackup);
    /* That error ended the backup, and nothing is remembered. */
    EXPECT(JetEndExternalBackupInstance(instance), JET_errNoBackup);

    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errSuccess);
    copy(instance, database, "work/backup/db0.edb");
    copy_logs(instance, "work/backup", &full);
    EXPECT(JetEndExternalBackupInstance2(instance, JET_bitBackupEndNormal), JET_errSuccess);

    EXPECT(JetBeginExternalBackupInstance(instance, JET_bitBackupIncremental), JET_errSuccess);
    EXPECT(JetGetAttachInfoInstanceA(instance, names, sizeof(names), &actual), JET_errInvalidBackupSequence);
    copy_logs(instance, "work/backup", &next);
    EXPECT(JetStopBackupInstance(instance), JET_errSuccess);
    EXPECT(JetTruncateLogInstance(instance), JET_errBackupAbortByServer);
    EXPECT(JetEndExternalBackupInstance2(instance, JET_bitBackupEndNormal | JET_bitBackupEndAbort), JET_errInvalidParameter);
    EXPECT(JetEndExternalBackupInstance2(instance, JET_bitBackupEndAbort), JET_errSuccess);
    TRUE(next.ulGenLow == full.ulGenHigh + 1);

    EXPECT(JetDetachDatabaseA(session, "work/sample-backup/db0.edb"), JET_errSuccess);
    EXPECT(JetDetachDatabaseA(session, "work/sample-backup/db0.edb"), JET_errDatabaseNotFound);
    EXPECT(JetEndSession(session, 0), JET_errSuccess);
    EXPECT(JetEndSession(session, 0), JET_errInvalidSesid);
    EXPECT(JetTerm(instance), JET_errSuccess);

    /* Step by step, with Restore.env, into an instance that runs. */
    {
        ESENT_RESTOREDB_A line;
        uint32_t stage = 0;
        JET_LOGINFO_A range;
        memset(&line, 0, sizeof(line));
        line.szBackupFile = "work/backup/db0.edb";
        line.szNewDatabaseName = "work/third/db0.edb";
        range.cbSize = sizeof(range);
        EXPECT(EsentRestoreAddA("work/set", "taken", "work/backup", &next, 0), JET_errMissingFullBackup);
        EXPECT(EsentRestoreStatusA("work/set", NULL, &stage), JET_errFileNotFound);
        EXPECT(EsentRestoreBeginA("work/set", "taken", NULL, 1, "work/backup", &full, 0), JET_errInvalidParameter);
        EXPECT(EsentRestoreBeginA("work/set", "taken", &line, 1, "work/backup", &full, 0x100), JET_errInvalidGrbit);
        EXPECT(EsentRestoreBeginA("work/set", "taken", &line, 1, "work/backup", &full, 0), JET_errSuccess);
        EXPECT(EsentRestoreBeginA("work/set", "taken", &line, 1, "work/backup", &full, 0),
               JET_errBackupDirectoryNotEmpty);
        EXPECT(EsentRestoreAddA("work/set", "other", "work/backup", &next, 0), JET_errBadRestoreTargetInstance);
        EXPECT(EsentRestoreAddA("work/set", "taken", "work/backup", &next, 0), JET_errSuccess);
        EXPECT(EsentRestoreStatusA("work/set", &range, &stage), JET_errSuccess);
        TRUE(stage == 2 && range.ulGenLow == full.ulGenLow && range.ulGenHigh == next.ulGenHigh);
        other = start("mounting", "work/third/");
        EXPECT(EsentRestoreCompleteA("work/set", NULL, NULL, other, NULL, 0), JET_errSuccess);
        EXPECT(EsentRestoreStatusA("work/set", NULL, &stage), JET_errFileNotFound);
        EXPECT(JetBeginSessionA(other, &session, NULL, NULL), JET_errSuccess);
        EXPECT(JetAttachDatabaseA(session, "work/third/db0.edb", 0), JET_wrnDatabaseAttached);
        EXPECT(JetTerm(other), JET_errSuccess);
    }

    TRUE(system("mkdir -p work/second") == 0);
    restore("work/second/", "work/backup/db0.edb", "work/backup/", full.ulGenLow, next.ulGenHigh);
    other = start("restored", "work/second/");
    EXPECT(JetBeginSessionA(other, &session, NULL, NULL), JET_errSuccess);
    EXPECT(JetAttachDatabaseA(session, "work/backup/db0.edb", 0), JET_errSuccess);
    EXPECT(JetTerm(other), JET_errSuccess);
    /* The same pages, without the two of the header. */
    TRUE(system("tail -c +16385 work/backup/db0.edb | head -c 1000000 > work/a;"
                "tail -c +16385 work/sample-backup/db0.edb | head -c 1000000 | cmp - work/a") == 0);
    return failures != 0;
}
