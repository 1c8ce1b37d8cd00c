//! Phrase classes and forbidden words.

use super::{
    Actor, EventAtom, EventKind, Expr, FlowId, ForbidId, LeafId, Meta, ModalWord, Model, Nth, Param, Pattern, PhrasesId, RoleId, RuleId,
    Sentence, StepId, TaxonomyId, Text,
};
use crate::base::phrase::{Folding, Options};
use crate::base::{Decimal, Span};
use crate::syntax::ast::{MatchMode, Pace, Position, Quantifier, Severity};
use smol_str::SmolStr;

/// A 用语.
#[derive(Debug, Clone)]
pub struct Phrases {
    /// Its name.
    pub name: SmolStr,
    /// By position.
    pub params: Vec<Param>,
    /// How many entries must be said.
    pub quantifier: Quantifier,
    /// How they are matched.
    pub mode: Option<MatchMode>,
    /// 开放
    pub open: bool,
    /// 不算插话
    pub no_interruption: bool,
    /// 语速
    pub pace: Option<Pace>,
    /// 断言
    pub asserts: Vec<Expr>,
    /// 承诺
    pub promises: Vec<FlowId>,
    /// 包括
    pub includes: Vec<PhrasesId>,
    /// 不分, 区分
    pub folding: Folding,
    /// The class's own texts.
    pub entries: Vec<(Text, Meta)>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 禁语.
#[derive(Debug, Clone)]
pub struct Forbid {
    /// Its name.
    pub name: SmolStr,
    /// How grave.
    pub severity: Severity,
    /// 扣
    pub points: Option<Decimal>,
    /// 一票否决
    pub veto: bool,
    /// 开放
    pub open: bool,
    /// Its own phrases.
    pub entries: Vec<ForbidEntry>,
    /// 包括
    pub includes: Vec<PhrasesId>,
    /// 除非, with their places.
    pub unless: Vec<(SmolStr, Span)>,
    /// 只对; empty: the agent.
    pub spoken_by: Vec<RoleId>,
    /// 范围
    pub scope: Scope,
    /// 位置
    pub position: Option<Position>,
    /// 当
    pub when: Option<Expr>,
    /// 不分, 区分, 跳过
    pub folding: Folding,
    /// 引述也算
    pub quotes_count: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A forbidden phrase.
#[derive(Debug, Clone)]
pub struct ForbidEntry {
    /// The words, `…` kept.
    pub phrase: SmolStr,
    /// Its place.
    pub span: Span,
    /// What to say instead, with its place.
    pub replacement: Option<(SmolStr, Span)>,
    /// 类别 of its row in a file.
    pub category: Option<SmolStr>,
    /// 级别 of its row in a file; the set's own where there is none.
    pub severity: Option<Severity>,
    /// Citations and documentation.
    pub meta: Meta,
}

/// Where a 禁语 is in force; all empty: everywhere.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Flows.
    pub flows: Vec<FlowId>,
    /// Steps.
    pub steps: Vec<(FlowId, StepId)>,
    /// Phases.
    pub phases: Vec<(TaxonomyId, LeafId)>,
}

impl Forbid {
    /// How its phrases are compared.
    pub fn options(&self) -> Options {
        self.folding.change(Options::default())
    }
}

impl Model {
    /// The rule that forbids a 禁语 as a whole, if there is one: who wrote it has said what a hit costs. Without one a 禁语 is a rule of
    /// its own.
    pub fn rule_against(&self, forbid: ForbidId) -> Option<RuleId> {
        let says = |sentence: &Sentence| {
            let Pattern::Never(on) = &sentence.pattern else { return false };
            let within = &sentence.within;
            let narrowed = !within.provided.is_empty() || !within.during.is_empty() || within.between.is_some() || within.every.is_some();
            let whole =
                |a: &EventAtom| matches!(a.kind, EventKind::SaysForbidden(f) if f == forbid) && a.test.is_none() && a.filter.is_none();
            let spoken = |a: &EventAtom| matches!(a.actor, None | Some(Actor::Agent));
            sentence.modal != ModalWord::May && !narrowed && on.nth == Nth::Any && on.on.event.atoms.iter().any(|a| whole(a) && spoken(a))
        };
        let at = self.rules.iter().position(|r| r.body.as_ref().is_some_and(|b| b.key.is_none() && b.sentences.iter().any(says)))?;
        Some(RuleId(at as u32))
    }
}
