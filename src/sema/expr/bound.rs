//! Comparison words, in the Civil Code's reading.

use crate::base::{Diagnostic, Edit};
use crate::sema::codes::types::CONTRADICTORY_BOUND;
use crate::sema::cx::Cx;
use crate::sema::model::{CompareOp, Expr, ExprKind, Test};
use crate::syntax::ast::{Bound, BoundWord};

impl Cx<'_> {
    /// A bound on a value.
    pub(super) fn bound(&mut self, left: &Expr, bound: &Bound) -> Test {
        let right = self.side(left, &bound.value);
        if !matches!(right.kind, ExprKind::Bad) && !matches!(bound.words.as_slice(), [(BoundWord::Exactly, _)]) {
            self.must_be_ordered(left, bound.span);
        }
        if let [(first, at), (second, again), ..] = bound.words.as_slice() {
            let value = self.env.sources.slice(bound.value.span);
            let (a, b) = (reading(*first, value), reading(*second, value));
            let written = |span| self.env.sources.slice(span);
            let d = Diagnostic::new(
                &CONTRADICTORY_BOUND,
                bound.span,
                format!("“{}”和“{}”写在了一个界限里", written(*at), written(*again)),
                format!("`{}` and `{}` stand in one bound", written(*at), written(*again)),
            )
            .label(format!("恰好{value}算不算？"), format!("does exactly {value} count?"))
            .help(
                format!("两种写法，挑一种：{}（{}），或者{}（{}）。", a.zh, a.zh_includes, b.zh, b.zh_includes),
                format!("Choose one: `{}` ({}), or `{}` ({}).", a.zh, a.en_includes, b.zh, b.en_includes),
            )
            .suggest(
                format!("改成“{}”", a.zh),
                format!("write `{}`", a.zh),
                vec![Edit { span: bound.span, text: a.zh.clone() }],
            );
            self.report(d);
            // Either reading would do for the checks that follow; the finding stands anyway.
            return Test::Compare(CompareOp::Eq, Expr::bad(bound.span));
        }
        let Some((word, _)) = bound.words.first() else { return Test::Compare(CompareOp::Eq, right) };
        match word {
            BoundWord::OrMore | BoundWord::Reaching | BoundWord::AtLeast => Test::Compare(CompareOp::Ge, right),
            BoundWord::OrLess | BoundWord::AtMost => Test::Compare(CompareOp::Le, right),
            BoundWord::Within => Test::Within(right),
            BoundWord::Beyond | BoundWord::MoreThan => Test::Compare(CompareOp::Gt, right),
            BoundWord::LessThan => Test::Compare(CompareOp::Lt, right),
            BoundWord::Exactly => Test::Compare(CompareOp::Eq, right),
        }
    }
}

/// A bound with one word, and whether the number itself counts.
struct Reading {
    zh: String,
    zh_includes: &'static str,
    en_includes: &'static str,
}

fn reading(word: BoundWord, value: &str) -> Reading {
    let before = |w: &str| format!("{w}{value}");
    let after = |w: &str| format!("{value} {w}");
    let (zh, includes) = match word {
        BoundWord::OrMore => (after("以上"), true),
        BoundWord::OrLess => (after("以下"), true),
        BoundWord::Within => (after("以内"), true),
        BoundWord::Beyond => (after("以外"), false),
        BoundWord::Reaching => (before("满 "), true),
        BoundWord::MoreThan => (before("超过 "), false),
        BoundWord::LessThan => (before("不足 "), false),
        BoundWord::AtLeast => (before("至少 "), true),
        BoundWord::AtMost => (before("至多 "), true),
        BoundWord::Exactly => (before("恰好 "), true),
    };
    let (zh_includes, en_includes) = if includes {
        ("包括这个数本身", "the number itself counts")
    } else {
        ("不包括这个数本身", "the number itself does not count")
    };
    Reading { zh, zh_includes, en_includes }
}
