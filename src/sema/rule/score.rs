//! 评分.

use crate::base::{Decimal, Diagnostic};
use crate::sema::codes::names::DUPLICATE_NAME;
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Score, ScoreGroup};
use crate::sema::pass::Pass;
use crate::sema::scope::{Collected, Symbol};
use crate::syntax::ast;

/// The package's 评分; there is one.
pub(crate) fn scores(pass: &mut Pass<'_>, found: &Collected<'_>) {
    let own = |file: &crate::sema::scope::FileIx| pass.scopes.files.get(file.0).is_some_and(|f| f.package == 0);
    // Where the package has none, that of a package which it uses counts.
    let all: Vec<_> = found.scores.iter().filter(|(f, ..)| own(f)).chain(found.scores.iter().filter(|(f, ..)| !own(f))).collect();
    let mut first: Option<crate::base::Span> = None;
    for (file, decl, score) in all {
        let mine = pass.scopes.files.get(file.0).is_some_and(|f| f.package == 0);
        let mut read = pass.read(*file, |cx| cx.score(score));
        read.meta = meta(&decl.meta);
        match first {
            None => {
                first = Some(score.span);
                pass.model.score = Some(read);
            }
            Some(at) if mine => pass.out.push(
                Diagnostic::new(&DUPLICATE_NAME, score.span, "一个脚本包只能有一个“评分”", "a package has one score")
                    .related(at, "先写在这里", "first written here")
                    .help("把两个并成一个。", "Join the two."),
            ),
            Some(_) => {}
        }
    }
}

impl Cx<'_> {
    fn score(&mut self, score: &ast::Score) -> Score {
        let mut mark = |written: &Option<(ast::Expr, crate::base::Span)>, default: Decimal| {
            written.as_ref().and_then(|(e, _)| self.marks(e)).unwrap_or(default)
        };
        let full = mark(&score.full, Decimal(100 * Decimal::ONE.0));
        let pass = mark(&score.pass, Decimal::ZERO);
        let veto = mark(&score.veto, Decimal::ZERO);
        if let Some((_, span)) = &score.pass
            && pass > full
        {
            let d = Diagnostic::new(
                &OUT_OF_RANGE,
                *span,
                format!("合格分 {pass} 比满分 {full} 还高，谁也不会合格"),
                format!("the pass mark {pass} lies above the full mark {full}: nobody can pass"),
            );
            self.report(d.help("把合格分写低一些。", "Lower the pass mark."));
        }
        let groups = score.groups.iter().map(|g| self.score_group(g)).collect();
        Score { full, pass, veto, groups, span: score.span, meta: crate::sema::model::Meta::default() }
    }

    fn score_group(&mut self, group: &ast::ScoreGroup) -> ScoreGroup {
        let at_most = group.at_most.as_ref().and_then(|e| self.marks(e));
        let mut made = ScoreGroup { name: group.name.text.clone(), at_most, rules: Vec::new(), forbids: Vec::new() };
        for path in &group.rules {
            // A rule may bear the name of anything else, so it is looked for first.
            if let Some(rule) = self.rule_quietly(path) {
                made.rules.push(rule);
            } else if let Some(Symbol::Forbid(id)) = self.global_path_quietly(path) {
                made.forbids.push(id);
            } else {
                self.rule_named(path);
            }
        }
        made
    }
}
