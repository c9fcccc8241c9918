/*
 * GUARANTEE: every function that takes or gives a name works with every name, in its A and its W form: names that are
 * not UTF-8, surrogates that stand alone, paths of more than 260 characters, relative paths, with and without a
 * separator at the end. Where A gives bytes, W gives their UTF-16, and both lead to the same file.
 *
 * SAMPLE names the packed sample backup, FIXTURES the folder with the packed crash. Compiles as C99 and as C++17; runs
 * in a directory of its own. POSIX.
 */

#define _POSIX_C_SOURCE 200809L

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expect.h"

/* Fewer of the same, because it takes long under valgrind. */
static int quick = 0;

#define LENGTH 4096
static char base[1024];

/* A name in both forms. */
typedef struct {
    char a[LENGTH];
    JET_WCHAR w[LENGTH];
} NAME;

/* ASCII, in both forms. */
static void add(NAME *name, const char *text)
{
    size_t a = strlen(name->a), w = 0;
    while (name->w[w]) {
        w++;
    }
    while (*text) {
        name->a[a++] = *text;
        name->w[w++] = (JET_WCHAR)*text++;
    }
    name->a[a] = 0;
    name->w[w] = 0;
}

static void add_both(NAME *name, const char *bytes, const JET_WCHAR *units)
{
    size_t w = 0;
    strcat(name->a, bytes);
    while (name->w[w]) {
        w++;
    }
    while ((name->w[w++] = *units++) != 0) {
    }
}

static NAME *begin(NAME *name, const char *text)
{
    name->a[0] = 0;
    name->w[0] = 0;
    add(name, text);
    return name;
}

static NAME *join(NAME *to, const NAME *folder, const char *rest)
{
    *to = *folder;
    add(to, rest);
    return to;
}

