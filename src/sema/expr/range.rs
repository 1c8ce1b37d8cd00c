//! Ranges, and literals that lie outside a declared one.

use crate::base::{Diagnostic, Edit, Message, Span};
use crate::sema::check::domain::amount_in_words;
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::sema::cx::{Cx, Inner};
use crate::sema::model::{self, CompareOp, ConstState, Expr, ExprKind, Model, Slot, Test, Ty, Value};
use crate::syntax::ast;

impl Cx<'_> {
    /// `a..b` over values of a type. A unit on the upper end alone serves both.
    pub(crate) fn range(&mut self, range: &ast::Range, ty: &Ty) -> model::Range {
        let unit = range.high.as_ref().and_then(|h| match &h.kind {
            ast::ExprKind::Quantity(parts) => parts.last().map(|(_, unit)| *unit),
            _ => None,
        });
        let slot = Slot::of(ty.clone());
        let low = range.low.as_ref().map(|low| {
            let low = match (&low.kind, unit) {
                (ast::ExprKind::Number(n), Some(unit)) => ast::Expr { kind: ast::ExprKind::Quantity(vec![(*n, unit)]), span: low.span },
                _ => low.as_ref().clone(),
            };
            Box::new(self.value_for(&low, &slot))
        });
        let high = range.high.as_ref().map(|high| Box::new(self.value_for(high, &slot)));
        if let (Some(l), Some(h)) =
            (low.as_deref().and_then(|e| scalar(self.model, e)), high.as_deref().and_then(|e| scalar(self.model, e)))
            && (l > h || (range.open && l == h))
        {
            let d = Diagnostic::new(
                &OUT_OF_RANGE,
                range.span,
                "这个范围是空的：下头比上头大",
                "this range is empty: its lower end lies above its upper end",
            );
            let d = d.help("把两头换过来。", "Swap the two ends.");
            let written = |e: &Expr| self.env.sources.slice(e.span).to_owned();
            let d = match (low.as_deref(), high.as_deref()) {
                (Some(low), Some(high)) if !range.open => {
                    let edits = vec![Edit { span: low.span, text: written(high) }, Edit { span: high.span, text: written(low) }];
                    d.suggest("把两头换过来", "swap the two ends", edits)
                }
                _ => d,
            };
            self.report(d);
        }
        model::Range { low, high, open: range.open }
    }

    /// Reports a literal that lies outside a declared range.
    pub(super) fn within(&mut self, read: &Expr, ty: &Ty, range: &model::Range) {
        let n = match (ty, &read.kind) {
            (Ty::List(_), ExprKind::Value(Value::List(items))) => Some(items.len() as i128 * 1_000_000),
            (Ty::List(_), _) => None,
            _ => scalar(self.model, read),
        };
        if let Some(n) = n
            && !Span1::point(n).meets(&Span1::of(self.model, range))
        {
            let written = self.env.sources.slice(read.span);
            let value = match (&read.kind, amount_in_words(self.model, read)) {
                (ExprKind::Const(_), Some(words)) => {
                    Message::new(format!("“{written}”（{}）", words.zh), format!("`{written}` ({})", words.en))
                }
                _ => Message::new(written, written),
            };
            let d = self.outside(read.span, &value, range);
            self.report(d);
        }
    }

    /// Reports a test that no value in the declared range of its column can pass.
    pub(super) fn reachable(&mut self, column: &Expr, test: &Test, span: Span) {
        let Some(range) = self.declared_range(column) else { return };
        let Some(asked) = Span1::of_test(self.model, test) else { return };
        if !asked.meets(&Span1::of(self.model, &range)) {
            let written = self.env.sources.slice(span);
            let d = self.outside(span, &Message::new(written, written), &range);
            self.report(d);
        }
    }

    fn outside(&self, span: Span, value: &Message, range: &model::Range) -> Diagnostic {
        let place = range.low.as_ref().or(range.high.as_ref()).map(|e| e.span);
        let whole = range.low.iter().chain(&range.high).map(|e| e.span).reduce(Span::to);
        let written = whole.map_or("", |s| self.env.sources.slice(s));
        let d = if written.is_empty() {
            Diagnostic::new(&OUT_OF_RANGE, span, format!("不会有 {}", value.zh), format!("there is no {}", value.en))
                .help("多半是数写错了；振铃从 1声 数起。", "Most often the number is wrong; rings are counted from one.")
        } else {
            let (zh, en) =
                (format!("{} 不在声明的范围 {written} 里", value.zh), format!("{} lies outside the declared range {written}", value.en));
            Diagnostic::new(&OUT_OF_RANGE, span, zh, en).help(
                format!("写一个 {written} 里的数，两头都算；确实可以是 {}，就把声明里的 {written} 放宽到它。", value.zh),
                format!("Write one within {written}, ends included; if {} may really occur, widen {written} in the declaration.", value.en),
            )
        };
        match place {
            Some(place) if !place.is_empty() => d.related(whole.unwrap_or(place), "范围声明在这里", "the range is declared here"),
            _ => d,
        }
    }

    /// The range that was declared for what an expression reads.
    fn declared_range(&self, e: &Expr) -> Option<model::Range> {
        let slot = match &e.kind {
            ExprKind::Param(id) => &self.model.params.get(id.index())?.slot,
            ExprKind::Arg(i) => match &self.inner {
                Inner::Params(params) => &params.get(*i as usize)?.slot,
                _ => return None,
            },
            ExprKind::Var(id) => match &self.inner {
                Inner::Flow(locals) => &locals.vars.get(id.index())?.slot,
                _ => return None,
            },
            ExprKind::Field(base, field) => {
                let form = self.form_of(base)?;
                &self.model.forms.get(form.index())?.fields.get(field.index())?.slot
            }
            ExprKind::EventArg(event, i) => &self.model.events.get(event.index())?.params.get(*i as usize)?.slot,
            ExprKind::Decide(id, _) => &self.model.decisions.get(id.index())?.gives,
            // The ring count at pick-up starts at one.
            ExprKind::Ring => {
                let one = Expr::new(ExprKind::Value(Value::Number(crate::base::Decimal(1_000_000))), Ty::Rings, Span { end: 0, ..e.span });
                return Some(model::Range { low: Some(Box::new(Expr { span: Span::default(), ..one })), high: None, open: false });
            }
            ExprKind::Call(model::Builtin::Count, args) => {
                let (ExprKind::Var(_) | ExprKind::Param(_) | ExprKind::Field(..) | ExprKind::Arg(_)) = &args.first()?.kind else {
                    return None;
                };
                return self.declared_range(args.first()?);
            }
            _ => return None,
        };
        slot.range.clone()
    }
}

