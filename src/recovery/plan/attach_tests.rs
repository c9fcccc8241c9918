use super::*;
use crate::format::database_header::Generations;
use crate::format::primitives::Logtime;
use crate::format::version::{self, FormatVersion};

fn signature(n: u32) -> Signature {
    Signature::new(n, Logtime::default())
}

const STREAM: u32 = 1;
const DATABASE: u32 = 2;
const ATTACHED: Lgpos = Lgpos::new(3, 1, 8);
const CONSISTENT: Lgpos = Lgpos::new(2, 9, 0);

/// A crashed database of the stream, attached at ATTACHED, consistent before at CONSISTENT.
fn header() -> DatabaseHeader {
    let mut h = DatabaseHeader::new(4096).unwrap();
    h.set_version(version::NEWEST.database);
    h.set_signature(signature(DATABASE));
    h.set_log_signature(signature(STREAM));
    h.set_lgpos_attach(ATTACHED);
    h.set_lgpos_consistent(CONSISTENT);
    h.set_state(DatabaseState::Dirty, Generations::Range { first: 3, last: 5, created: None });
    h
}

fn logged() -> Logged {
    Logged {
        signature: signature(DATABASE),
        lgpos_attach: ATTACHED,
        lgpos_consistent: CONSISTENT,
        log_signature: signature(STREAM),
    }
}

fn with() -> Circumstances {
    Circumstances {
        log_signature: signature(STREAM),
        generation: 3,
        hard: true,
        ignore: false,
        overwrite: false,
        pending_redo_map: false,
    }
}

fn list(h: &DatabaseHeader, logged: Logged, with: Circumstances) -> Result<Attach, ErrorCode> {
    check_attach(Ok(h), &logged, Occasion::List, &with).map_err(|e| e.code())
}

fn record(h: &DatabaseHeader, logged: Logged, with: Circumstances) -> Result<Attach, ErrorCode> {
    check_attach(Ok(h), &logged, Occasion::Record(Lgpos::new(4, 1, 0)), &with).map_err(|e| e.code())
}

fn create(h: &DatabaseHeader, logged: Logged, with: Circumstances) -> Result<Attach, ErrorCode> {
    check_create(Ok(h), &logged, &with).map_err(|e| e.code())
}

#[test]
fn what_fits_is_attached() {
    let now = Ok(Now(Preparation::default()));
    assert_eq!(list(&header(), logged(), with()), now);
    // Never consistent since its creation: the positions of consistency do not matter.
    let mut h = header();
    h.set_lgpos_consistent(Lgpos::MIN);
    assert_eq!(list(&h, Logged { lgpos_consistent: Lgpos::new(9, 9, 9), ..logged() }, with()), now);
    // A new attachment that the header does not know yet.
    let newer = Logged { lgpos_attach: Lgpos::new(4, 1, 0), ..logged() };
    assert_eq!(record(&header(), newer, with()), now);
    assert_eq!(list(&header(), newer, with()), Err(ErrorCode::AttachedDatabaseMismatch));
    assert_eq!(list(&header(), newer, Circumstances { ignore: true, ..with() }), Ok(Later(Reason::TimeMismatch)));
}

#[test]
fn older_logs_must_be_there() {
    let late = Circumstances { generation: 4, ..with() };
    assert_eq!(list(&header(), logged(), late), Err(ErrorCode::RequiredLogFilesMissing));
    assert_eq!(create(&new_born(), logged(), late), Err(ErrorCode::RequiredLogFilesMissing));
    let ignoring = Circumstances { ignore: true, ..late };
    assert_eq!(list(&header(), logged(), ignoring), Ok(Later(Reason::RequiredLogsMissing)));
    let mut clean = header();
    clean.set_state(DatabaseState::Clean, Generations::None);
    assert_eq!(list(&clean, logged(), late), Ok(Now(Preparation::default())));
}

