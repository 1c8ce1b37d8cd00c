//! Guarantees: proved, refuted by a call that really breaks them, or said not to be known.

mod chance;
mod drawn;
mod own;
mod wild;

use huashu::api::{self, Built, Checked, Guarantee, Input, InputFile, InputPackage, Outcome, ProofReport, Proved};
use huashu::base::Lang;
use std::path::Path;

/// A package of one text, its guarantees left to the test.
fn understood(text: &str) -> Checked {
    let file = InputFile { name: "例.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    let package = InputPackage { name: "例".into(), root: String::new(), config: None, files: vec![file], tables: Vec::new() };
    api::understand(&Input { package, library: Vec::new(), today: None }).expect("no huashu.toml")
}

fn read(text: &str) -> (Checked, Built) {
    let checked = understood(text);
    let built = api::build(&checked).unwrap_or_else(|found| panic!("{:#?}", found.iter().map(|d| &d.message.zh).collect::<Vec<_>>()));
    (checked, built)
}

fn report(text: &str) -> ProofReport {
    let (checked, built) = read(text);
    api::prove(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::Zh)
}

fn cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prove/cases");
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the cases")
        .map(|e| e.expect("an entry").path())
        .map(|p| (p.file_stem().expect("a stem").to_string_lossy().into_owned(), std::fs::read_to_string(&p).expect("a case")))
        .collect();
    all.sort();
    all
}

/// The traps that a guarantee shows.
fn trapped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traps");
    let scripts = std::fs::read_dir(folder).expect("the traps").map(|e| e.expect("an entry").path().join("script.hua"));
    let texts = scripts.filter_map(|p| Some((p.display().to_string(), std::fs::read_to_string(p).ok()?)));
    let mut all: Vec<_> = texts.filter(|(_, text)| text.contains("\n保证 ") && api::build(&understood(text)).is_ok()).collect();
    all.sort();
    assert!(all.len() > 2, "only {} traps have guarantees", all.len());
    all
}

/// What a guarantee is to come to, by the first character of its name.
fn wanted(guarantee: &Guarantee) -> Proved {
    match guarantee.name.chars().next() {
        Some('守') => Proved::Proved,
        Some('破') => Proved::Refuted,
        Some('难') => Proved::Unproved,
        _ => panic!("{} says nothing of itself", guarantee.name),
    }
}

