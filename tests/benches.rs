//! What the benches measure is a sound script: a bench of one with a fault would print nothing, and nobody looks at it every day.

#[allow(dead_code, reason = "the benches use the rest")]
#[path = "../benches/flow/mod.rs"]
mod flow;
#[path = "../benches/scripts/mod.rs"]
mod scripts;

use huashu::api::{self, Input, InputFile, InputPackage};

#[test]
fn the_scripts_of_the_benches_have_no_error() {
    let phrases = ["甲乙丙".to_owned(), "丁戊".to_owned()];
    let all = [
        ("flow", flow::huashu(20)),
        ("no rules", scripts::rules(0, 0)),
        ("rules", scripts::rules(5, 0)),
        ("rules with phrases", scripts::rules(5, 50)),
        ("forbidden phrases", scripts::forbidding(&phrases)),
        ("steps", scripts::steps(10)),
        ("clocks", scripts::clocks(3)),
        ("conditions", scripts::conditional(10)),
    ];
    for (name, text) in all {
        let file = InputFile { name: "例.hua".into(), bytes: text.into_bytes() };
        let input = Input { package: InputPackage { files: vec![file], ..InputPackage::default() }, ..Input::default() };
        let checked = api::understand(&input).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert!(api::build(&checked).is_ok(), "{name} is not built: {:?}", checked.diagnostics);
    }
}