#[test]
fn other_times_are_told_apart() {
    // Consistent in the future: a later record will fit. At a record it must lie behind that.
    let mut h = header();
    h.set_lgpos_consistent(Lgpos::new(3, 8, 0));
    assert_eq!(list(&h, logged(), with()), Ok(Later(Reason::ConsistentInFuture)));
    assert_eq!(record(&h, logged(), with()), Err(ErrorCode::ConsistentTimeMismatch));
    h.set_lgpos_consistent(Lgpos::new(7, 8, 0));
    assert_eq!(record(&h, logged(), with()), Ok(Later(Reason::ConsistentInFuture)));
    // Older than the logs.
    h.set_lgpos_consistent(Lgpos::new(1, 1, 0));
    assert_eq!(list(&h, logged(), with()), Err(ErrorCode::ConsistentTimeMismatch));
    assert_eq!(list(&h, Logged { signature: signature(8), ..logged() }, with()), Ok(Later(Reason::UnloggedUpdate)));
    // Attached again later.
    let mut h = header();
    h.set_lgpos_attach(Lgpos::new(4, 0, 0));
    assert_eq!(list(&h, logged(), with()), Ok(Later(Reason::AttachedInFuture)));
}

#[test]
fn other_databases_and_streams_are_left_alone() {
    assert_eq!(
        list(&header(), Logged { signature: signature(8), ..logged() }, with()),
        Ok(Later(Reason::OtherDatabase))
    );
    let mut h = header();
    h.set_log_signature(signature(77));
    assert_eq!(list(&h, logged(), with()), Ok(Later(Reason::OtherStream)));
    // The header of a database that was attached to this stream without being told so.
    let from = Logged { log_signature: signature(77), ..logged() };
    let bind = Preparation { bind_to_stream: true, ..Preparation::default() };
    assert_eq!(record(&h, from, with()), Ok(Now(bind)));
    h.set_lgpos_consistent(Lgpos::new(9, 0, 0));
    assert_eq!(record(&h, from, with()), Err(ErrorCode::ConsistentTimeMismatch));
    assert_eq!(record(&h, Logged { signature: signature(8), ..from }, with()), Ok(Later(Reason::OtherDatabase)));
}

#[test]
fn unusable_states_are_refused_or_ignored() {
    for (state, code) in [
        (DatabaseState::IncrementalReseedInProgress, ErrorCode::DatabaseIncompleteIncrementalReseed),
        (DatabaseState::RevertInProgress, ErrorCode::DatabaseIncompleteRevert),
        (DatabaseState::BeingConverted, ErrorCode::DatabaseCorrupted),
    ] {
        let mut h = header();
        h.set_state_number(state as u32);
        assert_eq!(list(&h, logged(), with()), Err(code));
        assert_eq!(list(&h, logged(), Circumstances { ignore: true, ..with() }), Ok(Later(Reason::StateUnusable)));
    }
    let mut h = header();
    h.set_state_number(DatabaseState::JustCreated as u32);
    assert_eq!(list(&h, logged(), with()), Ok(Later(Reason::StateUnusable)));
    assert_eq!(create(&h, logged(), with()), Ok(Create));
    h.set_state_number(4);
    assert_eq!(create(&h, logged(), with()), Ok(Create));
    h.set_state_number(6);
    assert_eq!(create(&h, logged(), with()), Err(ErrorCode::DatabaseIncompleteIncrementalReseed));
}

#[test]
fn files_that_cannot_be_read() {
    let ask = |code: ErrorCode, ignore: bool| {
        let error = Error::new(code, "");
        let with = Circumstances { ignore, ..with() };
        let attach = check_attach(Err(&error), &logged(), Occasion::List, &with).map_err(|e| e.code());
        (attach, check_create(Err(&error), &logged(), &with).map_err(|e| e.code()))
    };
    let missing = Ok(Later(Reason::Missing));
    assert_eq!(ask(ErrorCode::FileNotFound, false), (missing, missing));
    let denied = Ok(Later(Reason::AccessDenied));
    assert_eq!(ask(ErrorCode::FileAccessDenied, false), (denied, denied));
    assert_eq!(ask(ErrorCode::ReadVerifyFailure, false), (Err(ErrorCode::ReadVerifyFailure), Ok(Create)));
    let unusable = Ok(Later(Reason::HeaderUnusable));
    assert_eq!(ask(ErrorCode::ReadVerifyFailure, true), (unusable, Ok(Create)));
    assert_eq!(ask(ErrorCode::DiskIO, false), (Err(ErrorCode::DiskIO), Err(ErrorCode::DiskIO)));
}