#[test]
fn each_guarantee_comes_to_what_its_name_says() {
    let mut wrong = String::new();
    for (case, text) in cases() {
        for guarantee in report(&text).guarantees {
            if guarantee.result != wanted(&guarantee) {
                let call: Vec<String> = guarantee.call.iter().map(|l| format!("\n    {} {}", l.at, l.text)).collect();
                let why = guarantee.reason.clone().unwrap_or_default();
                wrong.push_str(&format!("\n{case} {}: {:?} {why}{}", guarantee.name, guarantee.result, call.concat()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_call_of_a_counter_example_is_a_scenario_that_fails() {
    let mut played = Played::default();
    cases().into_iter().chain(trapped()).for_each(|(case, text)| played.each(&case, &text, report(&text)));
    assert!(played.wrong.is_empty(), "{}", played.wrong);
    assert!(played.failed > 20, "only {} counter-examples were played", played.failed);
}

#[test]
fn so_is_that_of_each_drawn_script() {
    let mut played = Played::default();
    for seed in 1..=24 {
        let text = drawn::script(&mut crate::naive::dice::Dice::seeded(seed), 2);
        if let Ok((_, report)) = wild::proofs(&text) {
            played.each(&format!("seed {seed}"), &text, report);
        }
    }
    assert!(played.wrong.is_empty(), "{}", played.wrong);
    assert!(played.failed > 5, "only {} counter-examples were played", played.failed);
}

/// Scenarios that were played, and those that did not fail.
#[derive(Default)]
struct Played {
    failed: usize,
    wrong: String,
}

impl Played {
    /// The counter-examples of one script.
    fn each(&mut self, case: &str, text: &str, report: ProofReport) {
        for guarantee in report.guarantees.into_iter().filter(|g| g.result == Proved::Refuted) {
            if guarantee.scenario.iter().any(|line| line.trim_start().starts_with('#')) {
                // No scenario can write the record of an event, and this one says so.
                assert!(guarantee.scenario[1].contains("写不出来"), "{case} {}: {:?}", guarantee.name, guarantee.scenario);
                continue;
            }
            let scene = guarantee.scenario.join("\n");
            let with = format!("{text}\n{scene}\n");
            let checked = understood(&with);
            let Ok(built) = api::build(&checked) else {
                self.wrong.push_str(&format!("\n{case} {}: {:?}\n{scene}", guarantee.name, faults(&with)));
                continue;
            };
            let run = api::test(&checked, &built, |s| s.name.ends_with("守不住") && scene.contains(s.name.as_str()));
            let run = run.expect("a sound program").report(&checked, Lang::Zh);
            let ended = run.tests.first().map(|t| (t.outcome, t.failure.as_ref().map_or(0, |f| f.at.line)));
            // Not for a line that cannot be played, but where the guarantee is asked for.
            let expects = |line: u32| with.lines().nth(line as usize - 1).is_some_and(|l| l.trim_start().starts_with("期望 "));
            if !ended.is_some_and(|(outcome, line)| outcome == Outcome::Failed && line > 0 && expects(line)) {
                self.wrong.push_str(&format!("\n{case} {}: {ended:?}\n{scene}", guarantee.name));
            }
            self.failed += 1;
        }
    }
}

/// The faults of a text.
fn faults(text: &str) -> Vec<String> {
    understood(text).diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect()
}

#[test]
fn a_call_is_told_with_its_times_and_ends_in_what_is_broken() {
    let text = include_str!("cases/time.hua");
    let found = report(text).guarantees.into_iter().find(|g| g.name == "破P12").expect("the guarantee");
    let told: Vec<String> = found.call.iter().map(|l| format!("{} {} {}", l.at, if l.given { "●" } else { "→" }, l.text)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_same_script_gives_the_same_proof() {
    let text = include_str!("cases/clock.hua");
    assert_eq!(report(text), report(text));
}

#[test]
fn a_proof_ends_after_so_much_work_however_few_states_there_are() {
    let proved = || {
        let file = InputFile { name: "例.hua".to_owned(), bytes: include_bytes!("wide/keyed.hua").to_vec() };
        let config = Some("[proof]\nsteps = 1500\n".to_owned());
        let package = InputPackage { name: "例".into(), root: String::new(), config, files: vec![file], tables: Vec::new() };
        let checked = api::understand(&Input { package, library: Vec::new(), today: None }).expect("a usable huashu.toml");
        let built = api::build(&checked).expect("a sound script");
        api::prove(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::Zh)
    };
    let report = proved();
    let [guarantee] = report.guarantees.as_slice() else { panic!("one guarantee: {:?}", report.guarantees) };
    assert_eq!((guarantee.result, guarantee.reason.as_deref()), (Proved::Unproved, Some("走法太多，看不完")));
    assert!((10..1500).contains(&guarantee.states) && guarantee.zones > guarantee.states, "{guarantee:?}");
    assert_eq!(report, proved());
}

#[test]
fn too_little_room_is_said_and_never_passes() {
    let text = include_str!("cases/order.hua");
    let file = InputFile { name: "例.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    let config = Some("[proof]\nstates = 2\n".to_owned());
    let package = InputPackage { name: "例".into(), root: String::new(), config, files: vec![file], tables: Vec::new() };
    let checked = api::check(&Input { package, library: Vec::new(), today: None }).expect("a usable huashu.toml");
    let unproved: Vec<&str> = checked.diagnostics.iter().filter(|d| d.code.id == "E0890").map(|d| d.message.zh.as_str()).collect();
    assert!(unproved.contains(&"保证“守P6”没有证明：状态太多，看不完"), "{unproved:?}");
}

#[test]
fn that_calendars_know_the_days_is_said_where_it_is_taken_for_granted() {
    let found = report(include_str!("cases/sound-years.hua"));
    for guarantee in found.guarantees {
        let names: Vec<&str> = guarantee.assumed.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["推时", "有历"], "{}", guarantee.name);
    }
}

#[test]
fn what_an_english_report_takes_for_granted_has_english_names() {
    let (checked, built) = read(include_str!("cases/sound-years.hua"));
    let found = api::prove(&checked, &built, |_| true).expect("a sound program").report(&checked, Lang::En);
    assert!(found.guarantees.iter().flat_map(|g| &g.assumed).all(|a| a.name.is_ascii()), "{:?}", found.guarantees);
}

#[test]
fn asking_for_the_hours_proves_nothing_when_time_passes_before_it_is_done() {
    let text = include_str!("cases/sound-asked.hua").replace("    做 致电\n", "    等 回了 限时 6小时\n      超时 继续\n    做 致电\n");
    let found = report(&text);
    assert!(found.guarantees.iter().all(|g| g.result != Proved::Proved), "{:?}", found.guarantees);
}
