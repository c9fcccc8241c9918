/*
 * GUARANTEE: JetDBUtilities prints what files say, behind what the program has printed before, and finds damage;
 * JetRemoveLogfile gives up the last committed log and no other.
 *
 * SAMPLE and CRASH name the packed samples. The lines printed are compared by tests/c_suite.rs. Compiles as C99 and as
 * C++17; runs in a directory of its own. POSIX.
 */

#define _POSIX_C_SOURCE 200112L

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static JET_ERR utility(DBUTIL_OP op, const char *file, int32_t pgno, JET_GRBIT grbit)
{
    JET_DBUTIL_A o;
    char name[256] = "";

    memset(&o, 0, sizeof(o));
    o.cbStruct = sizeof(o);
    o.op = op;
    o.grbitOptions = grbit;
    o.pgno = pgno;
    if (file != NULL) {
        strcpy(name, file);
        o.szDatabase = name;
    }
    return JetDBUtilitiesA(&o);
}

static JET_ERR memory(const char *file, long cut, int bend)
{
    static unsigned char log[1 << 18];
    char name[] = "edb.log", base[] = "edb";
    JET_DBUTIL_A o;
    FILE *f = fopen(file, "rb");
    size_t size = f == NULL ? 0 : fread(log, 1, sizeof(log), f);

    if (f != NULL) {
        fclose(f);
    }
    if (bend) {
        log[4096 + 700] ^= 0xff;
    }
    memset(&o, 0, sizeof(o));
    o.cbStruct = sizeof(o);
    o.sesid = JET_sesidNil;
    o.op = opDBUTILChecksumLogFromMemory;
    o.checksumlogfrommemory.szLog = name;
    o.checksumlogfrommemory.szBase = base;
    o.checksumlogfrommemory.pvBuffer = size == 0 ? NULL : log;
    o.checksumlogfrommemory.cbBuffer = (int32_t)((long)size - cut);
    return JetDBUtilitiesA(&o);
}

static void damage(const char *file, long at)
{
    FILE *f = fopen(file, "r+b");

    TRUE(f != NULL && fseek(f, at, SEEK_SET) == 0 && fputs("????????????", f) >= 0 && fclose(f) == 0);
}

static void dumps(void)
{
    JET_DBUTIL_W wide;
    JET_WCHAR name[] = {'c', 'r', '/', 'e', 'd', 'b', '.', 'c', 'h', 'k', 0};

    printf("first the program,");
    EXPECT(utility(opDBUTILDumpHeader, "cr/db0.edb", 0, 0), JET_errSuccess);
    printf("then the program again\n");
    EXPECT(utility(opDBUTILDumpHeader, "cr/db0.edb", 0, JET_bitDBUtilOptionSuppressConsoleOutput), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpHeader, "cr/db0.edb", 0, JET_bitDBUtilOptionDumpVerbose), JET_errSuccess);

    memset(&wide, 0, sizeof(wide));
    wide.cbStruct = sizeof(wide);
    wide.op = opDBUTILDumpCheckpoint;
    wide.szDatabase = name;
    EXPECT(JetDBUtilitiesW(&wide), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpCheckpoint, "cr/none.chk", 0, 0), JET_errCheckpointFileNotFound);
    EXPECT(utility(opDBUTILDumpCheckpoint, "cr/db0.edb", 0, 0), JET_errFileInvalidType);

    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb00000001.log", 0, 0), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb00000001.log", 0, JET_bitDBUtilOptionVerify), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb00000001.log", 0, JET_bitDBUtilOptionDumpVerbose), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb", 0, 0), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/xyz", 0, 0), JET_errFileNotFound);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb00000009.log", 0, 0), JET_errFileNotFound);
    EXPECT(utility(opDBUTILDumpLogfile, "cr/edb", 0, JET_bitDBUtilOptionDumpLogInfoCSV), JET_errFeatureNotAvailable);

    EXPECT(utility(opDBUTILDumpPage, "cr/db0.edb", 4, 0), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpNode, "cr/db0.edb", 4, 0), JET_errSuccess);
    EXPECT(utility(opDBUTILDumpPage, "cr/db0.edb", 0, 0), JET_errDatabaseCorrupted);
    EXPECT(utility(opDBUTILDumpPage, "cr/db0.edb", -4, 0), JET_errInvalidParameter);
    EXPECT(utility(opDBUTILDumpPage, "cr/db0.edb", 1 << 30, 0), JET_errFileIOBeyondEOF);
    EXPECT(utility(opDBUTILConsistency, "cr/db0.edb", 0, 0), JET_errSuccess);
}

static void wrong_calls(void)
{
    JET_DBUTIL_A o;

    memset(&o, 0, sizeof(o));
    EXPECT(JetDBUtilitiesA(NULL), JET_errInvalidParameter);
    EXPECT(JetDBUtilitiesA(&o), JET_errInvalidParameter);
    o.cbStruct = sizeof(o);
    o.op = opDBUTILDumpHeader;
    EXPECT(JetDBUtilitiesA(&o), JET_errDatabaseInvalidName);
    o.sesid = 12345;
    EXPECT(JetDBUtilitiesA(&o), JET_errInvalidSesid);
    EXPECT(utility(opDBUTILDumpHeader, "", 0, 0), JET_errDatabaseInvalidName);
    EXPECT(utility(opDBUTILDumpHeader, "none.edb", 0, 0), JET_errFileNotFound);
    EXPECT(utility(opDBUTILEDBRepair, "cr/db0.edb", 0, 0), JET_errFeatureNotAvailable);
    EXPECT(utility(opDBUTILEDBDump, NULL, 0, 0), JET_errFeatureNotAvailable);
    EXPECT(utility(opDBUTILSetHeaderState, "cr/db0.edb", 0, 0), JET_errFeatureNotAvailable);
    EXPECT(utility((DBUTIL_OP)77, "cr/db0.edb", 0, 0), JET_errFeatureNotAvailable);
}