static int same(const JET_WCHAR *a, const JET_WCHAR *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static int begins(const JET_WCHAR *text, const JET_WCHAR *with)
{
    while (*with && *text == *with) {
        text++;
        with++;
    }
    return *with == 0;
}

/* Makes the folder and those above it, and unpacks an archive there. */
static void unpack(const char *path, const char *archive)
{
    char command[2048], part[LENGTH];
    size_t i;
    for (i = 1; i <= strlen(path); i++) {
        if (path[i] == '/' || path[i] == 0) {
            memcpy(part, path, i);
            part[i] = 0;
            mkdir(part, 0777);
        }
    }
    snprintf(command, sizeof(command), "tar -xzf '%s' --strip-components=1", archive);
    TRUE(chdir(path) == 0);
    TRUE(system(command) == 0);
    TRUE(chdir(base) == 0);
}

/* The databases have the same pages, the two of their headers left out. */
static void same_pages(int line, const char *a, const char *b, long page)
{
    FILE *one = fopen(a, "rb"), *two = fopen(b, "rb");
    int c = 0, d = 0;
    if (one == NULL || two == NULL) {
        expect(line, 1, 0);
    } else {
        fseek(one, 2 * page, SEEK_SET);
        fseek(two, 2 * page, SEEK_SET);
        while ((c = getc(one)) == (d = getc(two)) && c != EOF) {
        }
        expect(line, c == d, 1);
    }
    if (one) fclose(one);
    if (two) fclose(two);
}

#define SAME_PAGES(a, b, page) same_pages(__LINE__, a, b, page)

static const JET_WCHAR *expected_folder;
static int calls, calls_elsewhere;

/* Looks at the names that recovery control tells. */
static JET_ERR JET_API look(JET_SESID session, JET_SNP snp, JET_SNT snt, void *data)
{
    (void)session;
    if (snp == JET_snpRecoveryControl) {
        const JET_RECOVERYCONTROL *control = (const JET_RECOVERYCONTROL *)data;
        const JET_WCHAR *name = NULL;
        if (snt == JET_sntOpenLog) {
            name = control->OpenLog.wszLogFile;
        } else if (snt == JET_sntMissingLog) {
            name = control->MissingLog.wszLogFile;
        } else if (snt == JET_sntAttachedDb) {
            name = control->AttachedDb.wszDbPath;
        } else if (snt == JET_sntDetachingDb) {
            name = control->DetachingDb.wszDbPath;
        }
        if (name) {
            calls++;
            calls_elsewhere += !begins(name, expected_folder);
        }
        return control->errDefault;
    }
    return 0;
}

static void restore_w(NAME *folder, NAME *logs, NAME *old, NAME *database, JET_ERR answer)
{
    JET_RSTMAP_W map;
    map.szDatabaseName = old->w;
    map.szNewDatabaseName = database->w;
    expected_folder = folder->w;
    calls = calls_elsewhere = 0;
    EXPECT(JetExternalRestoreW(folder->w, folder->w, &map, 1, logs->w, 1, 2, look), answer);
}

static void restore_a(NAME *folder, NAME *logs, NAME *old, NAME *database, JET_ERR answer)
{
    JET_RSTMAP_A map;
    map.szDatabaseName = old->a;
    map.szNewDatabaseName = database->a;
    expected_folder = folder->w;
    calls = calls_elsewhere = 0;
    EXPECT(JetExternalRestoreA(folder->a, folder->a, &map, 1, logs->a, 1, 2, look), answer);
}

/* Each folder in its own form, through JetExternalRestore2. */
static void restore_2(NAME *folder, NAME *logs, NAME *old, NAME *database)
{
    JET_RSTMAP_W map;
    JET_LOGINFO_W info;
    const JET_WCHAR edb[] = {'e', 'd', 'b', 0};
    map.szDatabaseName = old->w;
    map.szNewDatabaseName = database->w;
    info.cbSize = sizeof(info);
    info.ulGenLow = 1;
    info.ulGenHigh = 2;
    memcpy(info.szBaseName, edb, sizeof(edb));
    EXPECT(JetExternalRestore2W(folder->w, folder->w, &map, 1, logs->w, &info, NULL, folder->w, folder->w, NULL),
           JET_errSuccess);
}

/* An instance lives in the folder and has its database: every name comes back in both forms. */
static void live(NAME *folder, NAME *database)
{
    static NAME found, logs;
    static const JET_WCHAR edb[] = {'e', 'd', 'b', 0};
    JET_INSTANCE instance = 0;
    JET_SESID session = 0;
    JET_HANDLE file = 0;
    JET_LOGINFO_W info;
    JET_INSTANCE_INFO_W *infos = NULL;
    JET_INSTANCE_INFO_A *infos_a = NULL;
    uint32_t actual = 0, low = 0, high = 0, size = 0, count = 0;
    char *a;
    JET_WCHAR *w;

    EXPECT(JetCreateInstance2W(&instance, folder->w, folder->w, 0), JET_errSuccess);
    EXPECT(JetSetSystemParameterW(&instance, 0, JET_paramSystemPath, 0, folder->w), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, folder->a), JET_errSuccess);
    EXPECT(JetSetSystemParameterW(&instance, 0, JET_paramTempPath, 0, folder->w), JET_errSuccess);
    EXPECT(JetGetSystemParameterA(instance, 0, JET_paramSystemPath, NULL, found.a, sizeof(found.a)), JET_errSuccess);
    EXPECT(JetGetSystemParameterW(instance, 0, JET_paramSystemPath, NULL, found.w, sizeof(found.w)), JET_errSuccess);
    TRUE(strcmp(found.a, folder->a) == 0 && same(found.w, folder->w));
    EXPECT(JetGetSystemParameterA(instance, 0, JET_paramLogFilePath, NULL, found.a, sizeof(found.a)), JET_errSuccess);
    EXPECT(JetGetSystemParameterW(instance, 0, JET_paramLogFilePath, NULL, found.w, sizeof(found.w)), JET_errSuccess);
    TRUE(strcmp(found.a, folder->a) == 0 && same(found.w, folder->w));
    EXPECT(JetInit3W(&instance, NULL, 0), JET_errSuccess);

    EXPECT(JetBeginSessionW(instance, &session, NULL, NULL), JET_errSuccess);
    EXPECT(JetAttachDatabaseW(session, database->w, 0), JET_errSuccess);
    EXPECT(JetAttachDatabase2A(session, database->a, 0, 0), JET_wrnDatabaseAttached);
    EXPECT(JetGetDatabaseFileInfoW(database->w, &size, sizeof(size), JET_DbInfoPageSize), JET_errSuccess);
    EXPECT(JetGetDatabaseFileInfoA(database->a, &low, sizeof(low), JET_DbInfoDBInUse), JET_errSuccess);
    TRUE(size == 8192 && low == 1);

    EXPECT(JetGetInstanceInfoW(&count, &infos), JET_errSuccess);
    TRUE(count == 1 && same(infos[0].szInstanceName, folder->w) && infos[0].cDatabases == 1);
    TRUE(same(infos[0].szDatabaseFileName[0], database->w));
    EXPECT(JetFreeBuffer((char *)infos), JET_errSuccess);
    EXPECT(JetGetInstanceInfoA(&count, &infos_a), JET_errSuccess);
    TRUE(strcmp(infos_a[0].szDatabaseFileName[0], database->a) == 0);
    EXPECT(JetFreeBuffer((char *)infos_a), JET_errSuccess);

    EXPECT(JetBeginExternalBackupInstance(instance, 0), JET_errSuccess);
    EXPECT(JetGetAttachInfoInstanceW(instance, found.w, sizeof(found.w), &actual), JET_errSuccess);
    TRUE(same(found.w, database->w));
    EXPECT(JetGetAttachInfoInstanceA(instance, found.a, sizeof(found.a), &actual), JET_errSuccess);
    TRUE(strcmp(found.a, database->a) == 0);
    EXPECT(JetOpenFileInstanceW(instance, database->w, &file, &low, &high), JET_errSuccess);
    EXPECT(JetCloseFileInstance(instance, file), JET_errSuccess);
    EXPECT(JetOpenFileInstanceA(instance, database->a, &file, &low, &high), JET_errSuccess);
    EXPECT(JetCloseFileInstance(instance, file), JET_errSuccess);
    info.cbSize = sizeof(info);
    EXPECT(JetGetLogInfoInstance2W(instance, logs.w, sizeof(logs.w), &actual, &info), JET_errSuccess);
    EXPECT(JetGetLogInfoInstanceA(instance, logs.a, sizeof(logs.a), &actual), JET_errSuccess);
    TRUE(same(info.szBaseName, edb));
    for (a = logs.a, w = logs.w; *a && *w; a += strlen(a) + 1) {
        JET_LOGINFOMISC misc;
        TRUE(strncmp(a, folder->a, strlen(folder->a)) == 0 && begins(w, folder->w));
        EXPECT(JetGetLogFileInfoW(w, &misc, sizeof(misc), JET_LogInfoMisc), JET_errSuccess);
        EXPECT(JetGetLogFileInfoA(a, &misc, sizeof(misc), JET_LogInfoMisc), JET_errSuccess);
        EXPECT(JetOpenFileInstanceW(instance, w, &file, &low, &high), JET_errSuccess);
        EXPECT(JetCloseFileInstance(instance, file), JET_errSuccess);
        while (*w++) {
        }
    }
    TRUE(*a == 0 && *w == 0);
    EXPECT(JetEndExternalBackupInstance2(instance, JET_bitBackupEndAbort), JET_errSuccess);
    EXPECT(JetDetachDatabaseW(session, database->w), JET_errSuccess);
    EXPECT(JetAttachDatabase2W(session, database->w, 0, 0), JET_errSuccess);
    EXPECT(JetDetachDatabase2W(session, database->w, 0), JET_errSuccess);
    EXPECT(JetTerm(instance), JET_errSuccess);
}

