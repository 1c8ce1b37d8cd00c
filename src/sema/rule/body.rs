//! The head of a 规则 or 保证: key, severity, points, and the rules it stands beside.

use super::key::KeyRef;
use super::measure;
use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::codes::types::{POINTS_ON_ADVICE, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{Assume, Deduct, ExprKind, FlowId, RuleBody, RuleId, Severity, Ty, Value, Var};
use crate::syntax::ast::{self, MeasureKind, ModalWord, Path};

impl Cx<'_> {
    /// Everything a rule says, and the variables that its sentences made in flows.
    pub(super) fn rule_body(&mut self, rule: &ast::RuleDecl) -> (RuleBody, Vec<(FlowId, Vec<Var>)>) {
        let key = KeyRef::of(rule.key.as_ref());
        let using = self.calendar(rule.using.as_ref());
        let mut vars = Vec::new();
        let mut sentences = Vec::new();
        for written in &rule.sentences {
            let (sentence, made) = self.rule_sentence(written, &key, using, rule.guarantee);
            sentences.extend(sentence);
            vars.extend(made);
        }
        let measure = rule.measure.as_ref().map(|m| self.measure(m)).unwrap_or_default();
        measure::twice(&measure, &mut self.out);
        if let Some(lag) = measure.iter().find(|s| s.kind == MeasureKind::TranscriptLag) {
            self.report(measure::whole_program(lag.span));
        }
        self.advice(rule);
        if rule.empty && rule.advice.is_none() && !rule.name.text.is_empty() {
            self.silent(rule);
        }
        let points = rule.points.iter().map(|p| self.deduct(p)).collect();
        let assumes = rule.assumes.iter().map(|a| self.assume(a)).collect();
        let body = RuleBody {
            line: self.time_line(&key, &sentences),
            key: key.written(),
            severity: rule.severity.unwrap_or(Severity::Ordinary),
            points,
            veto: rule.veto,
            fold_into: self.other_rules(&rule.fold_into),
            over: self.other_rules(&rule.over),
            advice: rule.advice.is_some(),
            monitor: rule.monitor,
            using,
            assumes,
            measure,
            sentences: if rule.advice.is_some() { Vec::new() } else { sentences },
        };
        (body, vars)
    }

    fn other_rules(&mut self, paths: &[Path]) -> Vec<RuleId> {
        paths.iter().filter_map(|p| self.rule_named(p)).collect()
    }

    fn assume(&mut self, assume: &ast::Assume) -> Assume {
        let event = self.event(&assume.events);
        let subject = crate::sema::model::Expr::new(ExprKind::Bad, Ty::Times, Span { end: assume.span.start, ..assume.span });
        let times = assume.times.as_ref().map(|t| self.test(&subject, t));
        Assume { event, times, span: assume.span }
    }

    fn deduct(&mut self, points: &ast::Points) -> Deduct {
        let at_most = points.at_most.as_ref().and_then(|e| self.marks(e));
        Deduct { on: points.on, amount: points.amount, at_most, span: points.span }
    }

    /// A number of points, its unit written or not.
    pub(crate) fn marks(&mut self, written: &ast::Expr) -> Option<Decimal> {
        let read = self.expr(written, Some(&Ty::Points));
        match (&read.kind, &read.ty) {
            (ExprKind::Value(Value::Number(n)), Ty::Points | Ty::Integer | Ty::Number) => Some(*n),
            (ExprKind::Bad, _) => None,
            _ => {
                let (zh, en) = read.ty.called(self.model);
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    read.span,
                    format!("这里要一个分数，写的是{zh}"),
                    format!("a number of points is needed here, and this is {en}"),
                );
                self.report(d.help("写成 20分。", "Write `20分`."));
                None
            }
        }
    }

    /// A rule without a sentence says nothing.
    fn silent(&mut self, rule: &ast::RuleDecl) {
        let (name, zh, en) =
            (&rule.name.text, if rule.guarantee { "保证" } else { "规则" }, if rule.guarantee { "guarantee" } else { "rule" });
        let d = Diagnostic::new(
            &crate::syntax::codes::WORDS_LEFT_OVER,
            rule.name.span,
            format!("{zh}“{name}”里一句话也没有"),
            format!("the {en} `{name}` has no sentence"),
        );
        self.report(d.help(
            "在它下面缩进写一句，例如“不得 话务员 抢话”；只写进手册的，加上“仅指导”。",
            "Write a sentence below it, indented, such as `must not agent cut in`; for the handbook alone add `advice`.",
        ));
    }

    /// What is only advised costs nothing.
    fn advice(&mut self, rule: &ast::RuleDecl) {
        let Some(points) = rule.points.first() else { return };
        let advised = rule.sentences.iter().find_map(|s| {
            let modal = modal_of(s)?;
            matches!(modal.word, ModalWord::Advisable | ModalWord::Inadvisable | ModalWord::May).then_some(modal.span)
        });
        let Some(at) = rule.advice.or(advised) else { return };
        let d = Diagnostic::new(&POINTS_ON_ADVICE, points.span, "只是建议的事，不能扣分", "what is only advised costs no points")
            .related(at, "这里说的是建议", "here it is advice")
            .help(
                "要扣分，就把“宜”写成“应”或“必须”（“不宜”写成“不应”“不得”）；不扣分，就删掉“扣”。",
                "To deduct points write `should` or `must` instead of `advisable`; otherwise leave out `deduct`.",
            );
        self.report(d);
    }
}

/// The modal of a sentence.
pub(super) fn modal_of(sentence: &ast::Sentence) -> Option<ast::Modal> {
    use ast::{Relation as R, SentenceForm as F};
    match &sentence.form {
        F::By(_, o) | F::Edge(_, o) | F::While { ordered: o, .. } | F::Plain(o) => Some(o.modal),
        F::Successive(_, modal, _) => *modal,
        F::Lasting { modal, .. } => Some(*modal),
        F::Related { relation, .. } => match relation {
            R::Before(_, o) | R::After(_, o) | R::NextLine(o) | R::Between(o) | R::Then(o) => Some(o.modal),
            R::Only(_) => None,
            R::Count(modal, _) => *modal,
            R::At(modal, _) | R::Ordered(modal, _) => Some(*modal),
        },
    }
}
