//! One log record as a JSON object.

use esent::dump::records::{fields, name};
use esent::format::log_record::LogRecord;
use esent::format::primitives::Lgpos;
use serde_json::{Value, json};

/// The record's main fields, and the line for who wants it.
pub fn to_json(place: Lgpos, record: &LogRecord, size: usize) -> Value {
    let mut object = json!({
        "lgpos": place.to_string(),
        "kind": record.kind(),
        "name": name(record),
        "bytes": size,
    });
    let mut put = |key: &str, value: Option<Value>| {
        if let (Some(value), Value::Object(map)) = (value, &mut object) {
            map.insert(key.into(), value);
        }
    };
    put("session", record.procid().map(|v| json!(v)));
    put("database", record.dbid().map(|v| json!(v)));
    put("page", record.pgno().map(|v| json!(v)));
    put("line", record.node_operation().map(|n| json!(n.page.line)));
    put("tree", record.objid().map(|v| json!(v)));
    put("dbtime", record.dbtime().map(|v| json!(v)));
    put("dbtime_before", record.page_operation().map(|p| json!(p.dbtime_before)));
    put("transaction", record.page_operation().map(|p| json!(p.trx_begin0)));
    put("level", record.page_operation().map(|p| json!(p.level)));
    put("rceid", record.node_operation().filter(|n| n.rceid != 0).map(|n| json!(n.rceid)));
    put("fields", Some(json!(fields(record))));
    object
}
