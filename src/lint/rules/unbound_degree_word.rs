//! L08: a customer is promised “at once” and no number stands behind it.

use crate::base::Diagnostic;
use crate::lint::{Rule, codes::UNBOUND_DEGREE_WORD, cx::Cx, cx::Spoken};
use crate::sema::model::Ty;
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule { run };

/// Words of degree.
const WORDS: &[&str] =
    &["马上", "尽快", "立即", "立刻", "及时", "尽早", "赶快", "赶紧", "很快", "即刻", "当即", "第一时间", "最短的时间", "最短时间"];

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A promise opens a case, and the case's limits are the number.
    for line in cx.spoken.iter().filter(|l| !l.backing.promises && !names_a_time(l)) {
        let unbound = WORDS.iter().filter(|w| !cx.is_bound(w)).flat_map(|w| line.words.find(w).map(move |at| (at, *w)));
        let places: BTreeSet<(usize, &str)> = unbound.filter(|(at, _)| !line.words.asks(*at)).collect();
        for (at, word) in places {
            out.push(
                Diagnostic::new(
                    &UNBOUND_DEGREE_WORD,
                    line.words.place(at, word.len()),
                    format!("答应客户“{word}”，却没有说到底多久"),
                    format!("the customer is promised “{word}” and no number stands behind it"),
                )
                .help(
                    format!("给它一个数（常量 `{word} = 2小时`），再写 `承诺` 让一张工单去催；或者把时间说给客户听。"),
                    format!("Bind it (a constant `{word} = 2h`) and let a case watch it with `promises`, or tell the customer the time."),
                ),
            );
        }
    }
}

/// The line itself tells a time.
fn names_a_time(line: &Spoken<'_>) -> bool {
    let mut told = false;
    line.text.exprs(&mut |e| told |= matches!(e.ty, Ty::Duration | Ty::Civil | Ty::Working | Ty::Instant | Ty::Clock));
    told || ["小时", "分钟"].iter().any(|unit| line.words.contains(unit))
}
