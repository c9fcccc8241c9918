/*
 * GUARANTEE: every structure of esent.h has the size and the offsets that it has on 64-bit Windows.
 *
 * The numbers come from Microsoft's published header, measured with 32-bit long, 16-bit WCHAR and a packing of 8.
 * Compiles as C99 and as C++17.
 */

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "esent.h"

static int failures = 0;

static void check(const char *what, size_t found, size_t expected)
{
    if (found != expected) {
        fprintf(stderr, "%s is %lu, on Windows %lu\n", what, (unsigned long)found, (unsigned long)expected);
        failures++;
    }
}

#define SIZE(type, bytes) check("sizeof(" #type ")", sizeof(type), bytes)
#define FIELD(type, member, bytes) check("offsetof(" #type ", " #member ")", offsetof(type, member), bytes)

static void scalars(void)
{
    SIZE(JET_ERR, 4);
    SIZE(JET_WCHAR, 2);
    SIZE(JET_API_PTR, sizeof(void *));
    SIZE(JET_INSTANCE, sizeof(void *));
    SIZE(JET_SESID, sizeof(void *));
    SIZE(JET_TABLEID, sizeof(void *));
    SIZE(JET_HANDLE, sizeof(void *));
    SIZE(JET_OSSNAPID, sizeof(void *));
    SIZE(JET_LS, sizeof(void *));
    SIZE(JET_DBID, 4);
    SIZE(JET_COLUMNID, 4);
    SIZE(JET_GRBIT, 4);
    SIZE(JET_SNP, 4);
    SIZE(JET_SNT, 4);
    SIZE(JET_PFNSTATUS, sizeof(void *));
}

