//! L14: one policy in two places, with its border not in the same place.

use crate::base::{Diagnostic, Message, Span};
use crate::lint::{Rule, codes::TWIN_POLICY, cx::Cx};
use crate::sema::check::decisions_apart;
use crate::sema::check::domain::{Scale, amount_in_words, constant, ticks_in_words};
use crate::sema::model::{BinaryOp, Cell, CompareOp, Expr, ExprKind, Kinds, Model, Range, StmtKind, Table, Test, Ty, Value};
use crate::sema::rule::twins;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule { run };

/// Millionths in one.
const ONE: i128 = 1_000_000;

/// Where a comparison of a quantity tells two cases apart.
struct Cut {
    /// Which flow or 判定.
    site: usize,
    at: i128,
    scale: Scale,
    /// The value itself belongs to what is below.
    above: bool,
    /// A number is written there, no name.
    literal: bool,
    ty: Ty,
    span: Span,
}

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut cuts = Cuts { model: cx.model, site: 0, of: BTreeMap::new() };
    for flow in &cx.model.flows {
        cuts.site += 1;
        flow.each_stmt_of(Kinds::BRANCH, &mut |stmt| match &stmt.kind {
            StmtKind::If { arms, .. } => arms.iter().for_each(|a| cuts.condition(&a.condition)),
            StmtKind::Match(table) => cuts.table(table),
            _ => {}
        });
    }
    for decision in &cx.model.decisions {
        cuts.site += 1;
        cuts.table(&decision.table);
    }
    for list in cuts.of.values() {
        out.extend(sides(list).or_else(|| values(list)));
    }
    for twins in decisions_apart(cx.model, cx.sources) {
        let ([(mine, first), (theirs, second)], case) = (twins.answers, twins.case);
        let (one, other) = (&twins.one.name, &twins.other.name);
        out.push(
            Diagnostic::new(
                &TWIN_POLICY,
                second,
                format!("“{one}”和“{other}”问的一样，答的却不都一样：{} 时，一处{mine}，一处{theirs}", case.zh),
                format!(
                    "`{one}` and `{other}` are asked the same and do not always agree: where {}, {mine} here and {theirs} there",
                    case.en
                ),
            )
            .label(theirs, theirs)
            .related(first, mine, mine)
            .help(
                "是同一条规定，就只留一个“判定”，两处都用它；真是两回事，答案换个叫法，别让人以为是一回事。",
                "If it is one policy, keep one `decide` and use it in both places; if they are two, let their answers have other names.",
            ),
        );
    }
    for (a, b) in twins(cx.model) {
        let (Some(x), Some(y)) = (amount_in_words(cx.model, a.length), amount_in_words(cx.model, b.length)) else { continue };
        out.push(
            Diagnostic::new(
                &TWIN_POLICY,
                b.span,
                format!("“{}”和“{}”管的是同一件事，给的时间不一样：一处{}，一处{}", a.name, b.name, x.zh, y.zh),
                format!("`{}` and `{}` ask for the same thing in different times: {} and {}", a.name, b.name, x.en, y.en),
            )
            .label("这里一处", "here")
            .related(a.span, "那里一处", "and here")
            .help(
                "问清楚算哪个，只留一条；两条都要的，写明各管什么时候，或者让轻重不同（应、必须，一般、严重）。",
                "Find out which one is meant and keep that; if both are, say when each holds, or give them different weight (should, must).",
            ),
        );
    }
}

/// The comparisons of each quantity with a number that is known.
struct Cuts<'m> {
    model: &'m Model,
    site: usize,
    of: BTreeMap<String, Vec<Cut>>,
}

