//! The schema of `huashu.toml`: that of the types, of one mind with the reader, and every key of it on the page.

use huashu::api::{Config, Input, InputFile, InputPackage, check, codes};
use serde_json::Value as Json;

fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    std::fs::read_to_string(root().join("docs/configuration.md")).expect("the page")
}

#[test]
fn the_schema_is_that_of_the_types() {
    let path = root().join("schema/huashu.schema.json");
    let text = serde_json::to_string_pretty(&Config::schema()).expect("JSON") + "\n";
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "schema/huashu.schema.json is not that of the types; HUASHU_BLESS=1 cargo test writes it anew");
}

#[test]
fn reader_and_schema_take_and_refuse_the_same() {
    let schema = jsonschema::validator_for(&Config::schema()).expect("a schema");
    let agree = |text: &str, good: bool| {
        let json: Json = serde_json::to_value(toml::from_str::<toml::Value>(text).expect("TOML")).expect("JSON");
        assert_eq!((Config::parse(text).is_ok(), schema.is_valid(&json)), (good, good), "{text}");
    };
    for good in [
        "",
        "name = \"甲\"\nedition = \"2026\"\nstatus = \"草案\"\nfail_level = \"info\"",
        "status = \"in force\"\n[bindings]\n\"及时\" = \"2小时\"\n\"次数\" = 3\n\"重\" = 1.5\n\"开\" = true",
        "[\"待定\"]\n\"及时\" = \"2小时\"",
        "[severity]\ngap = \"off\"\nE0302 = \"info\"\nW0304 = \"warn\"\nL04 = \"error\"\nstep-or-flow = \"forbid\"\nE0901 = \"forbid\"",
    ] {
        agree(good, true);
    }
    for bad in [
        "nmae = \"甲\"",
        "name = 3",
        "edition = \"2031\"",
        "status = \"作废\"",
        "fail_level = \"forbid\"",
        "severity = \"warn\"",
        "[severity]\ngapp = \"warn\"",
        "[severity]\ngap = \"warning\"",
        "[severity]\nE0901 = \"error\"",
    ] {
        agree(bad, false);
    }
}

#[test]
fn the_page_tells_every_key_and_its_examples_are_read() {
    let (page, schema) = (page(), Config::schema());
    for key in schema["properties"].as_object().expect("keys").keys() {
        assert!(page.contains(&format!("`{key}`")), "docs/configuration.md does not tell of `{key}`");
    }
    for (_, json) in schema["properties"].as_object().expect("keys") {
        let told = json.get("description").is_some() || json.get("const").is_some() || json.get("enum").is_some();
        assert!(told, "{json} says nothing");
    }
    let examples: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|t| t.split("\n```").next()).collect();
    assert!(examples.len() > 1);
    for example in examples {
        Config::parse(example).unwrap_or_else(|e| panic!("{}: {example}", e.message.en));
    }
    let script = page.split("```hua\n").nth(1).and_then(|t| t.split("\n```").next()).expect("a script");
    let files = vec![InputFile { name: "例.hua".into(), bytes: script.into() }];
    let package = InputPackage { name: "例".into(), files, ..InputPackage::default() };
    let checked = check(&Input { package, today: Some((2026, 1, 5)), ..Input::default() }).expect("no huashu.toml");
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
}

#[test]
fn every_code_is_in_the_schema_under_each_of_its_names() {
    let schema = Config::schema();
    let severity = schema["properties"]["severity"]["properties"].as_object().expect("codes");
    for code in codes::all() {
        assert!([code.id, code.name].iter().all(|key| severity.contains_key(*key)), "{}", code.id);
    }
    assert!(severity.keys().all(|key| codes::find(key).is_some()));
}
