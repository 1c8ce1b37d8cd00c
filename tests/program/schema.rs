//! The published schema is that of the types, and real documents keep to it.

use super::seal::document;
use huashu::program::Document;
use serde_json::Value as Json;
use std::path::Path;

fn generated() -> Json {
    serde_json::to_value(schemars::schema_for!(Document)).expect("a schema is JSON")
}

#[test]
fn the_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/huac.schema.json");
    let text = serde_json::to_string_pretty(&generated()).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &text).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "schema/huac.schema.json is not that of the types; HUASHU_BLESS=1 cargo test writes it anew");
}

#[test]
fn a_document_keeps_to_the_schema() {
    let validator = jsonschema::validator_for(&generated()).expect("a schema");
    let mut json: Json = serde_json::from_slice(document()).expect("JSON");
    let faults: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    json["program"]["more"] = Json::Bool(true);
    assert!(!validator.is_valid(&json));
}