/// A literal, or a constant with a literal value, as a number that compares like the value does.
pub(crate) fn scalar(model: &Model, e: &Expr) -> Option<i128> {
    match &e.kind {
        ExprKind::Value(value) => match value {
            Value::Number(n) => Some(i128::from(n.0)),
            Value::Duration(ms) => Some(i128::from(*ms)),
            Value::Date(d) => Some(i128::from(*d)),
            Value::Clock(ms) => Some(i128::from(*ms)),
            Value::Local(d, ms) => Some(i128::from(*d) * 86_400_000 + i128::from(*ms)),
            Value::Leaf(_, leaf) => Some(i128::from(leaf.0)),
            Value::Unknown
            | Value::Bool(_)
            | Value::Civil(..)
            | Value::Text(_)
            | Value::Role(_)
            | Value::Phrases(_)
            | Value::List(_)
            | Value::Record(..) => None,
        },
        ExprKind::Const(id) => match &model.consts.get(id.index())?.state {
            ConstState::Value(value) => match &value.kind {
                // Constants that are computed are left to the checks that fold.
                ExprKind::Value(_) => scalar(model, value),
                _ => None,
            },
            ConstState::Unbound | ConstState::Advice => None,
        },
        _ => None,
    }
}

/// A piece of the number line; an end that is not known is open to infinity.
struct Span1 {
    low: Option<(i128, bool)>,
    high: Option<(i128, bool)>,
}

impl Span1 {
    fn point(n: i128) -> Self {
        Self { low: Some((n, true)), high: Some((n, true)) }
    }

    fn of(model: &Model, range: &model::Range) -> Self {
        let end = |e: &Option<Box<Expr>>, closed| e.as_deref().and_then(|e| scalar(model, e)).map(|n| (n, closed));
        Self { low: end(&range.low, true), high: end(&range.high, !range.open) }
    }

    fn of_test(model: &Model, test: &Test) -> Option<Self> {
        Some(match test {
            Test::Compare(op, e) => {
                let n = scalar(model, e)?;
                match op {
                    CompareOp::Eq => Self::point(n),
                    CompareOp::Ne => return None,
                    CompareOp::Ge => Self { low: Some((n, true)), high: None },
                    CompareOp::Gt => Self { low: Some((n, false)), high: None },
                    CompareOp::Le => Self { low: None, high: Some((n, true)) },
                    CompareOp::Lt => Self { low: None, high: Some((n, false)) },
                }
            }
            Test::Within(e) => Self { low: Some((0, true)), high: Some((scalar(model, e)?, true)) },
            Test::Range(range) => Self::of(model, range),
            _ => return None,
        })
    }

    /// Whether the two have a point in common.
    fn meets(&self, other: &Self) -> bool {
        let below = |high: Option<(i128, bool)>, low: Option<(i128, bool)>| match (high, low) {
            (Some((h, hc)), Some((l, lc))) => h < l || (h == l && !(hc && lc)),
            _ => false,
        };
        !below(self.high, other.low) && !below(other.high, self.low)
    }
}
