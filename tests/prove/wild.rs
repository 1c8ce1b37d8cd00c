//! Proved means that no call breaks it: scripts are drawn, their guarantees proved, and calls played on them by chance.
//!
//! `HUASHU_SEED` and `HUASHU_SCRIPTS` choose other scripts and more of them; both are printed.

use super::{chance, drawn};
use crate::naive::dice::Dice;
use huashu::api::{self, Built, Input, InputFile, InputPackage, ProofReport, Proved};
use huashu::base::Lang;
use huashu::runtime::Machine;
use std::collections::BTreeSet;

/// States of each guarantee: more of them prove more, and take longer.
const STATES: usize = 300;
/// Guarantees of each script.
const GUARANTEES: usize = 5;
/// Calls on each script.
const CALLS: u64 = 120;

#[test]
#[allow(clippy::print_stdout, reason = "how many proofs of which seed were put to the test is what it has to show")]
fn what_is_proved_of_drawn_scripts_is_broken_by_no_call() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or);
    let (seed, scripts) = (number("HUASHU_SEED", 20_261_122), number("HUASHU_SCRIPTS", 15));
    let (mut proved, mut refuted, mut unproved, mut wrong) = (0, 0, 0, Vec::new());
    for i in 0..scripts {
        let mut dice = Dice::seeded(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(i));
        let (text, built, report) = loop {
            let text = drawn::script(&mut dice, GUARANTEES);
            match proofs(&text) {
                Ok((built, report)) => break (text, built, report),
                Err(why) if std::env::var("HUASHU_REFUSED").is_ok() => println!("{why}"),
                Err(_) => {}
            }
        };
        let of = |result: Proved| report.guarantees.iter().filter(move |g| g.result == result);
        let held: BTreeSet<&str> = of(Proved::Proved).map(|g| g.name.as_str()).collect();
        (proved, refuted, unproved) = (proved + held.len(), refuted + of(Proved::Refuted).count(), unproved + of(Proved::Unproved).count());
        if std::env::var("HUASHU_REFUSED").is_ok() {
            of(Proved::Unproved).for_each(|g| println!("{i} {}", g.reason.clone().unwrap_or_default()));
        }
        let machine = Machine::proving(built.program).expect("a sound program");
        let calls = if held.is_empty() { 0 } else { CALLS };
        let broken = (1..=calls).find_map(|call| {
            let (broken, told) = chance::told(&machine, call);
            broken.into_iter().find(|name| held.contains(name.as_str())).map(|name| format!("{name}, call {call}: {told}"))
        });
        wrong.extend(broken.map(|broken| format!("script {i}\n{text}\n{broken}")));
    }
    println!("seed {seed}: {proved} proofs of {scripts} scripts stand {CALLS} calls each; {refuted} refuted, {unproved} not proved");
    assert!(wrong.is_empty(), "{} of {scripts} scripts\n{}", wrong.len(), wrong.first().map_or("", |w| w));
    assert!(proved as u64 > scripts / 2, "only {proved} proofs were put to the test");
}

/// What is proved of a script, where it checks.
pub fn proofs(text: &str) -> Result<(Built, ProofReport), String> {
    let file = InputFile { name: "试.hua".into(), bytes: text.as_bytes().to_vec() };
    let config = Some(format!("[proof]\nstates = {STATES}\nsteps = {}\n", STATES * 40));
    let package = InputPackage { name: "试".into(), config, files: vec![file], ..InputPackage::default() };
    let checked = api::understand(&Input { package, ..Input::default() }).map_err(|e| format!("{e:?}"))?;
    let said = |found: Vec<huashu::base::Diagnostic>| {
        found.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect::<Vec<_>>().join("; ")
    };
    let built = api::build(&checked).map_err(said)?;
    let report = api::prove(&checked, &built, |_| true).map_err(|e| format!("{e:?}"))?.report(&checked, Lang::Zh);
    Ok((built, report))
}
