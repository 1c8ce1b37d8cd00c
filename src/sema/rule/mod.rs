//! Part 2: 情形, 计量, 规则, 保证, 评分, 指标. Every sentence becomes one of the eighteen patterns.

mod body;
mod bound;
mod clash;
mod conflict;
mod covers;
mod events;
mod key;
mod line;
mod measure;
mod metric;
mod outcomes;
mod overlap;
mod pattern;
mod proof;
mod score;
mod sentence;
mod stretch;
mod twins;

pub(crate) use conflict::conflicts;
pub(crate) use line::each_event;
pub(crate) use measure::word as measure_word;
pub(crate) use metric::metrics;
pub(crate) use outcomes::outcomes;
pub(crate) use proof::provable;
pub(crate) use score::scores;
pub(crate) use stretch::stretches;
pub(crate) use twins::twins;

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::{Cx, Env};
use crate::sema::model::{FlowId, Model, RuleBody, RuleId, Var};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::{Collected, FileIx, Symbol};
use crate::syntax::ast::{DeclKind, MeasureKind, Path};
use rayon::prelude::*;

/// What the rules of a package gave: bodies, variables that they made in flows, findings.
type Read = (RuleId, RuleBody, Vec<(FlowId, Vec<Var>)>, Vec<Diagnostic>);

/// 规则 and 保证, in parallel.
pub(crate) fn rules(pass: &mut Pass<'_>, found: &Collected<'_>) {
    let env = Env { sources: pass.sources, scopes: pass.scopes, index: pass.index, model: &pass.model };
    let read: Vec<Read> = found
        .rules
        .par_iter()
        .map(|(file, id, rule)| {
            let mut cx = Cx::new(env, *file);
            let (body, vars) = cx.rule_body(rule);
            (*id, body, vars, cx.out)
        })
        .collect();
    for (id, body, vars, mut out) in read {
        pass.out.append(&mut out);
        for (flow, vars) in vars {
            let Some(slot) = pass.model.flows.get_mut(flow.index()).map(|f| &mut f.vars) else { continue };
            // Two rules may speak of the same record that the flow does not use: it is one record.
            for var in vars {
                if !slot.iter().any(|v| v.name == var.name) {
                    slot.push(var);
                }
            }
        }
        if let Some(rule) = pass.model.rules.get_mut(id.index()) {
            rule.body = Some(Box::new(body));
        }
    }
}

/// 计量 of packages and flows.
pub(crate) fn measures(pass: &mut Pass<'_>, found: &Collected<'_>) {
    let mut settings = Vec::new();
    for (file, measure) in &found.measures {
        let own = is_own(pass, *file);
        let read = pass.read(*file, |cx| cx.measure(measure));
        if own {
            settings.extend(read);
        }
    }
    measure::twice(&settings, &mut pass.out);
    pass.model.measure = settings;
    let flows: Vec<_> = pass
        .items
        .iter()
        .filter_map(|item| match (item.symbol, &item.decl.kind) {
            (Symbol::Flow(id), DeclKind::Flow(flow)) => flow.measure.as_ref().map(|m| (item.file, id, m)),
            _ => None,
        })
        .collect();
    for (file, id, measure) in flows {
        let read = pass.read(file, |cx| cx.measure(measure));
        measure::twice(&read, &mut pass.out);
        if let Some(lag) = read.iter().find(|s| s.kind == MeasureKind::TranscriptLag) {
            pass.out.push(measure::whole_program(lag.span));
        }
        if let Some(flow) = pass.model.flows.get_mut(id.index()) {
            flow.measure = read;
        }
    }
}

/// Whether a file belongs to the package that is checked.
fn is_own(pass: &Pass<'_>, file: FileIx) -> bool {
    pass.scopes.files.get(file.0).is_some_and(|f| f.package == 0)
}

impl Cx<'_> {
    /// A 规则 or 保证 by name.
    pub(crate) fn rule_named(&mut self, path: &Path) -> Option<RuleId> {
        let name = path.parts.last()?;
        if let Some(id) = self.rule_quietly(path) {
            return Some(id);
        }
        if let Some(entry) = path.parts.first().and_then(|first| self.global(first)).filter(|_| path.parts.len() == 1) {
            let (zh, en) = entry.symbol.word();
            let d = Diagnostic::new(
                &TYPE_MISMATCH,
                path.span,
                format!("“{}”是{zh}，这里要写规则", name.text),
                format!("`{}` is {en}; here a rule is needed", name.text),
            );
            self.report(d);
            return None;
        }
        let names: Vec<&str> = rules_of(self.model).map(|(_, name)| name).collect();
        let d = unknown(name, Wanted::Rule, None, names.into_iter());
        self.report(Diagnostic { code: &crate::sema::codes::names::UNKNOWN_NAME, ..d });
        None
    }

    /// The same without a finding.
    pub(crate) fn rule_quietly(&self, path: &Path) -> Option<RuleId> {
        let name = path.parts.last()?;
        let span = match path.parts.as_slice() {
            [_] => *self.env.scopes.rules(self.file)?.get(&name.text)?,
            [package, _] => {
                let import = self.env.scopes.opener(self.file, &package.text)?;
                *self.env.scopes.packages.get(import.package)?.rules.get(&name.text)?
            }
            _ => return None,
        };
        let found = self.model.rules.iter().position(|r| r.span == span && is_rule(r.kind))?;
        Some(RuleId(found as u32))
    }

    /// Reports a sentence that is none of the eighteen.
    pub(crate) fn no_such_sentence(&mut self, span: Span, zh: &str, en: &str, help: (&str, &str)) {
        let d = Diagnostic::new(&crate::syntax::codes::WORDS_LEFT_OVER, span, zh, en).help(help.0, help.1);
        self.report(d);
    }
}

fn is_rule(kind: crate::sema::model::RuleKind) -> bool {
    matches!(kind, crate::sema::model::RuleKind::Rule | crate::sema::model::RuleKind::Guarantee)
}

fn rules_of(model: &Model) -> impl Iterator<Item = (RuleId, &str)> {
    model.rules.iter().enumerate().filter(|(_, r)| is_rule(r.kind)).map(|(i, r)| (RuleId(i as u32), r.name.as_str()))
}