static const JET_WCHAR unicode[] = {0xfc, 0x6f22, 0xd83d, 0xde00, 0};
static const JET_WCHAR latin[] = {'n', 0xdcfc, 0xdcff, 0};
static const JET_WCHAR lone_high[] = {0xd800, 'x', 0};
static const JET_WCHAR lone_low[] = {'x', 0xdc01, 0xdfff, 0};

static const struct {
    const char *bytes;
    const JET_WCHAR *units;
} kinds[] = {
    {"\xc3\xbc\xe6\xbc\xa2\xf0\x9f\x98\x80", unicode},
    {"n\xfc\xff", latin},
    {"\xed\xa0\x80x", lone_high},
    {"x\xed\xb0\x81\xed\xbf\xbf", lone_low},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static NAME folder, logs, database, old, missing;

/* Folder, folder of logs and database below what `folder` says; without the separator at the end of the folder. */
static void lay_out(void)
{
    unpack(folder.a, getenv("SAMPLE"));
    join(&logs, &folder, "/logs/");
    join(&database, &folder, "/db0.edb");
    add(&folder, "/");
}

static void names_of_every_kind(void)
{
    size_t i;
    for (i = quick; i < KINDS; i += quick ? KINDS : 1) {
        int round;
        for (round = 0; round < 3 - quick; round++) {
            char number[32];
            where = kinds[i].bytes;
            begin(&folder, base);
            snprintf(number, sizeof(number), "/%d ", round);
            add(&folder, number);
            add_both(&folder, kinds[i].bytes, kinds[i].units);
            lay_out();
            /* The database and its old name are of that kind, too. */
            join(&missing, &database, "");
            begin(&database, "");
            add_both(&database, folder.a, folder.w);
            add_both(&database, kinds[i].bytes, kinds[i].units);
            add(&database, ".edb");
            TRUE(rename(missing.a, database.a) == 0);
            begin(&old, "C:\\");
            add_both(&old, kinds[i].bytes, kinds[i].units);
            if (round == 0) {
                restore_w(&folder, &logs, &old, &database, JET_errSuccess);
            } else if (round == 1) {
                restore_a(&folder, &logs, &old, &database, JET_errSuccess);
            } else {
                restore_2(&folder, &logs, &old, &database);
            }
            TRUE(round == 2 || (calls > 3 && calls_elsewhere == 0));
            SAME_PAGES(database.a, "plain/db0.edb", 8192);
            live(&folder, &database);
        }
    }
}

static void errors_name_the_file(void)
{
    JET_WCHAR message[2048];
    size_t i;
    where = "message";
    begin(&folder, base);
    add(&folder, "/message \xc3\xbc");
    folder.w[strlen(base) + 9] = 0xfc;
    folder.w[strlen(base) + 10] = 0;
    lay_out();
    join(&missing, &folder, "none.edb");
    begin(&old, "C:\\x");
    restore_w(&folder, &logs, &old, &missing, JET_errFileNotFound);
    EXPECT(EsentGetLastErrorMessageW(message, sizeof(message)), JET_errSuccess);
    for (i = 0; message[i] && !begins(message + i, missing.w); i++) {
    }
    TRUE(message[i] != 0);
}

static void long_paths(void)
{
    char part[202];
    int i, wide;
    for (wide = quick; wide < 2; wide++) {
        where = wide ? "long, W" : "long, A";
        begin(&folder, base);
        for (i = 0; i < 5; i++) {
            memset(part, 'a' + i, sizeof(part) - 1);
            part[0] = '/';
            part[1] = wide ? 'w' : 'a';
            part[sizeof(part) - 1] = 0;
            add(&folder, part);
        }
        lay_out();
        begin(&old, "C:\\ese\\live\\db0.edb");
        TRUE(strlen(database.a) > 1000);
        (wide ? restore_w : restore_a)(&folder, &logs, &old, &database, JET_errSuccess);
        TRUE(calls > 3 && calls_elsewhere == 0);
        SAME_PAGES(database.a, "plain/db0.edb", 8192);
        live(&folder, &database);
    }
}

static void separators_and_relative_paths(void)
{
    /* The folder for the checkpoint and the logs, that of the backup's logs, the database. */
    static const char *const ways[][3] = {
        {"", "/logs", "/db0.edb"},         {"/", "/logs/", "/db0.edb"},       {"\\", "/logs\\", "/db0.edb"},
        {"//", "//logs//", "//db0.edb"},   {"/.", "/./logs/.", "/./db0.edb"}, {"/logs/..", "/logs/../logs", "/logs/../db0.edb"},
    };
    char name[64];
    size_t i;
    int relative;
    for (i = 2 * quick; i < sizeof(ways) / sizeof(ways[0]); i += quick ? 6 : 1) {
        for (relative = quick; relative < 2; relative++) {
            struct stat there;
            snprintf(name, sizeof(name), "%sway %d %d", relative ? "./" : "", (int)i, relative);
            where = name;
            begin(&missing, "");
            if (!relative) {
                add(&missing, base);
                add(&missing, "/");
            }
            add(&missing, name);
            unpack(missing.a, getenv("SAMPLE"));
            join(&folder, &missing, ways[i][0]);
            join(&logs, &missing, ways[i][1]);
            join(&database, &missing, ways[i][2]);
            begin(&old, "C:\\ese\\live\\db0.edb");
            (i % 2 ? restore_w : restore_a)(&folder, &logs, &old, &database, JET_errSuccess);
            SAME_PAGES(database.a, "plain/db0.edb", 8192);
            /* The new log and the checkpoint are there, and not in a folder whose name ends with a backslash. */
            join(&folder, &missing, "/edb.log");
            TRUE(stat(folder.a, &there) == 0);
            join(&folder, &missing, "/edb.chk");
            TRUE(stat(folder.a, &there) == 0);
            join(&folder, &missing, "\\");
            TRUE(stat(folder.a, &there) != 0);
        }
    }
}

/* What crashed, by names of its own kind; what the logs call the database is written in another case. */
static int soft_recovery(void)
{
    char archive[1024];
    size_t i;
    int lost;
    snprintf(archive, sizeof(archive), "%s/crashed/crashed.tar.gz", getenv("FIXTURES"));
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, 4096, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFileSize, 128, NULL), JET_errSuccess);
    for (i = 0; i < KINDS; i += quick ? KINDS : 1) {
        for (lost = 0; lost < 2; lost++) {
            JET_RSTMAP2_W map;
            JET_RSTINFO2_W info;
            JET_INSTANCE instance = 0;
            NAME *paths[2];
            char expected[64];

            where = kinds[i].bytes;
            begin(&folder, base);
            add(&folder, lost ? "/lost " : "/soft ");
            add_both(&folder, kinds[i].bytes, kinds[i].units);
            unpack(folder.a, archive);
            join(&database, &folder, "/db0.edb");
            join(&missing, &folder, "/edb.chk");
            paths[0] = &database;
            paths[1] = &missing;
            TRUE(!lost || (unlink(paths[0]->a) == 0 && unlink(paths[1]->a) == 0));
            begin(&old, "c:/ESE/Live/DB0.edb");

            memset(&map, 0, sizeof(map));
            memset(&info, 0, sizeof(info));
            map.cbStruct = sizeof(map);
            map.szDatabaseName = old.w;
            map.szNewDatabaseName = database.w;
            info.cbStruct = sizeof(info);
            info.rgrstmap = &map;
            info.crstmap = 1;
            EXPECT(JetCreateInstanceW(&instance, kinds[i].units), JET_errSuccess);
            EXPECT(JetSetSystemParameterW(&instance, 0, JET_paramSystemPath, 0, folder.w), JET_errSuccess);
            EXPECT(JetSetSystemParameterW(&instance, 0, JET_paramLogFilePath, 0, folder.w), JET_errSuccess);
            EXPECT(JetSetSystemParameterW(&instance, 0, JET_paramTempPath, 0, folder.w), JET_errSuccess);
            EXPECT(JetInit4W(&instance, &info, 0), JET_errSuccess);
            EXPECT(JetTerm(instance), JET_errSuccess);
            snprintf(expected, sizeof(expected), "expected %d.edb", lost);
            if (i == 0) {
                TRUE(rename(database.a, expected) == 0);
            } else {
                SAME_PAGES(database.a, expected, 4096);
            }
        }
    }
    return failures != 0;
}

int main(void)
{
    pid_t child;
    int status = 1;

    quick = getenv("QUICK") != NULL;
    TRUE(getcwd(base, sizeof(base)) != NULL);
    strcat(base, "/names");
    TRUE(system("rm -rf names") == 0);
    mkdir(base, 0777);
    TRUE(chdir(base) == 0);

    /* Another page size needs another process. */
    child = fork();
    if (child == 0) {
        return soft_recovery();
    }
    TRUE(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);

    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, 8192, NULL), JET_errSuccess);
    EXPECT(JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFileSize, 128, NULL), JET_errSuccess);
    where = "plain";
    begin(&folder, "plain");
    lay_out();
    begin(&old, "C:\\ese\\live\\db0.edb");
    restore_w(&folder, &logs, &old, &database, JET_errSuccess);

    names_of_every_kind();
    errors_name_the_file();
    long_paths();
    separators_and_relative_paths();
    return failures != 0;
}