/// Created by the record at ATTACHED, never consistent since.
fn new_born() -> DatabaseHeader {
    let mut h = header();
    h.set_lgpos_consistent(Lgpos::MIN);
    h
}

#[test]
fn creations() {
    assert_eq!(create(&new_born(), logged(), with()), Ok(Now(Preparation::default())));
    assert_eq!(create(&header(), logged(), with()), Ok(Now(Preparation::default())));
    let mut h = new_born();
    h.set_lgpos_consistent(Lgpos::new(5, 0, 0));
    assert_eq!(create(&h, logged(), with()), Ok(Later(Reason::ConsistentInFuture)));
    assert_eq!(
        create(&new_born(), Logged { signature: signature(8), ..logged() }, with()),
        Ok(Later(Reason::OtherDatabase))
    );
    let overwrite = Circumstances { overwrite: true, ..with() };
    let mut older = new_born();
    older.set_lgpos_attach(Lgpos::new(1, 0, 0));
    assert_eq!(create(&older, logged(), with()), Ok(Later(Reason::OtherDatabase)));
    assert_eq!(create(&older, logged(), overwrite), Ok(Create));
    let mut newer = new_born();
    newer.set_lgpos_attach(Lgpos::new(4, 0, 0));
    assert_eq!(create(&newer, logged(), overwrite), Ok(Later(Reason::AttachedInFuture)));
    let mut foreign = new_born();
    foreign.set_log_signature(signature(9));
    assert_eq!(create(&foreign, logged(), with()), Ok(Later(Reason::OtherStream)));
    assert_eq!(create(&foreign, logged(), overwrite), Ok(Create));
}

#[test]
fn a_patched_database_goes_back_to_where_the_log_attached_it() {
    let mut h = header();
    h.set_state_number(DatabaseState::DirtyAndPatched as u32);
    h.set_lgpos_attach(Lgpos::new(5, 0, 0));
    h.set_min_required(4);
    let rewind = Preparation { rewind_to_logged: true, ..Preparation::default() };
    assert_eq!(list(&h, logged(), with()), Ok(Now(rewind)));
    let waiting = Circumstances { pending_redo_map: true, ..with() };
    assert_eq!(list(&h, logged(), waiting), Ok(Later(Reason::AttachedInFuture)));
    // The required range begins before the log's attachment: nothing to go back to.
    h.set_min_required(2);
    assert_eq!(list(&h, logged(), with()), Ok(Later(Reason::AttachedInFuture)));
    h.set_min_required(0);
    assert_eq!(list(&h, logged(), with()), Err(ErrorCode::DatabaseCorrupted));
}

#[test]
fn soft_recovery_of_a_backup_copy_takes_the_trailer() {
    let mut h = header();
    let mut backup = h.backup_full_current();
    backup.first_generation = 3;
    h.set_backup_full_current(backup);
    let soft = Circumstances { hard: false, ..with() };
    assert_eq!(list(&h, logged(), with()), Ok(Now(Preparation::default())));
    let ask = Preparation { take_trailer: true, ask_about_backup: true, ..Preparation::default() };
    assert_eq!(list(&h, logged(), soft), Ok(Now(ask)));
    backup.last_generation = 5;
    h.set_backup_full_current(backup);
    assert_eq!(list(&h, logged(), soft), Ok(Now(Preparation { ask_about_backup: false, ..ask })));
}

#[test]
fn formats_of_the_future_are_refused() {
    let mut h = header();
    assert!(check_version(&h).is_ok());
    h.set_version(FormatVersion::new(0x620, 291, 0));
    assert_eq!(check_version(&h).unwrap_err().code(), ErrorCode::InvalidDatabaseVersion);
}
