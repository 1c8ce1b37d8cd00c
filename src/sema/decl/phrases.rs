//! 用语: texts of one meaning.

use super::folding::FoldingOf;
use crate::base::phrase::Folding;
use crate::sema::cx::{Cx, Inner};
use crate::sema::model::{self, FlowId, Param, PhrasesId, Text};
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, DeclKind, Path, PhraseClause, Quantifier};
use rayon::prelude::*;

/// A class whose texts are not read yet.
pub(crate) fn shell(p: &ast::Phrases, params: Vec<Param>, meta: model::Meta) -> model::Phrases {
    let mut class = model::Phrases {
        name: p.name.text.clone(),
        params,
        quantifier: Quantifier::Any,
        mode: None,
        open: false,
        no_interruption: false,
        pace: None,
        asserts: Vec::new(),
        promises: Vec::new(),
        includes: Vec::new(),
        folding: Folding::default(),
        entries: Vec::new(),
        span: p.name.span,
        meta,
    };
    for clause in &p.clauses {
        match clause {
            PhraseClause::Quantifier(quantifier, _) => class.quantifier = *quantifier,
            PhraseClause::Mode(mode, _) => class.mode = Some(*mode),
            PhraseClause::Open(_) => class.open = true,
            PhraseClause::NoInterruption(_) => class.no_interruption = true,
            PhraseClause::Pace(pace, _) => class.pace = Some(*pace),
            PhraseClause::Asserts(_)
            | PhraseClause::Promises(_)
            | PhraseClause::Unless(_)
            | PhraseClause::Include(_)
            | PhraseClause::Alike(_)
            | PhraseClause::Apart(_) => {}
        }
    }
    class
}

/// What the texts and clauses of a class say.
struct Body {
    entries: Vec<(Text, model::Meta)>,
    asserts: Vec<model::Expr>,
    promises: Vec<FlowId>,
    includes: Vec<PhrasesId>,
    folding: Folding,
}

/// Texts and clauses of every class.
pub(crate) fn phrases(pass: &mut Pass<'_>) {
    let env = crate::sema::cx::Env { sources: pass.sources, scopes: pass.scopes, index: pass.index, model: &pass.model };
    let bodies: Vec<_> = pass
        .items
        .par_iter()
        .filter_map(|item| match (item.symbol, &item.decl.kind) {
            (Symbol::Phrases(id), DeclKind::Phrases(p)) => {
                let mut cx = Cx::new(env, item.file).with(Inner::Params(env.model.phrases.get(id.index()).map_or(&[], |p| &p.params)));
                let body = cx.class(p);
                Some((id, body, cx.out))
            }
            _ => None,
        })
        .collect();
    for (id, body, mut out) in bodies {
        pass.out.append(&mut out);
        let Some(class) = pass.model.phrases.get_mut(id.index()) else { continue };
        class.entries = body.entries;
        class.asserts = body.asserts;
        class.promises = body.promises;
        class.includes = body.includes;
        class.folding = body.folding;
    }
}

impl Cx<'_> {
    fn class(&mut self, p: &ast::Phrases) -> Body {
        let (entries, folding) = (Vec::new(), Folding::default());
        let mut body = Body { entries, asserts: Vec::new(), promises: Vec::new(), includes: Vec::new(), folding };
        let mut folding = FoldingOf::default();
        for clause in &p.clauses {
            match clause {
                PhraseClause::Asserts(condition) => body.asserts.push(self.condition(condition)),
                PhraseClause::Promises(path) => body.promises.extend(self.case(path)),
                PhraseClause::Include(paths) => body.includes.extend(paths.iter().filter_map(|p| self.phrases_named(p))),
                PhraseClause::Alike(folds) => folding.alike(folds),
                PhraseClause::Apart(folds) => folding.apart(folds),
                PhraseClause::Quantifier(..)
                | PhraseClause::Mode(..)
                | PhraseClause::Open(_)
                | PhraseClause::NoInterruption(_)
                | PhraseClause::Pace(..)
                | PhraseClause::Unless(_) => {}
            }
        }
        body.folding = folding.told(self);
        body.entries = p.entries.iter().map(|(text, meta)| (self.text(text), super::meta(meta))).collect();
        body
    }

    /// 承诺 and 立单 name a flow that is a case.
    pub(crate) fn case(&mut self, path: &Path) -> Option<FlowId> {
        let id = self.flow(path)?;
        let flow = self.model.flows.get(id.index())?;
        if !flow.case {
            let d = crate::base::Diagnostic::new(
                &crate::sema::codes::types::TYPE_MISMATCH,
                path.span,
                format!("“{}”不是工单", flow.name),
                format!("`{}` is not a case", flow.name),
            )
            .label("这里要写工单", "a case is needed here")
            .related(flow.span, "在这里声明的", "declared here")
            .help(
                "要在挂断以后接着办，就在流程那一行写“工单 由 谁”；只是通话里的一段，用“调用”。",
                "To go on after the call, write `case by …` on the flow; a part of the call is entered with `call`.",
            );
            self.report(d);
        }
        Some(id)
    }
}
