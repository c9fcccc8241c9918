/*
 * Restores a streaming backup through the C API, as a program for Windows would.
 *
 *   cargo build --release && ln -sf libesent.so target/release/libesent.so.0
 *   cc -Iinclude -o target/restore examples/restore.c -Ltarget/release -lesent -Wl,-rpath,"$PWD/target/release"
 *   tar -xzf examples/sample-backup/sample-backup.tar.gz -C target
 *   target/restore target/sample-backup/db0.edb target/sample-backup/logs/ target/sample-backup/ 1 2
 *
 * Folders end with a slash. The database is changed where it lies; checkpoint and logs of the restore go
 * to the third folder.
 */
#include <stdio.h>
#include <stdlib.h>

#include "esent.h"

/* Of the sample. A program that does not know them reads them from the files' headers. */
#define PAGE_SIZE 8192
#define LOG_KILOBYTES 128
#define BASE_NAME "edb"

static JET_ERR JET_API status(JET_SESID session, JET_SNP what, JET_SNT step, void *detail)
{
    (void)session;
    if (what == JET_snpRecoveryControl) {
        /* What is answered here is the error to go on with. */
        const JET_RECOVERYCONTROL *control = detail;
        if (step == JET_sntBeginUndo) {
            printf("undo\n");
        }
        return control->errDefault;
    }
    if (what == JET_snpRestore && step == JET_sntBegin) {
        printf("begin\n");
    } else if (what == JET_snpRestore && step == JET_sntComplete) {
        printf("complete\n");
    } else if (what == JET_snpRestore && step == JET_sntProgress) {
        const JET_SNPROG *progress = detail;
        printf("%u of %u\n", (unsigned)progress->cunitDone, (unsigned)progress->cunitTotal);
    }
    return JET_errSuccess;
}

int main(int argc, char **argv)
{
    char why[1024] = "";
    JET_RSTMAP_A map;
    JET_ERR error;

    if (argc != 6) {
        fprintf(stderr, "usage: %s DATABASE BACKUP-LOGS/ FOLDER/ FIRST-GENERATION LAST-GENERATION\n", argv[0]);
        return 2;
    }
    error = JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, PAGE_SIZE, NULL);
    if (error >= JET_errSuccess) {
        error = JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramLogFileSize, LOG_KILOBYTES, NULL);
    }
    if (error >= JET_errSuccess) {
        error = JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramBaseName, 0, BASE_NAME);
    }
    if (error >= JET_errSuccess) {
        /* The name that the logs know the database by, and where it is now. The database's signature finds it
           whatever the first one says. */
        map.szDatabaseName = argv[1];
        map.szNewDatabaseName = argv[1];
        error = JetExternalRestoreA(argv[3], argv[3], &map, 1, argv[2], atoi(argv[4]), atoi(argv[5]), status);
    }
    if (error < JET_errSuccess) {
        EsentGetLastErrorMessageA(why, sizeof why);
        fprintf(stderr, "error %d: %s\n", (int)error, why);
        return 1;
    }
    printf("restored %s\n", argv[1]);
    return 0;
}