static void damaged_files(void)
{
    EXPECT(memory("cr/edb00000001.log", 0, 0), JET_errSuccess);
    EXPECT(memory("cr/edb00000001.log", 0, 1), JET_errLogFileCorrupt);
    EXPECT(memory("cr/edb00000001.log", 4096, 0), JET_errLogFileSizeMismatch);
    EXPECT(memory("cr/none.log", 0, 0), JET_errInvalidParameter);

    TRUE(system("cp cr/edb00000002.log bent.log; cp cr/db0.edb bent.edb; mkdir gap && cp cr/edb.log cr/edb00000001.log gap") == 0);
    damage("bent.log", 3 * 4096 + 700);
    EXPECT(utility(opDBUTILDumpLogfile, "bent.log", 0, JET_bitDBUtilOptionVerify), JET_errLogFileCorrupt);
    EXPECT(utility(opDBUTILDumpLogfile, "gap/edb", 0, 0), JET_errMissingLogFile);
    damage("bent.edb", 5 * 8192 + 700);
    EXPECT(utility(opDBUTILDumpPage, "bent.edb", 4, 0), JET_errReadVerifyFailure);
    EXPECT(utility(opDBUTILDumpNode, "bent.edb", 4, 0), JET_errReadVerifyFailure);
    EXPECT(utility(opDBUTILConsistency, "bent.edb", 0, 0), JET_errReadVerifyFailure);
    damage("bent.edb", 700);
    EXPECT(utility(opDBUTILDumpHeader, "bent.edb", 0, 0), JET_errSuccess);
    damage("bent.edb", 8192 + 700);
    EXPECT(utility(opDBUTILDumpHeader, "bent.edb", 0, 0), JET_errDatabaseCorrupted);
}

static void header_edits(void)
{
    JET_DBINFOMISC7 info;
    JET_DBINFOUPGRADE upgrade;

    EXPECT(JetGetDatabaseFileInfoA("sb/db0.edb", &info, sizeof(info), JET_DbInfoMisc), JET_errSuccess);
    TRUE(info.bkinfoFullCur.genLow != 0 && info.bkinfoFullCur.genHigh == 0);
    EXPECT(utility(opDBUTILUpdateDBHeaderFromTrailer, "sb/db0.edb", 0, 0), JET_errSuccess);
    EXPECT(JetGetDatabaseFileInfoA("sb/db0.edb", &info, sizeof(info), JET_DbInfoMisc), JET_errSuccess);
    TRUE(info.bkinfoFullCur.genHigh == 2 && info.genMaxRequired == 2);
    EXPECT(utility(opDBUTILUpdateDBHeaderFromTrailer, "sb/db0.edb", 0, 0), JET_errSuccess);

    /* All that is committed is required there. */
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "cr/edb.log", 0), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "cr/edb00000001.log", 0), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "sb/logs/edb00000002.log", 0), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "cr/edb.log", 1), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "", 0), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA(NULL, "cr/edb.log", 0), JET_errInvalidParameter);
    EXPECT(JetRemoveLogfileA("cr/db0.edb", "cr/none.log", 0), JET_errFileNotFound);

    memset(&upgrade, 0, sizeof(upgrade));
    EXPECT(JetGetDatabaseFileInfoA("cr/db0.edb", &upgrade, sizeof(upgrade), JET_DbInfoUpgrade), JET_errInvalidParameter);
    upgrade.cbStruct = sizeof(upgrade);
    EXPECT(JetGetDatabaseFileInfoA("cr/db0.edb", &upgrade, 4, JET_DbInfoUpgrade), JET_errInvalidBufferSize);
    EXPECT(JetGetDatabaseFileInfoA("cr/db0.edb", &upgrade, sizeof(upgrade), JET_DbInfoUpgrade), JET_errSuccess);
    TRUE(upgrade.fAlreadyUpgraded && !upgrade.fUpgradable && upgrade.cbFilesizeLow == 2097152);
    TRUE(upgrade.cbFreeSpaceRequiredLow == 327680 && upgrade.csecToUpgrade == 7);
    EXPECT(JetGetDatabaseFileInfoA("cr/edb.log", &upgrade, sizeof(upgrade), JET_DbInfoUpgrade), JET_errSuccess);
    TRUE(upgrade.ulFlags == 0);
}

int main(void)
{
    char command[2048];
    const char *sample = getenv("SAMPLE"), *crash = getenv("CRASH");

    TRUE(sample != NULL && crash != NULL && strlen(sample) + strlen(crash) < 1800);
    sprintf(command, "rm -rf cr sb gap sample-crash sample-backup; tar -xzf '%s' && tar -xzf '%s' && mv sample-crash cr && mv sample-backup sb",
            sample, crash);
    TRUE(system(command) == 0);
    dumps();
    wrong_calls();
    damaged_files();
    header_edits();
    return failures != 0;
}
