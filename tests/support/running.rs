//! Instances of this process, and a clean database for them.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use esent::instance::lifecycle::{InitRequest, create, initialise};
use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::registry::Handle;
use esent::instance::sessions;
use esent::recovery::live::attach::Attached;

use super::clean_database::{clean_database, page_size};

/// Instances and page size are the process's.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// An instance that is not initialised.
pub fn made(name: &str, logs: &Path) -> Handle {
    std::fs::create_dir_all(logs).unwrap();
    let handle = create(Some(name.as_ref()), None).unwrap();
    let folder = logs.join("").into_os_string();
    for parameter in [id::SYSTEM_PATH, id::LOG_FILE_PATH, id::TEMP_PATH] {
        process().set_parameter(Some(handle), 0, parameter, 0, Some(&folder), None).unwrap();
    }
    process().set_parameter(Some(handle), 0, id::LOG_FILE_SIZE, 256, None, None).unwrap();
    process().set_parameter(Some(handle), 0, id::LEGACY_FILE_NAMES, 1, None, None).unwrap();
    handle
}

pub fn started(name: &str, logs: &Path) -> Handle {
    let handle = made(name, logs);
    initialise(Some(handle), InitRequest::default()).1.unwrap();
    handle
}

pub fn attach(instance: Handle, database: &Path) -> Attached {
    let session = sessions::begin(instance).unwrap();
    let attached = sessions::attach(session, Some(database.as_os_str())).unwrap();
    sessions::end(session).unwrap();
    attached
}

/// Runs a test with the database `live/db0.edb`, its page size, and the instances of nobody else.
pub fn with_database(test: impl FnOnce(&dyn Fn(&str) -> PathBuf, &Path)) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let bytes = page_size(&database) as usize;
    process().set_parameter(None, 0, id::DATABASE_PAGE_SIZE, bytes, None, None).unwrap();
    test(&at, &database);
    assert!(process().instances.is_empty(), "an instance is left");
}
