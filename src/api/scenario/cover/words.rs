//! Values and expressions as a script writes them, and the types of expressions.

use crate::base::{Decimal, Lang};
use crate::program::spell::{For, Speller};
use crate::program::{Expr, GuardAt, Param, Slot, Type, Value};
use crate::runtime::Machine;

/// What an expression's names mean: those of a flow, or those of a 判定 or an action.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) machine: &'a Machine,
    pub(super) flow: Option<u32>,
    pub(super) args: &'a [Param],
}

impl<'a> Scope<'a> {
    /// Of what stands outside flows.
    pub(super) fn outside(machine: &'a Machine) -> Self {
        Self { machine, flow: None, args: &[] }
    }

    /// Of a flow.
    pub(super) fn flow(machine: &'a Machine, flow: Option<u32>) -> Self {
        Self { flow, ..Self::outside(machine) }
    }

    /// Of a guard; `flow` tells to which flow an operation belongs.
    pub(super) fn of(machine: &'a Machine, at: GuardAt, flow: impl Fn(u32) -> Option<u32>) -> Self {
        let p = &machine.program;
        let outside = Self::outside(machine);
        match at {
            GuardAt::If(pc) | GuardAt::Row(pc, ..) => Self::flow(machine, flow(pc)),
            GuardAt::Option(flow, ..) => Self::flow(machine, Some(flow)),
            GuardAt::Decision(d, ..) => Self { args: p.decisions.get(d as usize).map_or(&[], |d| &d.params), ..outside },
            GuardAt::Action(a) => Self { args: p.actions.get(a as usize).map_or(&[], |a| &a.params), ..outside },
            GuardAt::Rule(r, s) => {
                let sentence = p.rules.get(r as usize).and_then(|r| r.sentences.get(s as usize));
                Self::flow(machine, sentence.and_then(|s| s.flow))
            }
            GuardAt::Ladder(l) => Self::flow(machine, p.ladders.get(l as usize).and_then(|l| l.flow)),
            GuardAt::Schedule(_) => outside,
        }
    }

    /// The place that an expression names, where it names one.
    pub(super) fn slot(&self, e: &Expr) -> Option<&'a Slot> {
        let p = &self.machine.program;
        match e {
            Expr::Var(i) => p.flows.get(self.flow? as usize)?.vars.get(*i as usize).map(|v| &v.slot),
            Expr::Param(i) => p.params.get(*i as usize).map(|v| &v.slot),
            Expr::Arg(i) => self.args.get(*i as usize).map(|v| &v.slot),
            Expr::Field(base, field) => {
                let Type::Form(form) = self.slot(base)?.ty else { return None };
                p.forms.get(form as usize)?.fields.get(*field as usize).map(|f| &f.slot)
            }
            Expr::EventArg(event, arg) => p.events.get(*event as usize)?.params.get(*arg as usize).map(|v| &v.slot),
            Expr::Decide(d, _) => p.decisions.get(*d as usize).map(|d| &d.gives),
            _ => None,
        }
    }

    /// The type of what an expression gives, where it can be told without evaluating it.
    pub(super) fn ty(&self, e: &Expr) -> Option<Type> {
        match e {
            Expr::Ring => Some(Type::Rings),
            Expr::OfCall(what) => Some(what.ty()),
            Expr::Count(_) => Some(Type::Integer),
            Expr::Chars(_) => Some(Type::Chars),
            Expr::ClockOf(_) => Some(Type::Clock),
            Expr::DateOf(_) | Expr::Today => Some(Type::Date),
            Expr::Now => Some(Type::Instant),
            Expr::Arith(_, a, b) => self.ty(a).or_else(|| self.ty(b)),
            _ => self.slot(e).map(|s| s.ty.clone()),
        }
    }

    /// An expression as a script writes it, with the keywords of a language.
    pub(super) fn text(&self, e: &Expr, lang: Lang) -> String {
        let to = if lang == Lang::En { For::En } else { For::Zh };
        Speller::new(&self.machine.program, to).in_flow(self.flow).with_args(self.args).expr(e)
    }
}

/// A value of the program as a script writes it; `ty` gives a number its unit.
pub(super) fn value_text(machine: &Machine, value: &Value, ty: Option<&Type>) -> String {
    Speller::new(&machine.program, For::Zh).value(value, ty)
}

/// A number of the least parts of a counted quantity.
pub(super) fn number(millionths: i64, ty: Option<&Type>) -> String {
    format!("{}{}", Decimal(millionths), ty.map_or("", |ty| ty.unit().0))
}
