//! 假定: what a guarantee takes for granted besides, as rules of their own. A call that breaks one of them is not looked at.

use super::body;
use crate::base::Diagnostic;
use crate::lint::codes::NEEDLESS_ASSUMPTION;
use crate::lower;
use crate::program::Program;
use crate::prove::{Bounds, Outcome, Proof, Prover, Why};
use crate::sema::codes::guarantees::IMPOSSIBLE_ASSUMPTION;
use crate::sema::model::{Assume, CompareOp, Expr, Keyed, Model, Nth, Pattern, Rule, RuleKind, Test, Trigger, Within};

/// A program in which each 假定 is a rule, and which of them belong to which guarantee.
#[derive(Debug)]
pub(super) struct Assuming {
    program: Program,
    /// A guarantee, and its 假定 in their order, by their places among the rules.
    of: Vec<(u32, Vec<u32>)>,
}

impl Assuming {
    /// The program of a model whose guarantees assume something; none where nothing is assumed.
    pub(super) fn new(model: &Model, sources: &crate::base::Sources) -> Option<Self> {
        let mut with = model.clone();
        let mut of = Vec::new();
        for (at, rule) in model.rules.iter().enumerate() {
            let made: Vec<Rule> = stated(rule);
            if made.is_empty() {
                continue;
            }
            let first = with.rules.len();
            with.rules.extend(made);
            of.push((at as u32, (first as u32..with.rules.len() as u32).collect()));
        }
        if of.is_empty() {
            return None;
        }
        Some(Self { program: lower::lower(&with, sources).program, of })
    }

    /// Proves a guarantee under what it assumes; none where it assumes nothing.
    pub(super) fn prove(&self, rule: u32, bounds: &Bounds) -> Option<Proof> {
        let (_, assumed) = self.of.iter().find(|(of, _)| *of == rule)?;
        let prover = Prover::new(&self.program);
        let mut proof = prover.prove(rule, assumed, bounds);
        if proof.outcome == Outcome::Proved {
            let without = |i: usize| assumed.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, rule)| *rule).collect::<Vec<_>>();
            let needless = |i: &usize| prover.prove(rule, &without(*i), bounds).outcome == Outcome::Proved;
            proof.needless = (0..assumed.len()).filter(needless).collect();
        }
        Some(proof)
    }
}

/// What is to be said of the assumptions of a proof.
pub(super) fn findings(model: &Model, proof: &Proof) -> Vec<Diagnostic> {
    let Some((rule, body)) = body(model, proof) else { return Vec::new() };
    if proof.outcome == Outcome::Unproved(Why::Impossible) {
        let at = body.assumes.first().map_or(rule.span, |a| a.span);
        let finding = Diagnostic::new(
            &IMPOSSIBLE_ASSUMPTION,
            at,
            format!("“{}”假定的事，照这个流程走不成：没有一通电话合得上", rule.name),
            format!("what `{}` assumes cannot be in this flow: no call agrees with it", rule.name),
        )
        .label("没有一通电话是这样", "no call is like this")
        .help(
            "这样什么都证得出来，等于没有证。看看事写对了没有、次数够不够；不是非要不可的假定就删掉。",
            "Everything can be proved of nothing. See whether the event and the number of times are right, or delete the assumption.",
        );
        return vec![finding];
    }
    let needless = proof.needless.iter().filter_map(|i| body.assumes.get(*i));
    let finding = |assume: &Assume| {
        Diagnostic::new(
            &NEEDLESS_ASSUMPTION,
            assume.span,
            format!("“{}”用不着这个假定：不假定也证得出来", rule.name),
            format!("`{}` does not need this assumption: it is proved without it", rule.name),
        )
        .label("证的时候没有用上", "the proof makes no use of it")
        .help("删掉它，保证就更硬。", "Delete it: the guarantee says more without it.")
    };
    needless.map(finding).collect()
}

/// The 假定 of a guarantee, each as a rule.
fn stated(rule: &Rule) -> Vec<Rule> {
    let Some(body) = rule.body.as_ref().filter(|b| rule.kind == RuleKind::Guarantee && !b.advice) else { return Vec::new() };
    let Some(like) = body.sentences.first() else { return Vec::new() };
    let made = body.assumes.iter().enumerate().map(|(at, assume)| {
        let mut body = body.clone();
        (body.key, body.assumes, body.fold_into, body.over, body.points) = (None, Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut sentence = like.clone();
        sentence.pattern = pattern(assume);
        (sentence.within, sentence.otherwise, sentence.unless, sentence.yields) = (Within::default(), Vec::new(), None, Vec::new());
        (sentence.flow, sentence.latest) = (None, false);
        body.sentences = vec![sentence];
        Rule { name: format!("{} 假定 {}", rule.name, at + 1).into(), kind: RuleKind::Rule, body: Some(body), ..rule.clone() }
    });
    made.collect()
}

/// 终会发生 is what must come before the end; 至多 and its like are what is counted.
fn pattern(assume: &Assume) -> Pattern {
    let on = Trigger { on: Keyed { event: assume.event.clone(), keys: Vec::new() }, nth: Nth::Any };
    match &assume.times {
        None => Pattern::Always(on),
        Some(times) => {
            let (least, most) = ends(times);
            Pattern::Times(on, least, most)
        }
    }
}

fn ends(times: &Test) -> (Option<Expr>, Option<Expr>) {
    match times {
        Test::Compare(CompareOp::Le, e) => (None, Some(e.clone())),
        Test::Compare(CompareOp::Ge, e) => (Some(e.clone()), None),
        Test::Compare(CompareOp::Eq, e) => (Some(e.clone()), Some(e.clone())),
        // Whatever else is written narrows nothing; what is proved is proved all the same.
        _ => (None, None),
    }
}
