//! 禁语: what must not be said, where, and by whom.

use super::folding::FoldingOf;
use crate::base::Diagnostic;
use crate::sema::codes::phrases::EMPTY_CLASS;
use crate::sema::cx::Cx;
use crate::sema::expr::text::plain;
use crate::sema::model::{FlowId, ForbidEntry, LeafId, PhrasesId, Scope, StepId, TaxonomyId};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{DeclKind, Forbid, ForbidSetting, Path};

/// Entries and settings of every 禁语.
pub(crate) fn forbids(pass: &mut Pass<'_>) {
    for item in pass.items {
        let (Symbol::Forbid(id), DeclKind::Forbid(forbid)) = (item.symbol, &item.decl.kind) else { continue };
        let Some(mut read) = pass.model.forbids.get(id.index()).cloned() else { continue };
        pass.read(item.file, |cx| {
            read.entries = cx.forbid_entries(forbid);
            let included = forbid.settings.iter().any(|s| matches!(s, ForbidSetting::Include(_)));
            let mut whole = true;
            let mut folding = FoldingOf::default();
            for setting in &forbid.settings {
                match setting {
                    ForbidSetting::Unless(texts) => read.unless.extend(texts.iter().map(|t| (plain(t), t.span))),
                    ForbidSetting::SpokenBy(names) => read.spoken_by.extend(cx.roles(names)),
                    ForbidSetting::WithinFlows(paths) => read.scope.flows.extend(paths.iter().filter_map(|p| cx.flow(p))),
                    ForbidSetting::WithinSteps(paths) => paths.iter().for_each(|p| cx.steps_within(p, &mut read.scope)),
                    ForbidSetting::WithinPhases(paths) => read.scope.phases.extend(paths.iter().filter_map(|p| cx.phase_path(p))),
                    ForbidSetting::Position(position) => read.position = Some(*position),
                    ForbidSetting::When(condition) => read.when = Some(cx.condition(condition)),
                    ForbidSetting::Alike(folds) => folding.alike(folds),
                    ForbidSetting::Apart(folds) => folding.apart(folds),
                    ForbidSetting::Skip(count, span) => folding.skip(*count, *span, cx),
                    ForbidSetting::QuotesCount => read.quotes_count = true,
                    ForbidSetting::FromFile(file) => {
                        whole &= cx.forbid_rows(file, &mut read.entries);
                    }
                    ForbidSetting::Include(paths) => read.includes.extend(paths.iter().filter_map(|p| cx.phrases_named(p))),
                }
            }
            read.folding = folding.told(cx);
            // A file that cannot be read may hold anything.
            if read.entries.is_empty() && !included && whole {
                cx.report(empty(forbid));
            }
        });
        if let Some(slot) = pass.model.forbids.get_mut(id.index()) {
            *slot = read;
        }
    }
}

fn empty(forbid: &Forbid) -> Diagnostic {
    let name = &forbid.name.text;
    Diagnostic::new(
        &EMPTY_CLASS,
        forbid.name.span,
        format!("禁语“{name}”里一个词也没有"),
        format!("the forbidden set `{name}` has no entry"),
    )
    .help("在它下面缩进写上不能说的词，一行一个。", "Write the forbidden words below it, indented, one a line.")
}

impl Cx<'_> {
    fn forbid_entries(&mut self, forbid: &Forbid) -> Vec<ForbidEntry> {
        let mut entries = Vec::new();
        for entry in &forbid.entries {
            self.documents(&entry.phrase);
            let replacement = entry.replacement.as_ref().map(|r| {
                self.documents(r);
                (plain(r), r.span)
            });
            entries.push(ForbidEntry {
                phrase: plain(&entry.phrase),
                span: entry.phrase.span,
                replacement,
                category: None,
                severity: None,
                meta: super::meta(&entry.meta),
            });
        }
        entries
    }

    /// A class by path.
    pub(crate) fn phrases_named(&mut self, path: &Path) -> Option<PhrasesId> {
        self.named(path, Wanted::Phrases, |s| match s {
            Symbol::Phrases(id) => Some(id),
            _ => None,
        })
    }

    /// A flow by path.
    pub(crate) fn flow(&mut self, path: &Path) -> Option<FlowId> {
        self.named(path, Wanted::Flow, |s| match s {
            Symbol::Flow(id) => Some(id),
            _ => None,
        })
    }

    /// `环节` alone means every step of that name; `流程.环节` one.
    fn steps_within(&mut self, path: &Path, scope: &mut Scope) {
        let found = self.steps_named(path);
        if found.is_empty() {
            let Some(name) = path.parts.last() else { return };
            let names = self.env.index.step_names();
            self.report(unknown(name, Wanted::Step, None, names.into_iter()));
        }
        scope.steps.extend(found);
    }

    /// The steps that a path names: of one flow, or of all flows. Empty where there is none.
    pub(crate) fn steps_named(&mut self, path: &Path) -> Vec<(FlowId, StepId)> {
        match path.parts.as_slice() {
            [name] => self.env.index.steps(&name.text).to_vec(),
            [.., flow, step] => match self.global_quietly(&flow.text) {
                Some(Symbol::Flow(id)) => self.env.index.step(id, &step.text).map(|s| (id, s)).into_iter().collect(),
                _ => Vec::new(),
            },
            [] => Vec::new(),
        }
    }

    /// `范围 阶段`: a leaf of any 分类, or `类.叶`.
    pub(crate) fn phase_path(&mut self, path: &Path) -> Option<(TaxonomyId, LeafId)> {
        match path.parts.as_slice() {
            [name] => self.phase(name),
            [first, leaf] => match self.global_quietly(&first.text) {
                Some(Symbol::Taxonomy(id)) => self.leaf(id, leaf).map(|l| (id, l)),
                _ => {
                    self.unknown_path(path, Wanted::Taxonomy, |s| matches!(s, Symbol::Taxonomy(_)));
                    None
                }
            },
            _ => None,
        }
    }
}
