//! Values that `huashu.toml` gives to constants left 待定.

use crate::base::{Diagnostic, Edit, Label, Message, Sources, Span};
use crate::sema::codes::names::UNKNOWN_NAME;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::model;
use crate::sema::names::nearest;
use crate::sema::package::{Binding, Package, Workspace};
use crate::sema::pass::Pass;
use crate::sema::scope::{FileIx, Found};
use crate::syntax;
use crate::syntax::ast::{Constant, ConstantValue, DeclKind, Expr, ExprKind, Name, Path, Text};

/// The value bound to a constant, and where: by its own package, or by the package that is checked, there also as `package.name`.
pub(super) fn find(pass: &mut Pass<'_>, workspace: &Workspace, file: FileIx, c: &Constant) -> Option<(model::Expr, Span)> {
    let package = pass.scopes.files.get(file.0)?.package;
    let own = workspace.packages.get(package)?;
    let first = workspace.packages.first()?;
    let qualified = format!("{}.{}", own.name, c.name.text);
    let named = |p: &'_ Package, name: &str| p.bindings.iter().find(|b| b.name == name).cloned();
    let bound = named(first, &qualified).or_else(|| named(own, &c.name.text)).or_else(|| named(first, &c.name.text))?;
    let at = bound.value_at;
    let Some((tree, text)) = bound.value.and_then(|text| Some((literal(&text, c.name.span)?, text))) else {
        pass.out.push(unreadable(c, at));
        // The constant has a value, only not one that can be read: no second finding.
        return Some((model::Expr::bad(c.name.span), at));
    };
    // A word that means nothing to the script is what it says: text needs no second pair of quotes in huashu.toml.
    if let ExprKind::Path(path) = &tree.kind
        && let [name] = path.parts.as_slice()
        && matches!(pass.scopes.look(file, &name.text), Found::None)
    {
        let value = model::ExprKind::Value(model::Value::Text(text.into()));
        return Some((model::Expr::new(value, model::Ty::Text, c.name.span), at));
    }
    Some((pass.read(file, |cx| cx.expr(&tree, None)), at))
}

fn unreadable(c: &Constant, at: Span) -> Diagnostic {
    let name = &c.name.text;
    let (zh, en) = (format!("给“{name}”的值看不懂"), format!("the value given to `{name}` cannot be read"));
    Diagnostic::new(&TYPE_MISMATCH, at, zh, en).related(c.name.span, "这里写着待定", "left open here").help(
        "写一个值，带上单位，用引号括起来，就像写在脚本里一样：\"3声\"、\"30秒\"、\"2026-03-05\"。",
        "Write one value with its unit, in quotes, as in a script: \"3 rings\", \"30s\", \"2026-03-05\".",
    )
}

/// Reports the values that no constant takes.
pub(super) fn unknown(pass: &mut Pass<'_>, workspace: &Workspace, consts: &[(FileIx, &Constant)]) {
    if workspace.packages.iter().all(|p| p.bindings.is_empty()) {
        return;
    }
    for (at, package) in workspace.packages.iter().enumerate() {
        // The package that is checked speaks of the constants of those it uses as well, by their name alone or with the package's.
        let mut seen: Vec<(String, &Constant)> = Vec::new();
        for (file, c) in consts {
            let Some(of) = pass.scopes.files.get(file.0).map(|f| f.package) else { continue };
            if of == at || at == 0 {
                seen.push((c.name.text.to_string(), *c));
            }
            if at == 0
                && let Some(owner) = workspace.packages.get(of)
            {
                seen.push((format!("{}.{}", owner.name, c.name.text), *c));
            }
        }
        let open = |c: &Constant| matches!(c.value, ConstantValue::Unbound(_));
        for binding in &package.bindings {
            let named: Vec<&Constant> = seen.iter().filter(|(name, _)| *name == binding.name).map(|(_, c)| *c).collect();
            if named.iter().any(|c| open(c)) {
                continue;
            }
            let waits = |name: &str, c: &Constant| open(c) && package.bindings.iter().all(|b| b.name != name);
            let near = nearest(&binding.name, seen.iter().filter(|(name, c)| waits(name, c)).map(|(name, _)| name.as_str()));
            pass.out.push(taken_by_none(binding, named.first().copied(), near));
        }
    }
}

fn taken_by_none(binding: &Binding, settled: Option<&Constant>, near: Option<&str>) -> Diagnostic {
    let name = &binding.name;
    let d = Diagnostic::new(&UNKNOWN_NAME, binding.at, format!("没有待定的常量“{name}”"), format!("no constant `{name}` is left open"));
    match (settled, near) {
        (Some(c), _) => d.related(c.name.span, "它在这里已经有值", "it has its value here").help(
            "两处只留一处：删掉这一行，或者把脚本里的值改成 待定。",
            "Keep one of the two: delete this line, or leave the constant `unbound` in the script.",
        ),
        (None, Some(near)) => {
            d.suggest(format!("是不是“{near}”？"), format!("did you mean `{near}`?"), vec![Edit { span: binding.at, text: toml_key(near) }])
        }
        (None, None) => d.help(
            "这里只写脚本里标着 待定 的常量；用不着了就删掉这一行。",
            "Only constants that the script leaves `unbound` belong here; delete the line if it is not needed.",
        ),
    }
}

/// A name as a key: quoted, since TOML takes only ASCII bare.
fn toml_key(name: &str) -> String {
    format!("\"{name}\"")
}

/// Adds the place of the value to findings that stand on a constant whose value `huashu.toml` gives: the text there is what is to be mended.
pub(crate) fn point(model: &model::Model, sources: &Sources, found: &mut [Diagnostic]) {
    let bound: Vec<(&str, Span)> = model.consts.iter().filter_map(|c| Some((c.name.as_str(), c.bound?))).collect();
    if bound.is_empty() {
        return;
    }
    for d in found.iter_mut().filter(|d| d.code.id.starts_with("E02")) {
        let words = sources.slice(d.span);
        if let Some((name, at)) = bound.iter().find(|(name, _)| words.split_whitespace().any(|w| w == *name))
            && d.span.file != at.file
        {
            let (zh, en) = (format!("“{name}”的值是在这里给的"), format!("the value of `{name}` is given here"));
            d.related.push(Label { span: *at, message: Message::new(zh, en) });
        }
    }
}

/// Reads a value by itself: as the value of a constant in a file of its own. Its places mean nothing here, so they become the constant's.
fn literal(text: &str, place: Span) -> Option<Expr> {
    if text.contains('\n') {
        return None;
    }
    let parsed = syntax::parse(place.file, &format!("常量\n  值 = {text}\n"));
    if !parsed.diagnostics.is_empty() {
        return None;
    }
    let [decl] = parsed.tree.decls.as_slice() else { return None };
    let DeclKind::Consts(consts) = &decl.kind else { return None };
    let [Constant { value: ConstantValue::Value(value), .. }] = consts.as_slice() else { return None };
    let kind = match &value.kind {
        ExprKind::Path(path) => {
            let parts = path.parts.iter().map(|n| Name { text: n.text.clone(), span: place }).collect();
            ExprKind::Path(Path { parts, span: place })
        }
        ExprKind::Text(text) => ExprKind::Text(Text { parts: text.parts.clone(), span: place }),
        kind @ (ExprKind::Number(_)
        | ExprKind::Quantity(_)
        | ExprKind::Bool(_)
        | ExprKind::Date(_)
        | ExprKind::Clock(_)
        | ExprKind::Instant(..)) => kind.clone(),
        _ => return None,
    };
    Some(Expr { kind, span: place })
}
