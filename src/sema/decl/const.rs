//! 常量: values that never change, in the order in which they need each other.

use super::binding;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::UNKNOWN_NAME;
use crate::sema::codes::types::{TYPE_MISMATCH, UNBOUND_CONSTANT};
use crate::sema::model::{ConstId, ConstState, Expr, ExprKind as Kind};
use crate::sema::package::Workspace;
use crate::sema::pass::Pass;
use crate::sema::scope::{FileIx, Symbol};
use crate::syntax::ast::{self, Constant, ConstantValue, ExprKind, Test};

/// How far a constant is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Todo,
    Doing,
    Done,
}

/// Gives every constant its value.
pub(crate) fn consts(pass: &mut Pass<'_>, workspace: &Workspace, consts: &[(FileIx, &Constant)]) {
    let mut progress = vec![Progress::Todo; consts.len()];
    for i in 0..consts.len() {
        settle(pass, workspace, consts, i, &mut progress);
    }
    binding::unknown(pass, workspace, consts);
}

/// Settles what a constant needs, then the constant. Each needs a line of its own, so the depth is that of the source.
fn settle(pass: &mut Pass<'_>, workspace: &Workspace, consts: &[(FileIx, &Constant)], i: usize, progress: &mut [Progress]) {
    let (Some(Progress::Todo), Some((file, c))) = (progress.get(i).copied(), consts.get(i).copied()) else { return };
    set(progress, i, Progress::Doing);
    // A chain of constants could be as long as the file; an explicit stack keeps it off the machine's.
    let mut stack = vec![(i, needs(pass, file, c))];
    while let Some((at, open)) = stack.last_mut() {
        let at = *at;
        let Some(name) = open.pop() else {
            stack.pop();
            if let Some((file, c)) = consts.get(at).copied() {
                give(pass, workspace, file, c, at);
            }
            set(progress, at, Progress::Done);
            continue;
        };
        match progress.get(name.id.index()).copied() {
            Some(Progress::Todo) => {
                let Some((file, c)) = consts.get(name.id.index()).copied() else { continue };
                set(progress, name.id.index(), Progress::Doing);
                let open = needs(pass, file, c);
                stack.push((name.id.index(), open));
            }
            Some(Progress::Doing) => pass.out.push(
                Diagnostic::new(
                    &UNKNOWN_NAME,
                    name.span,
                    format!("“{}”的值绕了一圈又要用到它自己", name.text),
                    format!("the value of `{}` needs itself", name.text),
                )
                .label("这时候还没有值", "has no value yet")
                .help(
                    "常量只能用先定下来的常量：给其中一个写上数。",
                    "A constant may only use constants that are settled before it: give one of them a number.",
                ),
            ),
            Some(Progress::Done) | None => {}
        }
    }
}

fn give(pass: &mut Pass<'_>, workspace: &Workspace, file: FileIx, c: &Constant, at: usize) {
    let state = match &c.value {
        ConstantValue::Value(value) => {
            let value = pass.read(file, |cx| cx.expr(value, None));
            if let Some(moving) = moving(&value) {
                pass.out.push(moving);
            }
            ConstState::Value(value)
        }
        ConstantValue::Advice(_) => ConstState::Advice,
        ConstantValue::Unbound(span) => match binding::find(pass, workspace, file, c) {
            Some((value, place)) => {
                if let Some(slot) = pass.model.consts.get_mut(at) {
                    slot.bound = Some(place);
                }
                ConstState::Value(Expr { span: *span, ..value })
            }
            None => {
                pass.out.push(unbound(&c.name.text, *span));
                ConstState::Unbound
            }
        },
    };
    if let Some(slot) = pass.model.consts.get_mut(at) {
        slot.state = state;
    }
}

/// The finding for a constant whose value is another one at every instant.
fn moving(value: &Expr) -> Option<Diagnostic> {
    let mut found: Option<Span> = None;
    value.each(&mut |e| {
        let moves = matches!(e.kind, Kind::Now | Kind::Today | Kind::Ring | Kind::Mood | Kind::OfCall(_));
        found = found.or(moves.then_some(e.span));
    });
    let d = Diagnostic::new(&TYPE_MISMATCH, found?, "这个值会变，不能当常量", "this value changes, and a constant does not");
    Some(
        d.label("问的时候才有数", "has a value only when it is asked for").help(
            "用到它的地方直接写它的名字；常量里只写定下来的数。",
            "Write its name where it is used; a constant holds what is settled.",
        ),
    )
}

/// The finding for a constant that nobody has given a value yet.
pub(crate) fn unbound(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&UNBOUND_CONSTANT, span, format!("“{name}”还没有值"), format!("`{name}` has no value yet"))
        .label("待定", "left open")
        .help(
            format!("定下来以后写在这里，或者写在 huashu.toml 的 [bindings] 里：\"{name}\" = \"…\"。"),
            format!("Once it is settled, write it here or under [bindings] in huashu.toml: \"{name}\" = \"…\"."),
        )
}

/// Another constant named in a value.
struct Need {
    id: ConstId,
    text: smol_str::SmolStr,
    span: Span,
}

/// The constants that a value names, the first one last.
fn needs(pass: &Pass<'_>, file: FileIx, c: &Constant) -> Vec<Need> {
    let mut found = Vec::new();
    if let ConstantValue::Value(value) = &c.value {
        names(value, &mut |path: &ast::Path| {
            let Some(name) = path.parts.first() else { return };
            if let crate::sema::scope::Found::One(entry) = pass.scopes.look(file, &name.text)
                && let Symbol::Const(id) = entry.symbol
            {
                found.push(Need { id, text: name.text.clone(), span: name.span });
            }
        });
    }
    found.reverse();
    found
}

/// Every path in an expression.
fn names(e: &ast::Expr, see: &mut dyn FnMut(&ast::Path)) {
    match &e.kind {
        ExprKind::Path(path) => see(path),
        ExprKind::Call(_, args) => args.iter().for_each(|a| names(&a.value, see)),
        ExprKind::List(items) => items.iter().for_each(|i| names(i, see)),
        ExprKind::With(base, fields) => {
            names(base, see);
            fields.iter().for_each(|(_, v)| names(v, see));
        }
        ExprKind::Not(a) => names(a, see),
        ExprKind::Binary(_, a, b) => {
            names(a, see);
            names(b, see);
        }
        ExprKind::Test(a, test) => {
            names(a, see);
            match test.as_ref() {
                Test::Compare(_, b) | Test::Contains(b) => names(b, see),
                Test::Bound(b) => names(&b.value, see),
                Test::Range(r) => r.low.iter().chain(&r.high).for_each(|b| names(b, see)),
                Test::In(_) | Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::Past => {}
            }
        }
        ExprKind::Text(text) => text.parts.iter().for_each(|p| {
            if let ast::TextPart::Value(v) = p {
                names(v, see);
            }
        }),
        ExprKind::Number(_)
        | ExprKind::Quantity(_)
        | ExprKind::Bool(_)
        | ExprKind::Unknown
        | ExprKind::Now
        | ExprKind::Today
        | ExprKind::Ring
        | ExprKind::Mood
        | ExprKind::OfCall(_)
        | ExprKind::Date(_)
        | ExprKind::Clock(_)
        | ExprKind::Instant(..) => {}
    }
}

fn set(progress: &mut [Progress], at: usize, value: Progress) {
    if let Some(slot) = progress.get_mut(at) {
        *slot = value;
    }
}
