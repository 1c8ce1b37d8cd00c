//! What a comparison of two versions promises: whatever it does not tell as lost is kept. The scripts are drawn, and the new version is the
//! old one without one of its parts. `HUASHU_SEED` chooses others.

use crate::naive::dice::Dice;
use crate::naive::{actual, generate, shrink, stream};
use huashu::api::diff;
use huashu::runtime::Session;

/// How many scripts, versions of each, and calls that stand somewhere when the version changes.
const DRAWN: (usize, usize, usize) = (16, 5, 6);

#[test]
fn nothing_is_lost_that_was_not_told() {
    let seed = std::env::var("HUASHU_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(16);
    let mut dice = Dice::seeded(seed);
    let (mut told, mut lost_any, mut kept) = (0, 0, 0);
    for _ in 0..DRAWN.0 {
        let (script, old) = loop {
            let script = generate::script(&mut dice);
            if let Ok(machine) = actual::compile(&script) {
                break (script, machine);
            }
        };
        let lengths = script.lengths();
        for _ in 0..DRAWN.1 {
            let Some(less) = shrink::without(&script, dice.below(30)) else { continue };
            let Ok(new) = actual::compile(&less) else { continue };
            let report = diff(&old, &new);
            for _ in 0..DRAWN.2 {
                let stream = stream::stream(&mut dice, &script, &lengths);
                let mut session = actual::begin(&script, &old, &stream);
                let stop = dice.below(stream.events.len());
                for event in &stream.events[..stop] {
                    let _ = session.send(&actual::told(&old, &event.what, event.at), event.at);
                }
                let lost = match Session::migrate(new.clone(), &session.snapshot(), true) {
                    Ok(migrated) => migrated.lost,
                    Err(refused) => panic!("{refused:?}"),
                };
                let all: Vec<String> = lost.iter().map(|l| l.message().zh).collect();
                assert!(lost.is_empty() || report.summary.breaks, "lost and not told: {all:#?}");
                told += usize::from(report.summary.breaks);
                lost_any += usize::from(!lost.is_empty());
                kept += usize::from(!report.summary.breaks);
            }
        }
    }
    assert!(told > 0 && lost_any > 0 && kept > 0, "told {told}, lost {lost_any}, kept {kept}");
}
