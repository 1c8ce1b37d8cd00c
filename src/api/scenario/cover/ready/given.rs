//! Values as lines of a scenario: what is set before the call, filled in, or told by an event.

use super::Ready;
use crate::api::scenario::cover::Hit;
use crate::api::scenario::cover::words::{Scope, number, value_text};
use crate::base::calendar::text;
use crate::base::duration;
use crate::program::{ArithOp, CompareOp, Decision, Expr, LineId, Op, Place, TemplatePart, Test, Type, Value};

/// 2026-01-05 at nine, where a scenario starts that does not say.
const START: (i32, u32) = (20_458, 9 * 3_600_000);

/// A value for a place.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// As a script writes it.
    pub(super) text: String,
    /// Its ms, where it is an elapsed length.
    pub(super) elapsed: Option<i64>,
}

impl Sample {
    /// A value of the program.
    pub(super) fn of(value: &Value, scope: &Scope<'_>, ty: Option<&Type>) -> Self {
        let elapsed = if let Value::Duration(ms) = value { Some(*ms) } else { None };
        Self { text: value_text(scope.machine, value, ty), elapsed }
    }
}

impl Ready<'_> {
    /// The lines that give what is compared this value; `decision` tells whose arguments are meant, `hit` where it was asked.
    pub(super) fn given(
        &self,
        scope: &Scope<'_>,
        decision: Option<u32>,
        subject: &Expr,
        value: &Sample,
        hit: Option<Hit>,
    ) -> Option<Vec<String>> {
        let p = &self.machine.program;
        let one = |line: String| Some(vec![line]);
        let text = &value.text;
        match subject {
            Expr::Param(i) => one(format!("设 {} = {text}", p.params.get(*i as usize)?.name)),
            Expr::Field(..) => one(format!("设 {} = {text}", self.field(scope, subject)?)),
            Expr::Var(i) => {
                let flow = p.flows.get(scope.flow? as usize)?;
                let var = flow.vars.get(*i as usize)?;
                if *i < flow.params {
                    return one(format!("开始流程 {}({}: {text})", flow.name, var.name));
                }
                let asked = |op: &Op| matches!(op, Op::Ask(ask) if ask.into == Place::Var(*i));
                let answered = |op: &Op| matches!(op, Op::Do(done) if done.into == Some(Place::Var(*i)));
                let mine = |(pc, _): &(usize, &Op)| self.flow_of(*pc as u32) == scope.flow;
                let mut ops = p.code.iter().enumerate().filter(mine).map(|(_, op)| op);
                let by = ops.find(|op| asked(op) || answered(op))?;
                match by {
                    Op::Do(done) => one(format!("设 {} = {text}", p.actions.get(done.action as usize)?.name)),
                    _ => one(format!("填 {} = {text}", var.name)),
                }
            }
            Expr::Arg(i) => {
                let (flow, args) = self.call_of(decision?)?;
                self.given(&Scope::flow(self.machine, flow), None, args.get(*i as usize)?, value, hit)
            }
            Expr::Ring => one(format!("00:00 振铃 {text}")),
            Expr::Mood => one(format!("情绪 {text}")),
            Expr::EventArg(event, arg) => {
                let event = p.events.get(*event as usize)?;
                one(format!("事件 {}({}: {text})", event.name, event.params.get(*arg as usize)?.name))
            }
            Expr::Arith(ArithOp::Sub, a, b) => {
                let now = hit.map(|hit| hit.at).or_else(|| self.machine.instant(START.0, START.1))?;
                let ms = value.elapsed?;
                let (of, then) = match (&**a, &**b) {
                    (of, Expr::Now) => (of, now.checked_add(ms)?),
                    (Expr::Now, of) => (of, now.checked_sub(ms)?),
                    (of, from) => {
                        let nothing = Sample { text: String::new(), elapsed: None };
                        let lines = self.given(scope, decision, from, &nothing, None)?;
                        (of, self.instant_given(hit?, &lines)?.checked_add(ms)?)
                    }
                };
                let text = crate::api::limits::instant(self.machine, then);
                self.given(scope, decision, of, &Sample { text, elapsed: None }, hit)
            }
            Expr::ClockOf(of) => {
                let text = format!("{} {text}", text::date(START.0));
                self.given(scope, decision, of, &Sample { text, elapsed: None }, hit)
            }
            Expr::DateOf(of) => {
                let text = format!("{text} {}", text::clock(START.1));
                self.given(scope, decision, of, &Sample { text, elapsed: None }, hit)
            }
            Expr::In(_, e) => self.given(scope, decision, e, value, hit),
            Expr::Decide(d, _) => {
                let decided: &Decision = p.decisions.get(*d as usize)?;
                let row = decided
                    .table
                    .rows
                    .iter()
                    .find(|row| matches!(&row.value, Expr::Value(v) if value_text(self.machine, v, None) == *text))?;
                let lines =
                    self.row(Scope { args: &decided.params, ..Scope::outside(self.machine) }, Some(*d), &decided.table.columns, &row.cells);
                Some(lines)
            }
            _ => None,
        }
    }

    /// A field as 设 names it: from the form on.
    fn field(&self, scope: &Scope<'_>, e: &Expr) -> Option<String> {
        let Expr::Field(base, field) = e else { return None };
        let Type::Form(form) = scope.slot(base)?.ty else { return None };
        let form = self.machine.program.forms.get(form as usize)?;
        let name = &form.fields.get(*field as usize)?.name;
        let of = self.field(scope, base).unwrap_or_else(|| form.name.to_string());
        Some(format!("{of}.{name}"))
    }

    /// What a 判定 is called with, in the first place that calls it.
    fn call_of(&self, decision: u32) -> Option<(Option<u32>, &[Expr])> {
        fn find(e: &Expr, decision: u32) -> Option<&[Expr]> {
            match e {
                Expr::Decide(d, args) if *d == decision => Some(args),
                Expr::Test(e, _) | Expr::Not(e) | Expr::In(_, e) => find(e, decision),
                Expr::And(all) | Expr::Or(all) => all.iter().find_map(|e| find(e, decision)),
                _ => None,
            }
        }
        self.machine.program.code.iter().enumerate().find_map(|(pc, op)| {
            let found = match op {
                Op::Branch(table) => table.columns.iter().find_map(|e| find(e, decision)),
                Op::Unless(e, _) => find(e, decision),
                Op::Set(_, e) => find(e, decision),
                _ => None,
            };
            found.map(|args| (self.flow_of(pc as u32), args))
        })
    }

    /// A line of the program without its values.
    pub(super) fn plain(&self, line: LineId) -> String {
        let parts = self.machine.program.lines.get(line as usize).map_or(&[][..], |l| l.parts.as_slice());
        plain(parts)
    }
}

