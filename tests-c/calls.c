/*
 * GUARANTEE: the calls that need no database answer as esent.dll does.
 *
 * Compiles as C99 and as C++17. Meant to run under valgrind or a sanitizer too.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static void wide(JET_WCHAR *to, const char *from)
{
    do {
        *to++ = (JET_WCHAR)*from;
    } while (*from++);
}

static void parameters_of_the_process(void)
{
    JET_API_PTR number = 0;
    char text[512];
    JET_WCHAR wtext[512];
    const JET_WCHAR lone_surrogate[] = {0xd800, 0};

    EXPECT(JetGetSystemParameterA(0, 0, JET_paramDatabasePageSize, &number, NULL, 0), JET_errSuccess);
    TRUE(number == 4096);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 8192, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 5000, NULL), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 65536, NULL), JET_errInvalidParameter);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramDatabasePageSize, NULL, NULL, 0), JET_errInvalidParameter);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramKeyMost, &number, NULL, 0), JET_errSuccess);
    TRUE(number == JET_cbKeyMost8KBytePage);

    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramBaseName, 0, "ab"), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramBaseName, 0, "abcd"), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramBaseName, 0, NULL), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramBaseName, 0, "abc"), JET_errSuccess);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramBaseName, NULL, text, sizeof(text)), JET_errSuccess);
    TRUE(strcmp(text, "abc") == 0);
    EXPECT(JetGetSystemParameterW(0, 0, JET_paramBaseName, NULL, wtext, sizeof(wtext)), JET_errSuccess);
    TRUE(wtext[0] == 'a' && wtext[2] == 'c' && wtext[3] == 0);
    EXPECT(JetGetSystemParameterW(0, 0, JET_paramBaseName, NULL, wtext, 6), JET_errBufferTooSmall);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramBaseName, NULL, text, 4), JET_errSuccess);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramBaseName, NULL, text, 3), JET_errBufferTooSmall);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramBaseName, NULL, NULL, 0), JET_errInvalidParameter);
    wide(wtext, "edb");
    EXPECT(JetSetSystemParameterW(NULL, 0, JET_paramBaseName, 0, wtext), JET_errSuccess);
    EXPECT(JetSetSystemParameterW(NULL, 0, JET_paramEventSource, 0, lone_surrogate), JET_errSuccess);
    EXPECT(JetGetSystemParameterW(0, 0, JET_paramEventSource, NULL, wtext, sizeof(wtext)), JET_errSuccess);
    TRUE(wtext[0] == 0xd800 && wtext[1] == 0);
#if !defined(_WIN32)
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramEventSource, NULL, text, sizeof(text)), JET_errSuccess);
    TRUE(strcmp(text, "\xed\xa0\x80") == 0);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramEventSource, 0, "\xff"), JET_errSuccess);
    EXPECT(JetGetSystemParameterW(0, 0, JET_paramEventSource, NULL, wtext, sizeof(wtext)), JET_errSuccess);
    TRUE(wtext[0] == 0xdcff && wtext[1] == 0);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramBaseName, 0, "\xff\xff\xff"), JET_errInvalidParameter);
#endif

    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramLogFileSize, 63, NULL), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramLogFileSize, 128, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, 0, 9999, 0, NULL), JET_errInvalidParameter);
    EXPECT(JetGetSystemParameterA(0, 0, 9999, &number, NULL, 0), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramKeyMost, 1, NULL), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(NULL, 0, 185, 1, NULL), JET_errInvalidParameter);

    number = (JET_API_PTR)JET_errLogFileCorrupt;
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramErrorToString, &number, text, sizeof(text)), JET_errSuccess);
    TRUE(strncmp(text, "JET_errLogFileCorrupt, ", 23) == 0 && strlen(text) > 30);
    EXPECT(JetGetSystemParameterA(0, 0, JET_paramErrorToString, NULL, text, sizeof(text)), JET_errInvalidParameter);
}

static void kinds_of_errors(void)
{
    JET_ERRINFOBASIC_W info;
    JET_ERR error = JET_errDiskFull;

    memset(&info, 0, sizeof(info));
    info.cbStruct = sizeof(info);
    EXPECT(JetGetErrorInfoW(&error, &info, sizeof(info), JET_ErrorInfoSpecificErr, 0), JET_errSuccess);
    TRUE(info.errValue == JET_errDiskFull && info.errcatMostSpecific == 8);
    TRUE(info.rgCategoricalHierarchy[0] == 1 && info.rgCategoricalHierarchy[3] == 8);
    EXPECT(JetGetErrorInfoW(NULL, &info, sizeof(info), JET_ErrorInfoSpecificErr, 0), JET_errInvalidParameter);
    EXPECT(JetGetErrorInfoW(&error, &info, sizeof(info) - 1, JET_ErrorInfoSpecificErr, 0), JET_errInvalidBufferSize);
    EXPECT(JetGetErrorInfoW(&error, &info, sizeof(info), 0, 0), JET_errInvalidParameter);
    EXPECT(JetGetErrorInfoW(&error, &info, sizeof(info), JET_ErrorInfoSpecificErr, 1), JET_errInvalidParameter);
    error = -31999;
    EXPECT(JetGetErrorInfoW(&error, &info, sizeof(info), JET_ErrorInfoSpecificErr, 0), JET_errInvalidParameter);
}

static void instances(void)
{
    JET_INSTANCE one = 0, two = 0, bogus = 0x1234;
    JET_API_PTR number = 0;
    char text[512];
    uint32_t count = 7;
    JET_INSTANCE_INFO_A *infos = NULL;
    JET_INSTANCE_INFO_W *winfos = NULL;

    EXPECT(JetGetInstanceInfoA(&count, &infos), JET_errSuccess);
    TRUE(count == 0 && infos == NULL);
    EXPECT(JetTerm(0), JET_errInvalidParameter);
    EXPECT(JetTerm(bogus), JET_errInvalidInstance);

    EXPECT(JetCreateInstanceA(NULL, "one"), JET_errInvalidParameter);
    EXPECT(JetCreateInstanceA(&one, "one"), JET_errSuccess);
    TRUE(one != 0 && one != JET_instanceNil);
    EXPECT(JetCreateInstance2A(&two, "one", "One", 0), JET_errInstanceNameInUse);
    TRUE(two == JET_instanceNil);
    EXPECT(JetCreateInstance2A(&two, "two", "Two", 0), JET_errSuccess);

    EXPECT(JetGetInstanceInfoA(&count, &infos), JET_errSuccess);
    TRUE(count == 2 && infos != NULL && strcmp(infos[1].szInstanceName, "two") == 0 && infos[0].hInstanceId == one);
    TRUE(infos[0].cDatabases == 0);
    EXPECT(JetFreeBuffer((char *)infos), JET_errSuccess);
    EXPECT(JetGetInstanceInfoW(&count, &winfos), JET_errSuccess);
    TRUE(count == 2 && winfos[0].szInstanceName[0] == 'o' && winfos[0].szInstanceName[3] == 0);
    EXPECT(JetFreeBuffer((char *)winfos), JET_errSuccess);
    EXPECT(JetGetInstanceInfoA(NULL, &infos), JET_errInvalidParameter);

    /* What belongs to the process is settled now; what belongs to an instance is not. */
    EXPECT(JetSetSystemParameterA(&one, 0, JET_paramDatabasePageSize, 4096, NULL), JET_errAlreadyInitialized);
    EXPECT(JetSetSystemParameterA(&one, 0, JET_paramDatabasePageSize, 8192, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&one, 0, JET_paramLogFileSize, 256, NULL), JET_errSuccess);
    EXPECT(JetGetSystemParameterA(one, 0, JET_paramLogFileSize, &number, NULL, 0), JET_errSuccess);
    TRUE(number == 256);
    EXPECT(JetGetSystemParameterA(two, 0, JET_paramLogFileSize, &number, NULL, 0), JET_errSuccess);
    TRUE(number == 128);
    EXPECT(JetSetSystemParameterA(&bogus, 0, JET_paramLogFileSize, 256, NULL), JET_errInvalidInstance);
    EXPECT(JetGetSystemParameterA(bogus, 0, JET_paramLogFileSize, &number, NULL, 0), JET_errInvalidInstance);
    EXPECT(JetSetSystemParameterA(&one, 77, JET_paramLogFileSize, 256, NULL), JET_errInvalidSesid);
    EXPECT(JetGetSystemParameterA(one, 0, JET_paramRecoveryCurrentLogfile, &number, NULL, 0), JET_errInvalidParameter);
    EXPECT(JetSetSystemParameterA(&one, 0, JET_paramLogFilePath, 0, "somewhere"), JET_errSuccess);
    EXPECT(JetGetSystemParameterA(one, 0, JET_paramLogFilePath, NULL, text, sizeof(text)), JET_errSuccess);
    TRUE(strstr(text, "somewhere") != NULL && strlen(text) > 11);
    TRUE(text[strlen(text) - 1] == '/' || text[strlen(text) - 1] == '\\');

    EXPECT(JetInit(NULL), JET_errRunningInMultiInstanceMode);
    EXPECT(JetInit(&bogus), JET_errInvalidParameter);
    EXPECT(JetRBSCancelRevert(one), JET_errFeatureNotAvailable);
    EXPECT(JetEnableMultiInstanceA(NULL, 0, &count), JET_errSystemParameterConflict);

    EXPECT(JetTerm2(two, JET_bitTermComplete), JET_errSuccess);
    EXPECT(JetTerm2(two, JET_bitTermComplete), JET_errInvalidInstance);
    EXPECT(JetTerm(0), JET_errInvalidParameter);
    EXPECT(JetTerm(one), JET_errSuccess);
    /* The last one took the mode with it. */
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 4096, NULL), JET_errSuccess);
}

