//! A text for an expression that is the same wherever it means the same, whatever its place and spelling.

use super::amount;
use crate::sema::model::{Expr, ExprKind, Model, Test, Text, TextPart};
use std::fmt::Write;

/// The key of an expression. Constants count as their values.
pub(crate) fn key(model: &Model, expr: &Expr) -> String {
    let mut out = String::new();
    write(model, expr, &mut out);
    out
}

// Writing to a String cannot fail, so the results of `write!` are dropped throughout.
fn write(model: &Model, expr: &Expr, out: &mut String) {
    if let Some(known) = amount::constant(model, expr) {
        let _ = write!(out, "{known:?}");
        return;
    }
    let _ = match &expr.kind {
        ExprKind::Value(value) => write!(out, "{value:?}"),
        ExprKind::Text(text) => write!(out, "t{:?}", self::text(model, text)),
        ExprKind::Param(id) => write!(out, "p{}", id.0),
        ExprKind::Const(id) => match model.consts.get(id.index()).map(|c| &c.state) {
            Some(crate::sema::model::ConstState::Value(value)) => {
                write(model, value, out);
                Ok(())
            }
            _ => write!(out, "c{}", id.0),
        },
        ExprKind::Var(id) => write!(out, "v{}", id.0),
        ExprKind::Arg(n) => write!(out, "a{n}"),
        ExprKind::Field(base, id) => {
            write(model, base, out);
            write!(out, ".{}", id.0)
        }
        ExprKind::EventArg(event, n) => write!(out, "e{}.{n}", event.0),
        ExprKind::Attr(attr) => write!(out, "{attr:?}"),
        ExprKind::Key => write!(out, "key"),
        ExprKind::Case => write!(out, "case"),
        ExprKind::Due(deadline, part, key) => {
            let _ = write!(out, "l{}{part:?}", deadline.0);
            key.iter().for_each(|k| write(model, k, out));
            Ok(())
        }
        ExprKind::Now => write!(out, "now"),
        ExprKind::Today => write!(out, "today"),
        ExprKind::Ring => write!(out, "ring"),
        ExprKind::Mood => write!(out, "mood"),
        ExprKind::Decide(id, args) => {
            let _ = write!(out, "d{}", id.0);
            list(model, args, out)
        }
        ExprKind::Call(function, args) => {
            let _ = write!(out, "{function:?}");
            list(model, args, out)
        }
        ExprKind::With(base, changes) => {
            write(model, base, out);
            for (field, value) in changes {
                let _ = write!(out, "[{}:", field.0);
                write(model, value, out);
                out.push(']');
            }
            Ok(())
        }
        ExprKind::Not(inner) => {
            out.push('!');
            write(model, inner, out);
            Ok(())
        }
        ExprKind::Binary(op, left, right) => {
            let _ = write!(out, "({op:?} ");
            write(model, left, out);
            out.push(' ');
            write(model, right, out);
            write!(out, ")")
        }
        ExprKind::Test(subject, test) => {
            out.push('(');
            write(model, subject, out);
            out.push(' ');
            write_test(model, test, out);
            write!(out, ")")
        }
        ExprKind::Action(id) => write!(out, "act{}", id.0),
        ExprKind::Bad => write!(out, "bad"),
    };
}

fn list(model: &Model, args: &[Expr], out: &mut String) -> std::fmt::Result {
    out.push('(');
    for arg in args {
        write(model, arg, out);
        out.push(',');
    }
    write!(out, ")")
}

fn write_test(model: &Model, test: &Test, out: &mut String) {
    let (word, value): (String, Option<&Expr>) = match test {
        Test::Compare(op, value) => (format!("{op:?}"), Some(value)),
        Test::Within(value) => ("within".to_owned(), Some(value)),
        Test::Contains(value) => ("contains".to_owned(), Some(value)),
        Test::Leaves(leaves) => (format!("{leaves:?}"), None),
        Test::InRole(role) => (format!("role{}", role.0), None),
        Test::InCalendar(calendar, set) => (format!("cal{}{set}", calendar.0), None),
        Test::Range(range) => {
            range.low.iter().for_each(|e| write(model, e, out));
            out.push_str(if range.open { "..<" } else { ".." });
            (String::new(), range.high.as_deref())
        }
        Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::Past => (format!("{test:?}"), None),
    };
    out.push_str(&word);
    if let Some(value) = value {
        out.push(' ');
        write(model, value, out);
    }
}

/// The key of a text.
pub(crate) fn text(model: &Model, text: &Text) -> String {
    text.parts.iter().map(|p| part(model, p)).collect()
}

fn part(model: &Model, part: &TextPart) -> String {
    match part {
        TextPart::Plain(text) => text.to_string(),
        TextPart::Value(value, _) => format!("{{{}}}", key(model, value)),
        TextPart::Capture(name, _) => format!("{{{name}:}}"),
        TextPart::Key(parts) => parts.iter().map(|p| self::part(model, p)).collect(),
        TextPart::Gap => "…".to_owned(),
    }
}