fn plain(parts: &[TemplatePart]) -> String {
    parts.iter().fold(String::new(), |mut out, part| {
        match part {
            TemplatePart::Plain(words) => out.push_str(words),
            TemplatePart::Key(inner) => out.push_str(&plain(inner)),
            TemplatePart::Value(..) | TemplatePart::Capture(..) | TemplatePart::Gap => out.push('…'),
        }
        out
    })
}

/// A value that passes a test, or fails it.
pub(super) fn witness(scope: &Scope<'_>, subject: &Expr, test: &Test, passes: bool) -> Option<Sample> {
    let ty = scope.ty(subject);
    let near = |value: &Value, by: i64| -> Option<Sample> {
        Some(match value {
            Value::Number(n) => Sample { text: number(n.0 + by * 1_000_000, ty.as_ref()), elapsed: None },
            Value::Duration(ms) => {
                let ms = ms + by * 60_000;
                Sample { text: duration::zh(ms), elapsed: Some(ms) }
            }
            Value::Clock(ms) => {
                Sample { text: text::clock(u32::try_from(i64::from(*ms) + by * 60_000).unwrap_or_default()), elapsed: None }
            }
            Value::Date(days) => Sample { text: text::date(days + by as i32), elapsed: None },
            other if by == 0 => Sample::of(other, scope, ty.as_ref()),
            _ => return None,
        })
    };
    let constant = |e: &Expr| if let Expr::Value(value) = e { Some(value.clone()) } else { None };
    match test {
        Test::Compare(op, e) => {
            let value = constant(e)?;
            let by = match (op, passes) {
                (CompareOp::Eq | CompareOp::Ge | CompareOp::Le, true) | (CompareOp::Ne | CompareOp::Gt | CompareOp::Lt, false) => 0,
                (CompareOp::Gt, true) | (CompareOp::Le | CompareOp::Eq, false) | (CompareOp::Ne, true) => 1,
                (CompareOp::Lt, true) | (CompareOp::Ge, false) => -1,
            };
            match (&value, by) {
                (Value::Bool(b), by) => Some(Sample::of(&Value::Bool(*b != (by != 0)), scope, None)),
                (Value::Leaf(t, l), by) if by != 0 => {
                    let leaves = scope.machine.program.taxonomies.get(*t as usize).map_or(0, |t| t.leaves.len() as u32);
                    let other = (0..leaves).find(|other| other != l)?;
                    Some(Sample::of(&Value::Leaf(*t, other), scope, None))
                }
                _ => near(&value, by),
            }
        }
        Test::Within(e) => near(&constant(e)?, i64::from(!passes)),
        Test::Range(range) if passes => near(&constant(range.low.as_deref().or(range.high.as_deref())?)?, 0),
        Test::Range(range) => match (range.low.as_deref(), range.high.as_deref()) {
            (Some(low), _) => near(&constant(low)?, -1),
            (None, Some(high)) => near(&constant(high)?, 1),
            (None, None) => None,
        },
        Test::OneOf(leaves) => {
            let Some(Type::Taxonomy(t)) = ty else { return None };
            let all = scope.machine.program.taxonomies.get(t as usize).map_or(0, |t| t.leaves.len() as u32);
            let leaf = (0..all).find(|l| leaves.contains(l) == passes)?;
            Some(Sample::of(&Value::Leaf(t, leaf), scope, None))
        }
        Test::Unknown if passes => Some(Sample { text: "未知".to_owned(), elapsed: None }),
        Test::Known if !passes => Some(Sample { text: "未知".to_owned(), elapsed: None }),
        Test::Past if passes => Some(Sample { text: duration::zh(-60_000), elapsed: Some(-60_000) }),
        Test::Past => Some(Sample { text: duration::zh(60_000), elapsed: Some(60_000) }),
        _ => None,
    }
}