static void many_instances(void)
{
    JET_SETSYSPARAM_A list[2];
    uint32_t done = 99;
    JET_INSTANCE one = 0, two = 0;

    memset(list, 0, sizeof(list));
    list[0].paramid = JET_paramMaxInstances;
    list[0].lParam = 1;
    list[1].paramid = JET_paramBaseName;
    list[1].sz = "toolong";
    EXPECT(JetEnableMultiInstanceA(list, 2, &done), JET_errInvalidParameter);
    TRUE(done == 1 && list[0].err == JET_errSuccess && list[1].err == JET_errInvalidParameter);
    EXPECT(JetEnableMultiInstanceA(list, 0, &done), JET_errInvalidParameter);
    EXPECT(JetEnableMultiInstanceA(list, 1, &done), JET_errSuccess);
    TRUE(done == 1);
    EXPECT(JetCreateInstanceA(&one, NULL), JET_errSuccess);
    EXPECT(JetCreateInstanceA(&two, "two"), JET_errTooManyInstances);
    EXPECT(JetTerm(one), JET_errSuccess);
    list[0].lParam = 16;
    EXPECT(JetSetSystemParameterA(NULL, 0, JET_paramMaxInstances, 16, NULL), JET_errSuccess);
}

static void restores(void)
{
    char checkpoint[] = "chk", logs[] = "logs", backup[] = "backup", name[] = "nobody", old_name[] = "a", new_path[] = "b";
    JET_RSTMAP_A map;
    JET_LOGINFO_A info;

    map.szDatabaseName = old_name;
    map.szNewDatabaseName = new_path;
    memset(&info, 0, sizeof(info));
    EXPECT(JetExternalRestoreA(checkpoint, logs, &map, 0, backup, 1, 2, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestoreA(checkpoint, logs, NULL, 1, backup, 1, 2, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestoreA(checkpoint, logs, &map, -1, backup, 1, 2, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, NULL, NULL, NULL, NULL, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, &info, NULL, NULL, NULL, NULL), JET_errInvalidParameter);
    info.cbSize = sizeof(info);
    info.ulGenLow = 1;
    info.ulGenHigh = 2;
    memcpy(info.szBaseName, "edb", 4);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, &info, NULL, logs, NULL, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, &info, NULL, NULL, logs, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, &info, name, logs, logs, NULL), JET_errInvalidParameter);
    EXPECT(JetExternalRestore2A(checkpoint, logs, &map, 1, backup, &info, name, NULL, NULL, NULL), JET_errBadRestoreTargetInstance);
}

