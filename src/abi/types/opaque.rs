//! Structures that no function here looks into. The header only declares them.

macro_rules! opaque {
    ($($name:ident;)*) => {$(
        /// Only ever pointed at.
        #[repr(C)]
        #[derive(Debug)]
        pub struct $name {
            _inside: [u8; 0],
        }
    )*};
}

opaque! {
    JET_COLUMNDEF;
    JET_COMMIT_ID;
    JET_CONVERT_A;
    JET_CONVERT_W;
    JET_EMITDATACTX;
    JET_ENUMCOLUMN;
    JET_ENUMCOLUMNID;
    JET_INDEXCREATE_A;
    JET_INDEXCREATE_W;
    JET_INDEXCREATE2_A;
    JET_INDEXCREATE2_W;
    JET_INDEXCREATE3_A;
    JET_INDEXCREATE3_W;
    JET_INDEXID;
    JET_INDEXRANGE;
    JET_INDEX_COLUMN;
    JET_INDEX_RANGE;
    JET_OPENTEMPORARYTABLE;
    JET_OPENTEMPORARYTABLE2;
    JET_PAGEINFO;
    JET_RBSREVERTINFOMISC;
    JET_RECORDLIST;
    JET_RECPOS;
    JET_RECSIZE;
    JET_RECSIZE2;
    JET_RECSIZE3;
    JET_RETINFO;
    JET_RETRIEVECOLUMN;
    JET_SETCOLUMN;
    JET_SETINFO;
    JET_TABLECREATE_A;
    JET_TABLECREATE_W;
    JET_TABLECREATE2_A;
    JET_TABLECREATE2_W;
    JET_TABLECREATE3_A;
    JET_TABLECREATE3_W;
    JET_TABLECREATE4_A;
    JET_TABLECREATE4_W;
    JET_TABLECREATE5_A;
    JET_TABLECREATE5_W;
}
