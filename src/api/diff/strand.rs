//! Where calls and cases that run would strand, and what else they would lose.

use super::report::Loss;
use crate::program::spell::{english, plain};
use crate::runtime::{LostKind, Machine, RemarkKind, Session, Standing};
use std::sync::Arc;

/// What is lost and what is to be known, each once.
pub(super) fn strands(old: &Arc<Machine>, new: &Arc<Machine>) -> (Vec<Loss>, Vec<(String, String)>) {
    let (mut losses, mut notes): (Vec<Loss>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    if old.hash == new.hash {
        return (losses, notes);
    }
    for probe in old.probes() {
        let Ok(migrated) = Session::migrate(new.clone(), &probe.session.snapshot(), true) else { continue };
        for lost in &migrated.lost {
            let at = lost.case.and_then(|case| probe.standings.get((case as usize).checked_sub(1)?)).and_then(Option::as_ref);
            // What a thread that holds values cannot stand at is told of the places themselves.
            if lost.kind.strands() && at.is_none() {
                continue;
            }
            // Nothing that a probe agreed to or did was ever agreed to or done.
            let told = match lost.kind {
                LostKind::Obligation => {
                    let name = &lost.name;
                    (
                        format!("规则“{name}”的句子改了，旧句子还欠着的不再追"),
                        format!("the sentence of rule `{name}` has changed; what it is owed is owed no longer"),
                    )
                }
                LostKind::Again => {
                    let name = plain(&lost.name).replace('/', " / ");
                    (
                        format!("“{name}”里重等了几次不再记得，从头数"),
                        format!("how often `{name}` has waited again is forgotten; it counts anew"),
                    )
                }
                _ => {
                    let message = lost.message();
                    (message.zh, message.en)
                }
            };
            add(&mut losses, loss(lost.kind, at, told));
        }
        for note in migrated.notes.iter().filter(|n| !matches!(n.kind, RemarkKind::Renamed | RemarkKind::Param)) {
            let message = note.message();
            let told = (message.zh, message.en);
            if !notes.contains(&told) {
                notes.push(told);
            }
        }
    }
    (losses, notes)
}

fn loss(kind: LostKind, at: Option<&Standing>, (message, message_en): (String, String)) -> Loss {
    let place = |told: &dyn Fn(&str) -> String| {
        at.map(|at| match &at.answer {
            Some(answer) => format!("{} / {}", told(answer), told(&at.place)),
            None => told(&at.place),
        })
    };
    Loss {
        kind: kind.id().to_owned(),
        strands: kind.strands(),
        flow: at.map(|at| at.flow.to_string()),
        step: at.map(|at| at.step.to_string()).filter(|s| !s.is_empty()),
        place: place(&plain),
        place_en: place(&english),
        message,
        message_en,
    }
}

fn add(losses: &mut Vec<Loss>, loss: Loss) {
    // A limit or a value is told once, whichever thread of a probe held it.
    let same =
        |l: &Loss| l.message == loss.message && (!loss.strands || (&l.flow, &l.step, &l.place) == (&loss.flow, &loss.step, &loss.place));
    if !losses.iter().any(same) {
        losses.push(loss);
    }
}
