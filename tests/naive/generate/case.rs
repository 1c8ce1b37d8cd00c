//! Draws a 工单 and where a call opens it: it waits for what the host tells and for the end of the call, each for so long.

use super::LENGTHS;
use crate::naive::dice::Dice;
use crate::naive::script::{Flow, Handler, Limit, Pat, Step, Stmt, Wait};
use crate::naive::write::CASE;

/// A case of one to three steps; the call opens it at the beginning of a step, or as an answer.
pub(super) fn case(dice: &mut Dice, flows: &mut [Flow]) -> Flow {
    for _ in 0..dice.between(1, 2) {
        let flow = dice.below(flows.len());
        let step = dice.below(flows[flow].steps.len());
        let step = &mut flows[flow].steps[step];
        match step.options.first_mut() {
            Some(option) if dice.chance(50) => option.body.insert(0, Stmt::OpenCase),
            // The number is known first.
            _ => step.body.insert(usize::from(!step.body.is_empty()), Stmt::OpenCase),
        }
    }
    let count = dice.between(1, 3);
    let steps = (0..count).map(|i| Step { name: name(i), body: body(dice, i, count), ..Step::default() }).collect();
    Flow { name: CASE.to_owned(), steps, ..Flow::default() }
}

fn name(i: usize) -> String {
    format!("单{}", ["一", "二", "三"][i])
}

fn body(dice: &mut Dice, i: usize, count: usize) -> Vec<Stmt> {
    let lines = 600 + i * 10;
    let mut body = vec![Stmt::Set(crate::naive::script::Sum::Is(0))];
    body.truncate(usize::from(i == 0));
    if dice.chance(50) {
        body.push(Stmt::Tip(lines));
    }
    if dice.chance(50) {
        body.push(Stmt::Do(dice.below(2)));
    }
    let on = vec![pat(dice)];
    let arms = (0..dice.below(2)).map(|_| Handler { on: vec![pat(dice)], body: vec![Stmt::Do(dice.below(2))] }).collect();
    let limit = dice.chance(75).then(|| {
        let mut timeout = if dice.chance(50) { vec![Stmt::Tip(lines + 1)] } else { Vec::new() };
        if dice.chance(30) {
            timeout.push(Stmt::Again(Some(dice.between(1, 2) as u32)));
        }
        timeout.push(match dice.below(4) {
            0 => Stmt::GoOn,
            1 => Stmt::Stay,
            2 => Stmt::Goto(name(dice.below(count))),
            _ => Stmt::End(dice.below(3)),
        });
        Limit { ms: dice.pick(&LENGTHS), from: dice.chance(15).then(|| pat(dice)), timeout }
    });
    body.push(Stmt::Wait(Wait { on, arms, limit }));
    body.push(if i + 1 < count { Stmt::Goto(name(i + 1)) } else { Stmt::End(dice.below(3)) });
    body
}

fn pat(dice: &mut Dice) -> Pat {
    match dice.below(8) {
        0..=2 => Pat::Ended,
        3 => Pat::Host(dice.below(4), Some(dice.below(2))),
        _ => Pat::Host(dice.below(4), None),
    }
}