static void log_files(void)
{
    JET_LOGINFOMISC first;
    JET_LOGINFOMISC2 second;
    JET_LOGINFOMISC3 third;
    JET_WCHAR wpath[1024];
    char path[1024];
    uint64_t size = 0;
    uint32_t small = 0;
    const char *fixtures = getenv("FIXTURES");

    if (fixtures == NULL || strlen(fixtures) > 900) {
        fprintf(stderr, "no FIXTURES: what files say about themselves is not tested\n");
        return;
    }
    sprintf(path, "%s/logs/edb00000002.log", fixtures);
    wide(wpath, path);
    EXPECT(JetGetLogFileInfoA(path, &first, sizeof(first), JET_LogInfoMisc), JET_errSuccess);
    TRUE(first.ulGeneration == 2 && first.ulVersionMajor == 8 && first.cbSectorSize == 4096);
    EXPECT(JetGetLogFileInfoW(wpath, &second, sizeof(second), JET_LogInfoMisc2), JET_errSuccess);
    TRUE(memcmp(&first, &second, sizeof(first)) == 0);
    EXPECT(JetGetLogFileInfoA(path, &third, sizeof(third), JET_LogInfoMisc3), JET_errSuccess);
    TRUE(third.ulGeneration == 2 && third.ulVersionUpdateMajor == second.ulVersionUpdate);
    TRUE(third.lgposCheckpoint.lGeneration == second.lgposCheckpoint.lGeneration);
    EXPECT(JetGetLogFileInfoA(path, &first, sizeof(first) - 1, JET_LogInfoMisc), JET_errInvalidBufferSize);
    EXPECT(JetGetLogFileInfoA(path, NULL, sizeof(first), JET_LogInfoMisc), JET_errInvalidParameter);
    EXPECT(JetGetLogFileInfoA(path, &first, sizeof(first), 99), JET_errInvalidParameter);
    EXPECT(JetGetLogFileInfoA("nowhere.log", &first, sizeof(first), JET_LogInfoMisc), JET_errFileNotFound);
    EXPECT(JetGetLogFileInfoA(NULL, &first, sizeof(first), JET_LogInfoMisc), JET_errInvalidParameter);

    EXPECT(JetGetDatabaseFileInfoW(wpath, &size, sizeof(size), JET_DbInfoFilesize), JET_errSuccess);
    TRUE(size > 4096);
    EXPECT(JetGetDatabaseFileInfoA(path, &small, sizeof(small), JET_DbInfoDBInUse), JET_errSuccess);
    TRUE(small == 0);
    EXPECT(JetGetDatabaseFileInfoA(path, &small, sizeof(small), JET_DbInfoFilesize), JET_errInvalidBufferSize);
    EXPECT(JetGetDatabaseFileInfoA(path, &small, sizeof(small), 99), JET_errInvalidParameter);
    EXPECT(JetGetDatabaseFileInfoA("nowhere.edb", &small, sizeof(small), JET_DbInfoPageSize), JET_errFileNotFound);
}

int main(void)
{
    parameters_of_the_process();
    kinds_of_errors();
    instances();
    many_instances();
    restores();
    log_files();
    return failures != 0;
}
