//! 若 with its 否则若 and 否则.

use super::case::{cases, undecided};
use super::given::given;
use crate::base::{Diagnostic, limits::TABLE_BOXES};
use crate::sema::check::Context;
use crate::sema::check::domain::{Formula, Reader, Scope, cover, covered};
use crate::sema::check::facts::Look;
use crate::sema::codes::branches::{ALWAYS_OR_EMPTY, IF_GAP, NEVER_TAKEN};
use crate::sema::model::{Arm, Expr, IfArm};

/// Reports conditions that never or always hold and chains with a gap; says whether every case is taken, where that is known.
pub(super) fn check(
    cx: &Context<'_>,
    scope: Scope<'_>,
    known: Option<&Look<'_, '_>>,
    arms: &[IfArm],
    otherwise: Option<&Arm>,
    out: &mut Vec<Diagnostic>,
) -> Option<bool> {
    let first = arms.first()?;
    let tested: Vec<&Expr> = arms.iter().map(|a| &a.condition).collect();
    let read = |known: Option<&Look<'_, '_>>| {
        Reader::read(scope, |reader| {
            let conditions: Vec<Formula> = tested.iter().map(|e| reader.condition(e)).collect();
            (conditions, given(known, &tested, reader))
        })
    };
    let mut done = read(known);
    if done.0.trouble.is_some() {
        done = read(None);
    }
    let (reader, (conditions, given)) = done;
    // A lone 若 may fall through, and 否则 takes what is left: only a chain without it has anything to prove.
    let must = arms.len() > 1 && otherwise.is_none();
    if let Some(trouble) = &reader.trouble {
        out.extend(must.then(|| undecided(first.span, Some(trouble), None)).flatten());
        return (!must).then_some(false);
    }
    never(&reader, arms, &conditions, &given, out);
    let gaps = match cover(&reader.space(), &given, &conditions, false, TABLE_BOXES) {
        Ok(found) => found.gaps,
        Err(_) => {
            out.extend(must.then(|| undecided(first.span, None, None)).flatten());
            return (!must).then_some(false);
        }
    };
    if gaps.is_empty() {
        if !must {
            out.extend(always(arms, otherwise));
        }
        return Some(true);
    }
    if must && !cx.faulty_run(first.span, arms.last().unwrap_or(first).span) {
        match cases(&reader, &gaps, cx.sources) {
            Err(hard) => {
                out.extend(undecided(first.span, None, hard));
                return None;
            }
            Ok(text) => out.push(
                Diagnostic::new(&IF_GAP, first.span, format!("没有任何一支接住：{}", text.zh), format!("no branch takes: {}", text.en))
                    .help(
                        "补一支，或者写“否则”；真的什么也不做，就写 `否则 提示 照常进行。`",
                        "Add a branch or an `else`; if nothing is to be done, say so there in a `tip`.",
                    ),
            ),
        }
    }
    Some(false)
}

fn never(reader: &Reader<'_>, arms: &[IfArm], conditions: &[Formula], given: &Formula, out: &mut Vec<Diagnostic>) {
    let space = reader.space();
    for (i, (arm, condition)) in arms.iter().zip(conditions).enumerate() {
        let earlier = conditions.get(..i).unwrap_or(&[]);
        if !matches!(covered(&space, given, condition, earlier, TABLE_BOXES), Ok(true)) {
            continue;
        }
        let takes_none = |given: &Formula| matches!(covered(&space, given, condition, &[], TABLE_BOXES), Ok(true));
        let alone = takes_none(given);
        let finding = if alone && !takes_none(&Formula::always()) {
            Diagnostic::new(
                &NEVER_TAKEN,
                arm.condition.span,
                "走到这里的每一条路上，这个条件都已经不成立",
                "on every path to this place the condition is already known not to hold",
            )
            .help(
                "前面已经分过这种情况：删掉这一支，或者改对条件。",
                "The case was branched on before: delete the branch, or mend the condition.",
            )
        } else if alone {
            Diagnostic::new(&NEVER_TAKEN, arm.condition.span, "这个条件永远不会成立", "this condition can never hold")
                .help("对一对它的范围，改好或删掉这一支。", "Mind its range, and mend or delete the branch.")
        } else {
            let finding = Diagnostic::new(
                &NEVER_TAKEN,
                arm.condition.span,
                "走到这里时这个条件不会成立：上面已经全接走了",
                "this condition cannot hold here: the branches above take every such case",
            )
            .help("把特别的情况挪到上面，或者删掉这一支。", "Put the special case first, or delete the branch.");
            arms.first().map_or(finding.clone(), |a| finding.related(a.condition.span, "从这里往下", "from here on"))
        };
        out.push(finding);
    }
}

fn always(arms: &[IfArm], otherwise: Option<&Arm>) -> Option<Diagnostic> {
    let last = arms.last()?;
    let finding = Diagnostic::new(&ALWAYS_OR_EMPTY, last.condition.span, "走到这里，这个条件总是成立", "here this condition always holds");
    Some(match otherwise {
        Some(arm) => finding
            .related(arm.span, "“否则”轮不到", "`else` is never reached")
            .help("删掉“否则”，或者改对条件。", "Delete the `else`, or mend the condition."),
        None => finding.help("去掉“若”，或者改对条件。", "Drop the `if`, or mend the condition."),
    })
}