static void structures(void)
{
    SIZE(JET_LGPOS, 8);
    FIELD(JET_LGPOS, ib, 0);
    FIELD(JET_LGPOS, isec, 2);
    FIELD(JET_LGPOS, lGeneration, 4);

    SIZE(JET_LOGTIME, 8);
    FIELD(JET_LOGTIME, bSeconds, 0);
    FIELD(JET_LOGTIME, bMinutes, 1);
    FIELD(JET_LOGTIME, bHours, 2);
    FIELD(JET_LOGTIME, bDay, 3);
    FIELD(JET_LOGTIME, bMonth, 4);
    FIELD(JET_LOGTIME, bYear, 5);
    FIELD(JET_LOGTIME, bFiller1, 6);
    FIELD(JET_LOGTIME, bFiller2, 7);

    SIZE(JET_BKLOGTIME, 8);
    FIELD(JET_BKLOGTIME, bSeconds, 0);
    FIELD(JET_BKLOGTIME, bMinutes, 1);
    FIELD(JET_BKLOGTIME, bHours, 2);
    FIELD(JET_BKLOGTIME, bDay, 3);
    FIELD(JET_BKLOGTIME, bMonth, 4);
    FIELD(JET_BKLOGTIME, bYear, 5);
    FIELD(JET_BKLOGTIME, bFiller1, 6);
    FIELD(JET_BKLOGTIME, bFiller2, 7);

    SIZE(JET_SIGNATURE, 28);
    FIELD(JET_SIGNATURE, ulRandom, 0);
    FIELD(JET_SIGNATURE, logtimeCreate, 4);
    FIELD(JET_SIGNATURE, szComputerName, 12);

    SIZE(JET_CHECKPOINTINFO, 16);
    FIELD(JET_CHECKPOINTINFO, genMin, 0);
    FIELD(JET_CHECKPOINTINFO, genMax, 4);
    FIELD(JET_CHECKPOINTINFO, logtimeGenMaxCreate, 8);

    SIZE(JET_BKINFO, 24);
    FIELD(JET_BKINFO, lgposMark, 0);
    FIELD(JET_BKINFO, logtimeMark, 8);
    FIELD(JET_BKINFO, bklogtimeMark, 8);
    FIELD(JET_BKINFO, genLow, 16);
    FIELD(JET_BKINFO, genHigh, 20);

    SIZE(JET_RSTMAP_A, 16);
    FIELD(JET_RSTMAP_A, szDatabaseName, 0);
    FIELD(JET_RSTMAP_A, szNewDatabaseName, 8);

    SIZE(JET_RSTMAP_W, 16);
    FIELD(JET_RSTMAP_W, szDatabaseName, 0);
    FIELD(JET_RSTMAP_W, szNewDatabaseName, 8);

    SIZE(JET_SETDBPARAM, 24);
    FIELD(JET_SETDBPARAM, dbparamid, 0);
    FIELD(JET_SETDBPARAM, pvParam, 8);
    FIELD(JET_SETDBPARAM, cbParam, 16);

    SIZE(JET_RSTMAP2_A, 40);
    FIELD(JET_RSTMAP2_A, cbStruct, 0);
    FIELD(JET_RSTMAP2_A, szDatabaseName, 8);
    FIELD(JET_RSTMAP2_A, szNewDatabaseName, 16);
    FIELD(JET_RSTMAP2_A, rgsetdbparam, 24);
    FIELD(JET_RSTMAP2_A, csetdbparam, 32);
    FIELD(JET_RSTMAP2_A, grbit, 36);

    SIZE(JET_RSTMAP2_W, 40);
    FIELD(JET_RSTMAP2_W, cbStruct, 0);
    FIELD(JET_RSTMAP2_W, szDatabaseName, 8);
    FIELD(JET_RSTMAP2_W, szNewDatabaseName, 16);
    FIELD(JET_RSTMAP2_W, rgsetdbparam, 24);
    FIELD(JET_RSTMAP2_W, csetdbparam, 32);
    FIELD(JET_RSTMAP2_W, grbit, 36);

    SIZE(JET_RSTINFO_A, 48);
    FIELD(JET_RSTINFO_A, cbStruct, 0);
    FIELD(JET_RSTINFO_A, rgrstmap, 8);
    FIELD(JET_RSTINFO_A, crstmap, 16);
    FIELD(JET_RSTINFO_A, lgposStop, 20);
    FIELD(JET_RSTINFO_A, logtimeStop, 28);
    FIELD(JET_RSTINFO_A, pfnStatus, 40);

    SIZE(JET_RSTINFO_W, 48);
    FIELD(JET_RSTINFO_W, cbStruct, 0);
    FIELD(JET_RSTINFO_W, rgrstmap, 8);
    FIELD(JET_RSTINFO_W, crstmap, 16);
    FIELD(JET_RSTINFO_W, lgposStop, 20);
    FIELD(JET_RSTINFO_W, logtimeStop, 28);
    FIELD(JET_RSTINFO_W, pfnStatus, 40);

    SIZE(JET_RSTINFO2_A, 56);
    FIELD(JET_RSTINFO2_A, cbStruct, 0);
    FIELD(JET_RSTINFO2_A, rgrstmap, 8);
    FIELD(JET_RSTINFO2_A, crstmap, 16);
    FIELD(JET_RSTINFO2_A, lgposStop, 20);
    FIELD(JET_RSTINFO2_A, logtimeStop, 28);
    FIELD(JET_RSTINFO2_A, pfnCallback, 40);
    FIELD(JET_RSTINFO2_A, pvCallbackContext, 48);

    SIZE(JET_RSTINFO2_W, 56);
    FIELD(JET_RSTINFO2_W, cbStruct, 0);
    FIELD(JET_RSTINFO2_W, rgrstmap, 8);
    FIELD(JET_RSTINFO2_W, crstmap, 16);
    FIELD(JET_RSTINFO2_W, lgposStop, 20);
    FIELD(JET_RSTINFO2_W, logtimeStop, 28);
    FIELD(JET_RSTINFO2_W, pfnCallback, 40);
    FIELD(JET_RSTINFO2_W, pvCallbackContext, 48);

    SIZE(JET_LOGINFO_A, 16);
    FIELD(JET_LOGINFO_A, cbSize, 0);
    FIELD(JET_LOGINFO_A, ulGenLow, 4);
    FIELD(JET_LOGINFO_A, ulGenHigh, 8);
    FIELD(JET_LOGINFO_A, szBaseName, 12);

    SIZE(JET_LOGINFO_W, 20);
    FIELD(JET_LOGINFO_W, cbSize, 0);
    FIELD(JET_LOGINFO_W, ulGenLow, 4);
    FIELD(JET_LOGINFO_W, ulGenHigh, 8);
    FIELD(JET_LOGINFO_W, szBaseName, 12);

    SIZE(JET_SNPROG, 12);
    FIELD(JET_SNPROG, cbStruct, 0);
    FIELD(JET_SNPROG, cunitDone, 4);
    FIELD(JET_SNPROG, cunitTotal, 8);

    SIZE(JET_SNMSG, 268);
    FIELD(JET_SNMSG, cbStruct, 0);
    FIELD(JET_SNMSG, snc, 4);
    FIELD(JET_SNMSG, ul, 8);
    FIELD(JET_SNMSG, sz, 12);

    SIZE(JET_DBINFOMISC, 216);
    FIELD(JET_DBINFOMISC, ulVersion, 0);
    FIELD(JET_DBINFOMISC, ulUpdate, 4);
    FIELD(JET_DBINFOMISC, signDb, 8);
    FIELD(JET_DBINFOMISC, dbstate, 36);
    FIELD(JET_DBINFOMISC, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC, lgposAttach, 64);
    FIELD(JET_DBINFOMISC, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC, lgposDetach, 80);
    FIELD(JET_DBINFOMISC, signLog, 88);
    FIELD(JET_DBINFOMISC, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC, lSPNumber, 208);
    FIELD(JET_DBINFOMISC, cbPageSize, 212);

    SIZE(JET_DBINFOMISC2, 296);
    FIELD(JET_DBINFOMISC2, ulVersion, 0);
    FIELD(JET_DBINFOMISC2, ulUpdate, 4);
    FIELD(JET_DBINFOMISC2, signDb, 8);
    FIELD(JET_DBINFOMISC2, dbstate, 36);
    FIELD(JET_DBINFOMISC2, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC2, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC2, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC2, lgposAttach, 64);
    FIELD(JET_DBINFOMISC2, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC2, lgposDetach, 80);
    FIELD(JET_DBINFOMISC2, signLog, 88);
    FIELD(JET_DBINFOMISC2, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC2, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC2, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC2, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC2, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC2, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC2, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC2, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC2, lSPNumber, 208);
    FIELD(JET_DBINFOMISC2, cbPageSize, 212);
    FIELD(JET_DBINFOMISC2, genMinRequired, 216);
    FIELD(JET_DBINFOMISC2, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC2, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC2, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC2, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC2, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC2, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC2, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC2, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC2, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC2, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC2, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC2, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC2, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC2, ulBadChecksumOld, 292);

    SIZE(JET_DBINFOMISC3, 300);
    FIELD(JET_DBINFOMISC3, ulVersion, 0);
    FIELD(JET_DBINFOMISC3, ulUpdate, 4);
    FIELD(JET_DBINFOMISC3, signDb, 8);
    FIELD(JET_DBINFOMISC3, dbstate, 36);
    FIELD(JET_DBINFOMISC3, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC3, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC3, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC3, lgposAttach, 64);
    FIELD(JET_DBINFOMISC3, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC3, lgposDetach, 80);
    FIELD(JET_DBINFOMISC3, signLog, 88);
    FIELD(JET_DBINFOMISC3, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC3, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC3, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC3, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC3, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC3, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC3, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC3, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC3, lSPNumber, 208);
    FIELD(JET_DBINFOMISC3, cbPageSize, 212);
    FIELD(JET_DBINFOMISC3, genMinRequired, 216);
    FIELD(JET_DBINFOMISC3, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC3, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC3, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC3, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC3, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC3, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC3, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC3, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC3, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC3, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC3, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC3, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC3, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC3, ulBadChecksumOld, 292);
    FIELD(JET_DBINFOMISC3, genCommitted, 296);

    SIZE(JET_DBINFOMISC4, 348);
    FIELD(JET_DBINFOMISC4, ulVersion, 0);
    FIELD(JET_DBINFOMISC4, ulUpdate, 4);
    FIELD(JET_DBINFOMISC4, signDb, 8);
    FIELD(JET_DBINFOMISC4, dbstate, 36);
    FIELD(JET_DBINFOMISC4, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC4, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC4, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC4, lgposAttach, 64);
    FIELD(JET_DBINFOMISC4, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC4, lgposDetach, 80);
    FIELD(JET_DBINFOMISC4, signLog, 88);
    FIELD(JET_DBINFOMISC4, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC4, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC4, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC4, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC4, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC4, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC4, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC4, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC4, lSPNumber, 208);
    FIELD(JET_DBINFOMISC4, cbPageSize, 212);
    FIELD(JET_DBINFOMISC4, genMinRequired, 216);
    FIELD(JET_DBINFOMISC4, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC4, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC4, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC4, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC4, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC4, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC4, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC4, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC4, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC4, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC4, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC4, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC4, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC4, ulBadChecksumOld, 292);
    FIELD(JET_DBINFOMISC4, genCommitted, 296);
    FIELD(JET_DBINFOMISC4, bkinfoCopyPrev, 300);
    FIELD(JET_DBINFOMISC4, bkinfoDiffPrev, 324);

    SIZE(JET_DBINFOMISC5, 380);
    FIELD(JET_DBINFOMISC5, ulVersion, 0);
    FIELD(JET_DBINFOMISC5, ulUpdate, 4);
    FIELD(JET_DBINFOMISC5, signDb, 8);
    FIELD(JET_DBINFOMISC5, dbstate, 36);
    FIELD(JET_DBINFOMISC5, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC5, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC5, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC5, lgposAttach, 64);
    FIELD(JET_DBINFOMISC5, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC5, lgposDetach, 80);
    FIELD(JET_DBINFOMISC5, signLog, 88);
    FIELD(JET_DBINFOMISC5, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC5, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC5, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC5, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC5, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC5, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC5, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC5, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC5, lSPNumber, 208);
    FIELD(JET_DBINFOMISC5, cbPageSize, 212);
    FIELD(JET_DBINFOMISC5, genMinRequired, 216);
    FIELD(JET_DBINFOMISC5, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC5, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC5, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC5, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC5, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC5, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC5, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC5, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC5, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC5, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC5, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC5, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC5, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC5, ulBadChecksumOld, 292);
    FIELD(JET_DBINFOMISC5, genCommitted, 296);
    FIELD(JET_DBINFOMISC5, bkinfoCopyPrev, 300);
    FIELD(JET_DBINFOMISC5, bkinfoDiffPrev, 324);
    FIELD(JET_DBINFOMISC5, ulIncrementalReseedCount, 348);
    FIELD(JET_DBINFOMISC5, logtimeIncrementalReseed, 352);
    FIELD(JET_DBINFOMISC5, ulIncrementalReseedCountOld, 360);
    FIELD(JET_DBINFOMISC5, ulPagePatchCount, 364);
    FIELD(JET_DBINFOMISC5, logtimePagePatch, 368);
    FIELD(JET_DBINFOMISC5, ulPagePatchCountOld, 376);

    SIZE(JET_DBINFOMISC6, 400);
    FIELD(JET_DBINFOMISC6, ulVersion, 0);
    FIELD(JET_DBINFOMISC6, ulUpdate, 4);
    FIELD(JET_DBINFOMISC6, signDb, 8);
    FIELD(JET_DBINFOMISC6, dbstate, 36);
    FIELD(JET_DBINFOMISC6, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC6, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC6, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC6, lgposAttach, 64);
    FIELD(JET_DBINFOMISC6, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC6, lgposDetach, 80);
    FIELD(JET_DBINFOMISC6, signLog, 88);
    FIELD(JET_DBINFOMISC6, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC6, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC6, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC6, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC6, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC6, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC6, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC6, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC6, lSPNumber, 208);
    FIELD(JET_DBINFOMISC6, cbPageSize, 212);
    FIELD(JET_DBINFOMISC6, genMinRequired, 216);
    FIELD(JET_DBINFOMISC6, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC6, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC6, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC6, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC6, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC6, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC6, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC6, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC6, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC6, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC6, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC6, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC6, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC6, ulBadChecksumOld, 292);
    FIELD(JET_DBINFOMISC6, genCommitted, 296);
    FIELD(JET_DBINFOMISC6, bkinfoCopyPrev, 300);
    FIELD(JET_DBINFOMISC6, bkinfoDiffPrev, 324);
    FIELD(JET_DBINFOMISC6, ulIncrementalReseedCount, 348);
    FIELD(JET_DBINFOMISC6, logtimeIncrementalReseed, 352);
    FIELD(JET_DBINFOMISC6, ulIncrementalReseedCountOld, 360);
    FIELD(JET_DBINFOMISC6, ulPagePatchCount, 364);
    FIELD(JET_DBINFOMISC6, logtimePagePatch, 368);
    FIELD(JET_DBINFOMISC6, ulPagePatchCountOld, 376);
    FIELD(JET_DBINFOMISC6, logtimeChecksumPrev, 380);
    FIELD(JET_DBINFOMISC6, logtimeChecksumStart, 388);
    FIELD(JET_DBINFOMISC6, cpgDatabaseChecked, 396);

    SIZE(JET_DBINFOMISC7, 416);
    FIELD(JET_DBINFOMISC7, ulVersion, 0);
    FIELD(JET_DBINFOMISC7, ulUpdate, 4);
    FIELD(JET_DBINFOMISC7, signDb, 8);
    FIELD(JET_DBINFOMISC7, dbstate, 36);
    FIELD(JET_DBINFOMISC7, lgposConsistent, 40);
    FIELD(JET_DBINFOMISC7, logtimeConsistent, 48);
    FIELD(JET_DBINFOMISC7, logtimeAttach, 56);
    FIELD(JET_DBINFOMISC7, lgposAttach, 64);
    FIELD(JET_DBINFOMISC7, logtimeDetach, 72);
    FIELD(JET_DBINFOMISC7, lgposDetach, 80);
    FIELD(JET_DBINFOMISC7, signLog, 88);
    FIELD(JET_DBINFOMISC7, bkinfoFullPrev, 116);
    FIELD(JET_DBINFOMISC7, bkinfoIncPrev, 140);
    FIELD(JET_DBINFOMISC7, bkinfoFullCur, 164);
    FIELD(JET_DBINFOMISC7, fShadowingDisabled, 188);
    FIELD(JET_DBINFOMISC7, fUpgradeDb, 192);
    FIELD(JET_DBINFOMISC7, dwMajorVersion, 196);
    FIELD(JET_DBINFOMISC7, dwMinorVersion, 200);
    FIELD(JET_DBINFOMISC7, dwBuildNumber, 204);
    FIELD(JET_DBINFOMISC7, lSPNumber, 208);
    FIELD(JET_DBINFOMISC7, cbPageSize, 212);
    FIELD(JET_DBINFOMISC7, genMinRequired, 216);
    FIELD(JET_DBINFOMISC7, genMaxRequired, 220);
    FIELD(JET_DBINFOMISC7, logtimeGenMaxCreate, 224);
    FIELD(JET_DBINFOMISC7, ulRepairCount, 232);
    FIELD(JET_DBINFOMISC7, logtimeRepair, 236);
    FIELD(JET_DBINFOMISC7, ulRepairCountOld, 244);
    FIELD(JET_DBINFOMISC7, ulECCFixSuccess, 248);
    FIELD(JET_DBINFOMISC7, logtimeECCFixSuccess, 252);
    FIELD(JET_DBINFOMISC7, ulECCFixSuccessOld, 260);
    FIELD(JET_DBINFOMISC7, ulECCFixFail, 264);
    FIELD(JET_DBINFOMISC7, logtimeECCFixFail, 268);
    FIELD(JET_DBINFOMISC7, ulECCFixFailOld, 276);
    FIELD(JET_DBINFOMISC7, ulBadChecksum, 280);
    FIELD(JET_DBINFOMISC7, logtimeBadChecksum, 284);
    FIELD(JET_DBINFOMISC7, ulBadChecksumOld, 292);
    FIELD(JET_DBINFOMISC7, genCommitted, 296);
    FIELD(JET_DBINFOMISC7, bkinfoCopyPrev, 300);
    FIELD(JET_DBINFOMISC7, bkinfoDiffPrev, 324);
    FIELD(JET_DBINFOMISC7, ulIncrementalReseedCount, 348);
    FIELD(JET_DBINFOMISC7, logtimeIncrementalReseed, 352);
    FIELD(JET_DBINFOMISC7, ulIncrementalReseedCountOld, 360);
    FIELD(JET_DBINFOMISC7, ulPagePatchCount, 364);
    FIELD(JET_DBINFOMISC7, logtimePagePatch, 368);
    FIELD(JET_DBINFOMISC7, ulPagePatchCountOld, 376);
    FIELD(JET_DBINFOMISC7, logtimeChecksumPrev, 380);
    FIELD(JET_DBINFOMISC7, logtimeChecksumStart, 388);
    FIELD(JET_DBINFOMISC7, cpgDatabaseChecked, 396);
    FIELD(JET_DBINFOMISC7, logtimeLastReAttach, 400);
    FIELD(JET_DBINFOMISC7, lgposLastReAttach, 408);

    SIZE(JET_LOGINFOMISC, 80);
    FIELD(JET_LOGINFOMISC, ulGeneration, 0);
    FIELD(JET_LOGINFOMISC, signLog, 4);
    FIELD(JET_LOGINFOMISC, logtimeCreate, 32);
    FIELD(JET_LOGINFOMISC, logtimePreviousGeneration, 40);
    FIELD(JET_LOGINFOMISC, ulFlags, 48);
    FIELD(JET_LOGINFOMISC, ulVersionMajor, 52);
    FIELD(JET_LOGINFOMISC, ulVersionMinor, 56);
    FIELD(JET_LOGINFOMISC, ulVersionUpdate, 60);
    FIELD(JET_LOGINFOMISC, cbSectorSize, 64);
    FIELD(JET_LOGINFOMISC, cbHeader, 68);
    FIELD(JET_LOGINFOMISC, cbFile, 72);
    FIELD(JET_LOGINFOMISC, cbDatabasePageSize, 76);

    SIZE(JET_LOGINFOMISC2, 88);
    FIELD(JET_LOGINFOMISC2, ulGeneration, 0);
    FIELD(JET_LOGINFOMISC2, signLog, 4);
    FIELD(JET_LOGINFOMISC2, logtimeCreate, 32);
    FIELD(JET_LOGINFOMISC2, logtimePreviousGeneration, 40);
    FIELD(JET_LOGINFOMISC2, ulFlags, 48);
    FIELD(JET_LOGINFOMISC2, ulVersionMajor, 52);
    FIELD(JET_LOGINFOMISC2, ulVersionMinor, 56);
    FIELD(JET_LOGINFOMISC2, ulVersionUpdate, 60);
    FIELD(JET_LOGINFOMISC2, cbSectorSize, 64);
    FIELD(JET_LOGINFOMISC2, cbHeader, 68);
    FIELD(JET_LOGINFOMISC2, cbFile, 72);
    FIELD(JET_LOGINFOMISC2, cbDatabasePageSize, 76);
    FIELD(JET_LOGINFOMISC2, lgposCheckpoint, 80);

    SIZE(JET_LOGINFOMISC3, 104);
    FIELD(JET_LOGINFOMISC3, ulGeneration, 0);
    FIELD(JET_LOGINFOMISC3, signLog, 4);
    FIELD(JET_LOGINFOMISC3, logtimeCreate, 32);
    FIELD(JET_LOGINFOMISC3, logtimePreviousGeneration, 40);
    FIELD(JET_LOGINFOMISC3, ulFlags, 48);
    FIELD(JET_LOGINFOMISC3, ulVersionMajor, 52);
    FIELD(JET_LOGINFOMISC3, ulVersionUpdateMajor, 56);
    FIELD(JET_LOGINFOMISC3, ulVersionUpdateMinor, 60);
    FIELD(JET_LOGINFOMISC3, cbSectorSize, 64);
    FIELD(JET_LOGINFOMISC3, cbHeader, 68);
    FIELD(JET_LOGINFOMISC3, cbFile, 72);
    FIELD(JET_LOGINFOMISC3, cbDatabasePageSize, 76);
    FIELD(JET_LOGINFOMISC3, lgposCheckpoint, 80);
    FIELD(JET_LOGINFOMISC3, ulVersionMinorDeprecated, 88);
    FIELD(JET_LOGINFOMISC3, checksumPrevLogAllSegments, 96);

    SIZE(JET_RBSINFOMISC, 40);
    FIELD(JET_RBSINFOMISC, lRBSGeneration, 0);
    FIELD(JET_RBSINFOMISC, logtimeCreate, 4);
    FIELD(JET_RBSINFOMISC, logtimeCreatePrevRBS, 12);
    FIELD(JET_RBSINFOMISC, ulMajor, 20);
    FIELD(JET_RBSINFOMISC, ulMinor, 24);
    FIELD(JET_RBSINFOMISC, cbLogicalFileSize, 32);

    SIZE(JET_INSTANCE_INFO_A, 48);
    FIELD(JET_INSTANCE_INFO_A, hInstanceId, 0);
    FIELD(JET_INSTANCE_INFO_A, szInstanceName, 8);
    FIELD(JET_INSTANCE_INFO_A, cDatabases, 16);
    FIELD(JET_INSTANCE_INFO_A, szDatabaseFileName, 24);
    FIELD(JET_INSTANCE_INFO_A, szDatabaseDisplayName, 32);
    FIELD(JET_INSTANCE_INFO_A, szDatabaseSLVFileName_Obsolete, 40);

    SIZE(JET_INSTANCE_INFO_W, 48);
    FIELD(JET_INSTANCE_INFO_W, hInstanceId, 0);
    FIELD(JET_INSTANCE_INFO_W, szInstanceName, 8);
    FIELD(JET_INSTANCE_INFO_W, cDatabases, 16);
    FIELD(JET_INSTANCE_INFO_W, szDatabaseFileName, 24);
    FIELD(JET_INSTANCE_INFO_W, szDatabaseDisplayName, 32);
    FIELD(JET_INSTANCE_INFO_W, szDatabaseSLVFileName_Obsolete, 40);

    SIZE(JET_SETSYSPARAM_A, 32);
    FIELD(JET_SETSYSPARAM_A, paramid, 0);
    FIELD(JET_SETSYSPARAM_A, lParam, 8);
    FIELD(JET_SETSYSPARAM_A, sz, 16);
    FIELD(JET_SETSYSPARAM_A, err, 24);

    SIZE(JET_SETSYSPARAM_W, 32);
    FIELD(JET_SETSYSPARAM_W, paramid, 0);
    FIELD(JET_SETSYSPARAM_W, lParam, 8);
    FIELD(JET_SETSYSPARAM_W, sz, 16);
    FIELD(JET_SETSYSPARAM_W, err, 24);

    SIZE(JET_ERRINFOBASIC_W, 152);
    FIELD(JET_ERRINFOBASIC_W, cbStruct, 0);
    FIELD(JET_ERRINFOBASIC_W, errValue, 4);
    FIELD(JET_ERRINFOBASIC_W, errcatMostSpecific, 8);
    FIELD(JET_ERRINFOBASIC_W, rgCategoricalHierarchy, 12);
    FIELD(JET_ERRINFOBASIC_W, lSourceLine, 20);
    FIELD(JET_ERRINFOBASIC_W, rgszSourceFile, 24);

    SIZE(JET_UNICODEINDEX, 8);
    FIELD(JET_UNICODEINDEX, lcid, 0);
    FIELD(JET_UNICODEINDEX, dwMapFlags, 4);

    SIZE(JET_SNPATCHREQUEST, 472);
    FIELD(JET_SNPATCHREQUEST, cbStruct, 0);
    FIELD(JET_SNPATCHREQUEST, pageNumber, 4);
    FIELD(JET_SNPATCHREQUEST, szLogFile, 8);
    FIELD(JET_SNPATCHREQUEST, instance, 16);
    FIELD(JET_SNPATCHREQUEST, dbinfomisc, 24);
    FIELD(JET_SNPATCHREQUEST, pvToken, 440);
    FIELD(JET_SNPATCHREQUEST, cbToken, 448);
    FIELD(JET_SNPATCHREQUEST, pvData, 456);
    FIELD(JET_SNPATCHREQUEST, cbData, 464);
    FIELD(JET_SNPATCHREQUEST, dbid, 468);

    SIZE(JET_SNCORRUPTEDPAGE, 440);
    FIELD(JET_SNCORRUPTEDPAGE, cbStruct, 0);
    FIELD(JET_SNCORRUPTEDPAGE, wszDatabase, 8);
    FIELD(JET_SNCORRUPTEDPAGE, dbid, 16);
    FIELD(JET_SNCORRUPTEDPAGE, dbinfomisc, 20);
    FIELD(JET_SNCORRUPTEDPAGE, pageNumber, 436);

    SIZE(JET_RECOVERYCONTROL, 64);
    FIELD(JET_RECOVERYCONTROL, cbStruct, 0);
    FIELD(JET_RECOVERYCONTROL, errDefault, 4);
    FIELD(JET_RECOVERYCONTROL, instance, 8);
    FIELD(JET_RECOVERYCONTROL, sntUnion, 16);
    FIELD(JET_RECOVERYCONTROL, OpenLog, 24);
    FIELD(JET_RECOVERYCONTROL, OpenLog.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, OpenLog.lGenNext, 28);
    FIELD(JET_RECOVERYCONTROL, OpenLog.eReason, 33);
    FIELD(JET_RECOVERYCONTROL, OpenLog.rgbReserved, 34);
    FIELD(JET_RECOVERYCONTROL, OpenLog.wszLogFile, 40);
    FIELD(JET_RECOVERYCONTROL, OpenLog.cdbinfomisc, 48);
    FIELD(JET_RECOVERYCONTROL, OpenLog.rgdbinfomisc, 56);
    FIELD(JET_RECOVERYCONTROL, OpenCheckpoint, 24);
    FIELD(JET_RECOVERYCONTROL, OpenCheckpoint.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, OpenCheckpoint.wszCheckpoint, 32);
    FIELD(JET_RECOVERYCONTROL, MissingLog, 24);
    FIELD(JET_RECOVERYCONTROL, MissingLog.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, MissingLog.lGenMissing, 28);
    FIELD(JET_RECOVERYCONTROL, MissingLog.eNextAction, 33);
    FIELD(JET_RECOVERYCONTROL, MissingLog.rgbReserved, 34);
    FIELD(JET_RECOVERYCONTROL, MissingLog.wszLogFile, 40);
    FIELD(JET_RECOVERYCONTROL, MissingLog.cdbinfomisc, 48);
    FIELD(JET_RECOVERYCONTROL, MissingLog.rgdbinfomisc, 56);
    FIELD(JET_RECOVERYCONTROL, BeginUndo, 24);
    FIELD(JET_RECOVERYCONTROL, BeginUndo.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, BeginUndo.cdbinfomisc, 28);
    FIELD(JET_RECOVERYCONTROL, BeginUndo.rgdbinfomisc, 32);
    FIELD(JET_RECOVERYCONTROL, NotificationEvent, 24);
    FIELD(JET_RECOVERYCONTROL, NotificationEvent.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, NotificationEvent.EventID, 28);
    FIELD(JET_RECOVERYCONTROL, SignalErrorCondition, 24);
    FIELD(JET_RECOVERYCONTROL, SignalErrorCondition.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, AttachedDb, 24);
    FIELD(JET_RECOVERYCONTROL, AttachedDb.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, AttachedDb.wszDbPath, 32);
    FIELD(JET_RECOVERYCONTROL, DetachingDb, 24);
    FIELD(JET_RECOVERYCONTROL, DetachingDb.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, DetachingDb.wszDbPath, 32);
    FIELD(JET_RECOVERYCONTROL, CommitCtx, 24);
    FIELD(JET_RECOVERYCONTROL, CommitCtx.cbStruct, 24);
    FIELD(JET_RECOVERYCONTROL, CommitCtx.pbCommitCtx, 32);
    FIELD(JET_RECOVERYCONTROL, CommitCtx.cbCommitCtx, 40);
    FIELD(JET_RECOVERYCONTROL, CommitCtx.fCallbackType, 44);

    SIZE(JET_DBINFOUPGRADE, 28);
    FIELD(JET_DBINFOUPGRADE, csecToUpgrade, 20);
    FIELD(JET_DBINFOUPGRADE, ulFlags, 24);
    SIZE(JET_DBUTIL_A, 136);
    FIELD(JET_DBUTIL_A, cbStruct, 0);
    FIELD(JET_DBUTIL_A, sesid, 8);
    FIELD(JET_DBUTIL_A, dbid, 16);
    FIELD(JET_DBUTIL_A, tableid, 24);
    FIELD(JET_DBUTIL_A, op, 32);
    FIELD(JET_DBUTIL_A, edbdump, 36);
    FIELD(JET_DBUTIL_A, grbitOptions, 40);
    FIELD(JET_DBUTIL_A, szDatabase, 48);
    FIELD(JET_DBUTIL_A, szSLV_ObsoleteAndUnused, 56);
    FIELD(JET_DBUTIL_A, szBackup, 64);
    FIELD(JET_DBUTIL_A, szTable, 72);
    FIELD(JET_DBUTIL_A, szIndex, 80);
    FIELD(JET_DBUTIL_A, szIntegPrefix, 88);
    FIELD(JET_DBUTIL_A, pgno, 96);
    FIELD(JET_DBUTIL_A, iline, 100);
    FIELD(JET_DBUTIL_A, lGeneration, 104);
    FIELD(JET_DBUTIL_A, isec, 108);
    FIELD(JET_DBUTIL_A, ib, 112);
    FIELD(JET_DBUTIL_A, cRetry, 116);
    FIELD(JET_DBUTIL_A, pfnCallback, 120);
    FIELD(JET_DBUTIL_A, pvCallback, 128);
    FIELD(JET_DBUTIL_A, checksumlogfrommemory, 48);
    FIELD(JET_DBUTIL_A, checksumlogfrommemory.szLog, 48);
    FIELD(JET_DBUTIL_A, checksumlogfrommemory.szBase, 56);
    FIELD(JET_DBUTIL_A, checksumlogfrommemory.pvBuffer, 64);
    FIELD(JET_DBUTIL_A, checksumlogfrommemory.cbBuffer, 72);
    FIELD(JET_DBUTIL_A, spcatOptions, 48);
    FIELD(JET_DBUTIL_A, spcatOptions.szDatabase, 48);
    FIELD(JET_DBUTIL_A, spcatOptions.pgnoFirst, 56);
    FIELD(JET_DBUTIL_A, spcatOptions.pgnoLast, 60);
    FIELD(JET_DBUTIL_A, spcatOptions.pfnSpaceCatCallback, 64);
    FIELD(JET_DBUTIL_A, spcatOptions.pvContext, 72);
    FIELD(JET_DBUTIL_A, rbsOptions, 48);
    FIELD(JET_DBUTIL_A, rbsOptions.szDatabase, 48);
    FIELD(JET_DBUTIL_A, rbsOptions.pgnoFirst, 56);
    FIELD(JET_DBUTIL_A, rbsOptions.pgnoLast, 60);

    SIZE(JET_DBUTIL_W, 136);
    FIELD(JET_DBUTIL_W, cbStruct, 0);
    FIELD(JET_DBUTIL_W, sesid, 8);
    FIELD(JET_DBUTIL_W, dbid, 16);
    FIELD(JET_DBUTIL_W, tableid, 24);
    FIELD(JET_DBUTIL_W, op, 32);
    FIELD(JET_DBUTIL_W, edbdump, 36);
    FIELD(JET_DBUTIL_W, grbitOptions, 40);
    FIELD(JET_DBUTIL_W, szDatabase, 48);
    FIELD(JET_DBUTIL_W, szSLV_ObsoleteAndUnused, 56);
    FIELD(JET_DBUTIL_W, szBackup, 64);
    FIELD(JET_DBUTIL_W, szTable, 72);
    FIELD(JET_DBUTIL_W, szIndex, 80);
    FIELD(JET_DBUTIL_W, szIntegPrefix, 88);
    FIELD(JET_DBUTIL_W, pgno, 96);
    FIELD(JET_DBUTIL_W, iline, 100);
    FIELD(JET_DBUTIL_W, lGeneration, 104);
    FIELD(JET_DBUTIL_W, isec, 108);
    FIELD(JET_DBUTIL_W, ib, 112);
    FIELD(JET_DBUTIL_W, cRetry, 116);
    FIELD(JET_DBUTIL_W, pfnCallback, 120);
    FIELD(JET_DBUTIL_W, pvCallback, 128);
    FIELD(JET_DBUTIL_W, checksumlogfrommemory, 48);
    FIELD(JET_DBUTIL_W, checksumlogfrommemory.szLog, 48);
    FIELD(JET_DBUTIL_W, checksumlogfrommemory.szBase, 56);
    FIELD(JET_DBUTIL_W, checksumlogfrommemory.pvBuffer, 64);
    FIELD(JET_DBUTIL_W, checksumlogfrommemory.cbBuffer, 72);
    FIELD(JET_DBUTIL_W, spcatOptions, 48);
    FIELD(JET_DBUTIL_W, spcatOptions.szDatabase, 48);
    FIELD(JET_DBUTIL_W, spcatOptions.pgnoFirst, 56);
    FIELD(JET_DBUTIL_W, spcatOptions.pgnoLast, 60);
    FIELD(JET_DBUTIL_W, spcatOptions.pfnSpaceCatCallback, 64);
    FIELD(JET_DBUTIL_W, spcatOptions.pvContext, 72);
    FIELD(JET_DBUTIL_W, rbsOptions, 48);
    FIELD(JET_DBUTIL_W, rbsOptions.szDatabase, 48);
    FIELD(JET_DBUTIL_W, rbsOptions.pgnoFirst, 56);
    FIELD(JET_DBUTIL_W, rbsOptions.pgnoLast, 60);
}

/* The bit fields of a moment lie where the bytes of a log say. */
static void bit_fields(void)
{
    JET_LOGTIME time;
    const unsigned char *bytes = (const unsigned char *)&time;
    memset(&time, 0, sizeof(time));
    time.fTimeIsUTC = 1;
    time.bMillisecondsLow = 0x7f;
    time.bMillisecondsHigh = 5;
    check("the byte with fTimeIsUTC", bytes[6], 0xff);
    check("the byte with bMillisecondsHigh", bytes[7], 0x0a);
}

int main(void)
{
    scalars();
    structures();
    bit_fields();
    return failures != 0;
}
