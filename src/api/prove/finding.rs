//! Guarantees that do not hold, or of which nobody can tell, as findings.

use super::{body, call, report};
use crate::base::{Diagnostic, Level};
use crate::prove::{Counterexample, Outcome, Proof, Why};
use crate::runtime::Machine;
use crate::sema::codes::guarantees::{COUNTER_EXAMPLE, NOT_PROVED};
use crate::sema::model::Model;
use std::sync::Arc;

/// Lines of the call that a finding shows; `huashu prove` shows all.
const SHOWN: usize = 12;

/// What there is to be mended; nothing where it is proved.
pub(super) fn of(model: &Model, machine: &Arc<Machine>, proof: &Proof) -> Option<Diagnostic> {
    let (rule, body) = body(model, proof)?;
    let name = &rule.name;
    let mut found = match &proof.outcome {
        // A package without a flow promises for those who use it.
        Outcome::Unproved(Why::Start) if model.flows.is_empty() => return None,
        Outcome::Proved | Outcome::Unproved(Why::Impossible) => return None,
        Outcome::Refuted(found) => {
            let at = body.sentences.get(found.sentence.saturating_sub(1) as usize).map_or(rule.span, |s| s.span);
            let (zh, en) = shown(machine, proof.rule, found);
            Diagnostic::new(&COUNTER_EXAMPLE, at, format!("保证“{name}”守不住"), format!("the guarantee `{name}` does not hold"))
                .label("这一句会被违反", "this can be broken")
                .help(format!("照这通电话看，漏在哪一步：\n{zh}"), format!("See which step of this call is amiss:\n{en}"))
        }
        Outcome::Unproved(why) => {
            let (why, states) = (report::reason(*why), proof.states);
            Diagnostic::new(
                &NOT_PROVED,
                rule.span,
                format!("保证“{name}”没有证明：{}", why.zh),
                format!("the guarantee `{name}` is not proved: {}", why.en),
            )
            .label(format!("看了 {states} 个状态，没有找到反例"), format!("{states} states were looked at, none breaks it"))
            .help(
                "把流程或这一句写得简单些；只想事后看做没做到，就加上“可监控”。",
                "Make the flow or the sentence simpler; to watch it only, add `or monitor`.",
            )
        }
    };
    // What is watched all the same is no promise.
    if body.monitor {
        found.level = Level::Warn;
    }
    Some(found)
}

/// The same in a check: what nobody could prove is no fault of the script yet, and it is not passed over. `huashu prove` lets only what
/// is proved pass.
pub(super) fn in_passing(mut finding: Diagnostic) -> Diagnostic {
    finding.level = finding.level.min(Level::Warn);
    finding
}

/// The same where a check stopped before all was looked at.
pub(super) fn hasty(finding: Diagnostic) -> Diagnostic {
    in_passing(finding).help(
        "检查只顺便看这么多：用 huashu prove 看完，证了才算。",
        "A check looks at no more than this in passing: `huashu prove` looks at all, and only that counts.",
    )
}

/// The end of the call, in both languages.
pub(super) fn shown(machine: &Arc<Machine>, rule: u32, found: &Counterexample) -> (String, String) {
    let lines = call::told(machine, rule, found);
    let skipped = lines.len().saturating_sub(SHOWN);
    let text = |lang| {
        let shown = lines.iter().skip(skipped).map(|l| {
            let line = l.line(machine, lang);
            format!("{} {} {}", line.at, if line.given { "●" } else { "→" }, line.text)
        });
        let before = (skipped > 0).then(|| "…".to_owned());
        before.into_iter().chain(shown).collect::<Vec<_>>().join("\n")
    };
    (text(crate::base::Lang::Zh), text(crate::base::Lang::En))
}
