//! What is asked of a value: comparisons, membership, 已知 and its like.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::{MIXED_DURATIONS, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::index::{Node, leaves_of};
use crate::sema::model::{CompareOp, Expr, ExprKind, LeafId, TaxonomyId, Test, Ty};
use crate::sema::names::{Wanted, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Path};

/// The sets of a calendar by their Chinese word, with the English one.
const CALENDAR_SETS: &[(&str, &str)] = &[("工作时间", "hours"), ("休息时间", "rest"), ("节假日", "holidays")];

impl Cx<'_> {
    /// `value test`
    pub(super) fn tested(&mut self, subject: &ast::Expr, test: &ast::Test, span: Span) -> Expr {
        let left = self.subject(subject, test);
        if left.ty == Ty::Bad && matches!(left.kind, ExprKind::Bad) {
            // The other side may have faults of its own, which are read without a type to hold them against.
            self.other_side(test);
            return Expr::bad(span);
        }
        let test = self.test(&left, test);
        Expr::new(ExprKind::Test(Box::new(left), Box::new(test)), Ty::Bool, span)
    }

    /// The left side; a bare leaf there takes its type from the right.
    fn subject(&mut self, subject: &ast::Expr, test: &ast::Test) -> Expr {
        if let (ast::ExprKind::Path(path), ast::Test::Compare(_, right)) = (&subject.kind, test)
            && let [name] = path.parts.as_slice()
            && !self.env.index.leaves(&name.text).is_empty()
            && self.inner_value(name).is_none()
            && self.global_quietly(&name.text).is_none()
        {
            let before = self.out.len();
            let ty = self.expr(right, None).ty;
            self.out.truncate(before);
            return self.expr(subject, Some(&ty));
        }
        self.expr(subject, None)
    }

    fn other_side(&mut self, test: &ast::Test) {
        match test {
            ast::Test::Compare(_, e) | ast::Test::Contains(e) if !is_bare(e) => {
                self.expr(e, None);
            }
            ast::Test::Bound(b) if !is_bare(&b.value) => {
                self.expr(&b.value, None);
            }
            _ => {}
        }
    }

    /// A test of a value whose type is known.
    pub(crate) fn test(&mut self, left: &Expr, test: &ast::Test) -> Test {
        match test {
            ast::Test::Compare(op, right) => self.compare(left, *op, right),
            ast::Test::Bound(bound) => self.bound(left, bound),
            ast::Test::Range(range) => {
                self.must_be_ordered(left, range.span);
                Test::Range(self.range(range, &left.ty))
            }
            ast::Test::In(path) => self.member(left, path),
            ast::Test::Contains(item) => self.contains(left, item),
            ast::Test::Known => Test::Known,
            ast::Test::Unknown => Test::Unknown,
            ast::Test::Confirmed => {
                self.must_be_record(left, "已确认");
                Test::Confirmed
            }
            ast::Test::Complete => {
                self.must_be_record(left, "填齐");
                Test::Complete
            }
            ast::Test::Past => {
                if !left.ty.fits(&Ty::Duration) {
                    let (zh, en) = left.ty.called(self.model);
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        left.span,
                        format!("“已过”问的是还差多久，这里是{zh}"),
                        format!("`past` asks how long is left, and this is {en}"),
                    )
                    .help("写成“时刻 - 现在 已过”。", "Write `instant - now past`.");
                    self.report(d);
                }
                Test::Past
            }
        }
    }

    fn compare(&mut self, left: &Expr, op: CompareOp, right: &ast::Expr) -> Test {
        if matches!(right.kind, ast::ExprKind::Unknown) {
            return if op == CompareOp::Ne { Test::Known } else { Test::Unknown };
        }
        if let (Ty::Leaf(taxonomy), CompareOp::Eq | CompareOp::Ne) = (&left.ty, op)
            && self.unshadowed(right)
            && let Some(leaves) = self.inner_node(*taxonomy, right)
        {
            return Test::Leaves(if op == CompareOp::Eq { leaves } else { self.other_leaves(*taxonomy, &leaves) });
        }
        let right = self.side(left, right);
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) && !matches!(right.kind, ExprKind::Bad) {
            self.must_be_ordered(left, right.span);
        }
        Test::Compare(op, right)
    }

    /// A value to compare with, of a type that may be compared.
    pub(super) fn side(&mut self, left: &Expr, right: &ast::Expr) -> Expr {
        let read = self.expr(right, Some(&left.ty));
        if read.ty.comparable(&left.ty) {
            return read;
        }
        let mixed = left.ty.is_length() && read.ty.is_length();
        let called = |ty: &Ty| if mixed { ty.sort_of_length(self.model) } else { ty.called(self.model) };
        let ((left_zh, left_en), (right_zh, right_en)) = (called(&left.ty), called(&read.ty));
        let mut d = Diagnostic::new(
            if mixed { &MIXED_DURATIONS } else { &TYPE_MISMATCH },
            read.span,
            format!("{left_zh}和{right_zh}不能比"),
            format!("{left_en} cannot be compared with {right_en}"),
        )
        .label(right_zh, right_en);
        if left.span.file == read.span.file {
            d = d.related(left.span, left_zh, left_en);
        }
        d = if mixed {
            d.help(
                "“天、周、个月、个工作日”按日历算，毫秒到小时按钟表算：全写成一种。",
                "Days, weeks, months and workdays go by the calendar, hours and less by the clock: write all of it in one of them, such as `48h` for `2d`.",
            )
        } else if left.ty.is_quantity() && read.ty.is_plain_number() {
            d.help("在数后面写上单位。", "Write the unit after the number.")
        } else {
            d.help(
                "多半是名字写错了：看看左边是不是想比的那一项。",
                "Most often a name is wrong: is the left side the thing that was meant?",
            )
        };
        self.report(d);
        Expr::bad(read.span)
    }

    pub(super) fn must_be_ordered(&mut self, left: &Expr, span: Span) {
        if left.ty.is_ordered() {
            return;
        }
        let (zh, en) = left.ty.called(self.model);
        let d = Diagnostic::new(
            &TYPE_MISMATCH,
            span,
            format!("{zh}没有大小，不能这样比"),
            format!("{en} has no order and cannot be compared so"),
        )
        .related(left.span, zh, en)
        .help("只能问“是不是”：用 == 或 !=。", "Only == and != can be asked of it.");
        self.report(d);
    }

    fn must_be_record(&mut self, left: &Expr, word: &'static str) {
        if matches!(left.ty, Ty::Record(_) | Ty::Bad) {
            return;
        }
        let (zh, en) = left.ty.called(self.model);
        let d = Diagnostic::new(
            &TYPE_MISMATCH,
            left.span,
            format!("“{word}”问的是一份登记表，这里是{zh}"),
            format!("{word} is asked of a record of a form, and this is {en}"),
        );
        self.report(d);
    }

    /// `属`: a node of a 分类, a role, a set of a calendar.
    fn member(&mut self, left: &Expr, path: &Path) -> Test {
        let bad = || Test::Compare(CompareOp::Eq, Expr::bad(path.span));
        if let (Ty::Leaf(taxonomy), [name]) = (&left.ty, path.parts.as_slice()) {
            if let Some(node) = self.env.index.node(*taxonomy, &name.text) {
                return Test::Leaves(leaves_of(self.model, *taxonomy, node));
            }
            if !matches!(self.global_quietly(&name.text), Some(Symbol::Taxonomy(_))) {
                self.unknown_leaf(*taxonomy, name);
                return bad();
            }
        }
        if let (Ty::Person(_), [name]) = (&left.ty, path.parts.as_slice()) {
            return match self.role(name) {
                Some(role) => Test::InRole(role),
                None => bad(),
            };
        }
        let Some((entry, used)) = self.global_path(path) else {
            self.unknown_path(path, Wanted::Taxonomy, |s| matches!(s, Symbol::Taxonomy(_) | Symbol::Role(_) | Symbol::Calendar(_)));
            return bad();
        };
        let rest = path.parts.get(used..).unwrap_or_default();
        match (entry.symbol, rest) {
            (Symbol::Taxonomy(id), rest) if left.ty.fits(&Ty::Leaf(id)) => match rest {
                [] => Test::Leaves(self.all_leaves(id)),
                [name, ..] => match self.env.index.node(id, &name.text) {
                    Some(node @ (Node::Leaf(_) | Node::Inner(_))) => Test::Leaves(leaves_of(self.model, id, node)),
                    None => {
                        self.unknown_leaf(id, name);
                        bad()
                    }
                },
            },
            (Symbol::Role(id), []) if matches!(left.ty, Ty::Role | Ty::Bad) => Test::InRole(id),
            (Symbol::Calendar(id), [set]) => {
                let word = CALENDAR_SETS.iter().find(|(zh, en)| set.text == *zh || set.text == *en);
                let Some((word, _)) = word else {
                    let names = CALENDAR_SETS.iter().map(|(zh, _)| *zh);
                    let owner = path.parts.first().map(|n| n.text.as_str());
                    self.report(crate::sema::names::unknown(set, Wanted::Value, owner, names));
                    return bad();
                };
                if !matches!(left.ty, Ty::Date | Ty::Instant | Ty::Bad) {
                    let d = self.mismatch(&TYPE_MISMATCH, left, &Ty::Date);
                    self.report(d);
                    return bad();
                }
                if *word == "休息时间" && left.ty == Ty::Date {
                    let d = self.mismatch(&TYPE_MISMATCH, left, &Ty::Instant);
                    self.report(d.help(
                        "休息时间是钟点，要拿一个时刻来问，比如“现在”。",
                        "Rest hours are hours of the day: ask of an instant, such as `now`.",
                    ));
                    return bad();
                }
                Test::InCalendar(id, word)
            }
            (symbol, _) => {
                let name = path.parts.first().map_or("", |n| n.text.as_str());
                let (zh, en) = left.ty.called(self.model);
                let d = wrong_kind(name, path.span, symbol, entry.span, Wanted::Taxonomy).related(left.span, zh, en).help(
                    "“属”后面写左边那个分类里的一项、一个角色，或者日历的工作时间、休息时间、节假日。",
                    "After `in` stands an entry of the taxonomy on the left, a role, or a set of a calendar.",
                );
                self.report(d);
                bad()
            }
        }
    }

    fn contains(&mut self, left: &Expr, item: &ast::Expr) -> Test {
        let want = match &left.ty {
            Ty::List(of) => (**of).clone(),
            Ty::Text | Ty::Bad => Ty::Text,
            _ => {
                let (zh, en) = left.ty.called(self.model);
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    left.span,
                    format!("“含”问的是文本或列表，这里是{zh}"),
                    format!("`contains` is asked of a text or a list, and this is {en}"),
                );
                self.report(d);
                Ty::Bad
            }
        };
        Test::Contains(self.value_for(item, &crate::sema::model::Slot::of(want)))
    }

    fn all_leaves(&self, taxonomy: TaxonomyId) -> Vec<LeafId> {
        let n = self.model.taxonomies.get(taxonomy.index()).map_or(0, |t| t.leaves.len());
        (0..n).map(|i| LeafId(i as u32)).collect()
    }

    fn other_leaves(&self, taxonomy: TaxonomyId, leaves: &[LeafId]) -> Vec<LeafId> {
        self.all_leaves(taxonomy).into_iter().filter(|l| !leaves.contains(l)).collect()
    }

    /// A bare name that no variable takes away.
    fn unshadowed(&mut self, e: &ast::Expr) -> bool {
        match &e.kind {
            ast::ExprKind::Path(path) => path.parts.first().is_some_and(|n| self.inner_value(n).is_none()),
            _ => false,
        }
    }
}

/// A name alone may be a leaf of the type that is not known.
fn is_bare(e: &ast::Expr) -> bool {
    matches!(&e.kind, ast::ExprKind::Path(p) if p.parts.len() == 1)
}