impl Cuts<'_> {
    fn condition(&mut self, expr: &Expr) {
        expr.each(&mut |e| {
            if let ExprKind::Test(subject, test) = &e.kind {
                self.test(subject, test, e.span);
            }
        });
    }

    fn table<T>(&mut self, table: &Table<T>) {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(row.cells.iter().flatten()) {
                if let Cell::Of(alternatives) = cell {
                    alternatives.iter().for_each(|(tests, span)| tests.iter().for_each(|t| self.test(column, t, *span)));
                }
            }
        }
    }

    fn test(&mut self, subject: &Expr, test: &Test, span: Span) {
        match test {
            Test::Compare(CompareOp::Gt | CompareOp::Le, value) | Test::Within(value) => self.cut(subject, value, true, span),
            Test::Compare(CompareOp::Ge | CompareOp::Lt, value) => self.cut(subject, value, false, span),
            Test::Range(Range { low, high, open }) => {
                low.iter().for_each(|value| self.cut(subject, value, false, span));
                high.iter().for_each(|value| self.cut(subject, value, !open, span));
            }
            _ => {}
        }
    }

    fn cut(&mut self, subject: &Expr, value: &Expr, above: bool, span: Span) {
        let (Some(name), Some(amount)) = (quantity(subject), constant(self.model, value)) else { return };
        // Between two whole numbers there is nothing: over three is four or more.
        let whole = above && matches!(subject.ty, Ty::Integer | Ty::Times | Ty::Rings | Ty::Chars) && amount.scale == Scale::Millionth;
        let cut = Cut {
            site: self.site,
            at: if whole { amount.ticks + ONE } else { amount.ticks },
            scale: amount.scale,
            above: above && !whole,
            literal: matches!(value.kind, ExprKind::Value(Value::Number(_) | Value::Duration(_) | Value::Civil(..) | Value::Clock(_))),
            ty: value.ty.clone(),
            span,
        };
        self.of.entry(name).or_default().push(cut);
    }
}

/// What is compared, the same for every record of a form; nothing for what is not told from fields alone.
fn quantity(expr: &Expr) -> Option<String> {
    fn name(expr: &Expr, fields: &mut usize) -> Option<String> {
        match &expr.kind {
            ExprKind::Field(base, field) => {
                let Ty::Record(form) = base.ty else { return None };
                *fields += 1;
                Some(format!("{}.{}", form.0, field.0))
            }
            ExprKind::Now => Some("now".to_owned()),
            ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), left, right) => {
                Some(format!("({op:?} {} {})", name(left, fields)?, name(right, fields)?))
            }
            ExprKind::Call(function, args) => {
                let args: Option<Vec<String>> = args.iter().map(|a| name(a, fields)).collect();
                Some(format!("{function:?}({})", args?.join(",")))
            }
            _ => None,
        }
    }
    let mut fields = 0;
    name(expr, &mut fields).filter(|_| fields > 0)
}

/// Two places have one number for a border, and the number itself falls on different sides.
fn sides(list: &[Cut]) -> Option<Diagnostic> {
    let both = |cut: &Cut| list.iter().any(|c| c.site == cut.site && c.at == cut.at && c.above != cut.above);
    let alone: Vec<&Cut> = list.iter().filter(|c| !both(c)).collect();
    let (first, other) = alone.iter().find_map(|a| {
        let other = alone.iter().find(|b| b.site != a.site && b.at == a.at && b.scale == a.scale && b.above != a.above)?;
        Some((*a, *other))
    })?;
    let value = words(first);
    Some(tell(
        first,
        other,
        format!("同一项在两处分界不同：恰好{}，一处算在这边，一处算在那边", value.zh),
        format!("one quantity is parted differently in two places: exactly {} falls on different sides", value.en),
    ))
}

/// Two places each have one number of their own for a border.
fn values(list: &[Cut]) -> Option<Diagnostic> {
    let alone: Vec<&Cut> = list.iter().filter(|c| c.literal && list.iter().all(|o| o.site != c.site || o.at == c.at)).collect();
    let (first, other) = alone.iter().find_map(|a| {
        let other = alone.iter().find(|b| b.site != a.site && b.at != a.at && b.scale == a.scale)?;
        Some((*a, *other))
    })?;
    let (mine, theirs) = (words(first), words(other));
    Some(tell(
        first,
        other,
        format!("同一项在两处比的数不一样：一处{}，一处{}", mine.zh, theirs.zh),
        format!("one quantity is compared with two numbers: {} in one place, {} in another", mine.en, theirs.en),
    ))
}

fn words(cut: &Cut) -> Message {
    ticks_in_words(cut.at, &cut.ty, cut.scale)
}

fn tell(a: &Cut, b: &Cut, zh: String, en: String) -> Diagnostic {
    let (first, second) = if (a.span.file, a.span.start) <= (b.span.file, b.span.start) { (a, b) } else { (b, a) };
    Diagnostic::new(&TWIN_POLICY, second.span, zh, en).label("这里一处", "here").related(first.span, "那里一处", "and here").help(
        "是同一条规定，就写成一个“判定”，两处都用它；本来就是两回事，各给一个常量，名字写明白。",
        "If it is one policy, write one `decide` and use it in both places; if they are two, give each a constant with a name of its own.",
    )
}
