//! A text for an expression that is the same wherever it means the same, whatever its place and spelling.

use super::amount;
use super::names::Names;
use crate::sema::model::{Expr, ExprKind, Model, Test, Text, TextPart, Ty, Value};
use std::fmt::Write;

/// The key of an expression. Constants count as their values.
pub(crate) fn key(model: &Model, expr: &Expr) -> String {
    of(Names::ids(model), expr)
}

/// The key of an expression, everything in it called as `names` says.
pub(crate) fn of(names: Names<'_>, expr: &Expr) -> String {
    let mut out = String::new();
    write(names, expr, &mut out);
    out
}

// Writing to a String cannot fail, so the results of `write!` are dropped throughout.
fn write(names: Names<'_>, expr: &Expr, out: &mut String) {
    if let Some(known) = amount::constant(names.model, expr) {
        let _ = write!(out, "{known:?}");
        return;
    }
    let _ = match &expr.kind {
        ExprKind::Value(value) => {
            write_value(names, value, out);
            Ok(())
        }
        ExprKind::Text(text) => write!(out, "t{:?}", self::text_of(names, text)),
        ExprKind::Param(id) => write!(out, "p{}", names.param(*id)),
        ExprKind::Const(id) => match names.model.consts.get(id.index()).map(|c| &c.state) {
            Some(crate::sema::model::ConstState::Value(value)) => {
                write(names, value, out);
                Ok(())
            }
            _ => write!(out, "c{}", names.constant(*id)),
        },
        ExprKind::Var(id) => write!(out, "v{}", names.var(*id)),
        ExprKind::Arg(n) => write!(out, "a{n}"),
        ExprKind::Field(base, id) => {
            write(names, base, out);
            write!(out, ".{}", names.field(&base.ty, *id))
        }
        ExprKind::EventArg(event, n) => write!(out, "e{}.{n}", names.event(*event)),
        ExprKind::Attr(attr) => write!(out, "{attr:?}"),
        ExprKind::Key => write!(out, "key"),
        ExprKind::Case => write!(out, "case"),
        ExprKind::Due(deadline, part, key) => {
            let _ = write!(out, "l{}{part:?}", names.deadline(*deadline));
            key.iter().for_each(|k| write(names, k, out));
            Ok(())
        }
        ExprKind::Now => write!(out, "now"),
        ExprKind::Today => write!(out, "today"),
        ExprKind::Ring => write!(out, "ring"),
        ExprKind::Mood => write!(out, "mood"),
        ExprKind::OfCall(what) => write!(out, "call{what:?}"),
        ExprKind::Decide(id, args) => {
            let _ = write!(out, "d{}", names.decision(*id));
            list(names, args, out)
        }
        ExprKind::Call(function, args) => {
            let _ = write!(out, "{function:?}");
            list(names, args, out)
        }
        ExprKind::With(base, changes) => {
            write(names, base, out);
            for (field, value) in changes {
                let _ = write!(out, "[{}:", names.field(&base.ty, *field));
                write(names, value, out);
                out.push(']');
            }
            Ok(())
        }
        ExprKind::Not(inner) => {
            out.push('!');
            write(names, inner, out);
            Ok(())
        }
        ExprKind::Binary(op, left, right) => {
            let _ = write!(out, "({op:?} ");
            write(names, left, out);
            out.push(' ');
            write(names, right, out);
            write!(out, ")")
        }
        ExprKind::Test(subject, test) => {
            out.push('(');
            write(names, subject, out);
            out.push(' ');
            write_test(names, &subject.ty, test, out);
            write!(out, ")")
        }
        ExprKind::Action(id) => write!(out, "act{}", names.action(*id)),
        ExprKind::Bad => write!(out, "bad"),
    };
}

fn list(names: Names<'_>, args: &[Expr], out: &mut String) -> std::fmt::Result {
    out.push('(');
    for arg in args {
        write(names, arg, out);
        out.push(',');
    }
    write!(out, ")")
}

pub(super) fn write_test(names: Names<'_>, subject: &Ty, test: &Test, out: &mut String) {
    let (word, value): (String, Option<&Expr>) = match test {
        Test::Compare(op, value) => (format!("{op:?}"), Some(value)),
        Test::Within(value) => ("within".to_owned(), Some(value)),
        Test::Contains(value) => ("contains".to_owned(), Some(value)),
        Test::Leaves(leaves) => (names.leaves(subject, leaves), None),
        Test::InRole(role) => (format!("role{}", names.role(*role)), None),
        Test::InCalendar(calendar, set) => (format!("cal{}{set}", names.calendar(*calendar)), None),
        Test::Range(range) => {
            range.low.iter().for_each(|e| write(names, e, out));
            out.push_str(if range.open { "..<" } else { ".." });
            (String::new(), range.high.as_deref())
        }
        Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::Past => (format!("{test:?}"), None),
    };
    out.push_str(&word);
    if let Some(value) = value {
        out.push(' ');
        write(names, value, out);
    }
}

fn write_value(names: Names<'_>, value: &Value, out: &mut String) {
    let _ = match value {
        Value::Leaf(taxonomy, leaf) => write!(out, "leaf{}", names.leaf(*taxonomy, *leaf)),
        Value::Role(role) => write!(out, "role{}", names.role(*role)),
        Value::Phrases(class) => write!(out, "class{}", names.phrases(*class)),
        Value::List(items) => {
            for item in items {
                write_value(names, item, out);
                out.push(',');
            }
            Ok(())
        }
        Value::Unknown
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Record(..)
        | Value::Duration(_)
        | Value::Civil(..)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Clock(_)
        | Value::Local(..) => write!(out, "{value:?}"),
    };
}

/// The key of what is asked of a value of some type.
pub(crate) fn test_of(names: Names<'_>, subject: &Ty, test: &Test) -> String {
    let mut out = String::new();
    write_test(names, subject, test, &mut out);
    out
}

/// The key of a text.
pub(crate) fn text(model: &Model, text: &Text) -> String {
    text_of(Names::ids(model), text)
}

/// The key of a text, everything in it called as `names` says.
pub(crate) fn text_of(names: Names<'_>, text: &Text) -> String {
    text.parts.iter().map(|p| part(names, p)).collect()
}

fn part(names: Names<'_>, part: &TextPart) -> String {
    match part {
        TextPart::Plain(text) => text.to_string(),
        TextPart::Value(value, _) => format!("{{{}}}", of(names, value)),
        TextPart::Capture(name, _) => format!("{{{name}:}}"),
        TextPart::Key(parts) => parts.iter().map(|p| self::part(names, p)).collect(),
        TextPart::Gap => "…".to_owned(),
    }
}
