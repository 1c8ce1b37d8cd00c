//! Values that `huashu.toml` gives to constants left 待定.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::model;
use crate::sema::package::Workspace;
use crate::sema::pass::Pass;
use crate::sema::scope::{FileIx, Found};
use crate::syntax;
use crate::syntax::ast::{Constant, ConstantValue, DeclKind, Expr, ExprKind, Name, Path, Text};

/// The value bound to a constant: by its own package, or by the package that is checked, there also as `package.name`.
pub(super) fn find(pass: &mut Pass<'_>, workspace: &Workspace, file: FileIx, c: &Constant) -> Option<model::Expr> {
    let package = pass.scopes.files.get(file.0)?.package;
    let own = workspace.packages.get(package)?;
    let first = workspace.packages.first()?;
    let qualified = format!("{}.{}", own.name, c.name.text);
    let bound =
        |bindings: &[(smol_str::SmolStr, String)], name: &str| bindings.iter().find(|(n, _)| n == name).map(|(_, text)| text.clone());
    let text = bound(&first.bindings, &qualified)
        .or_else(|| bound(&own.bindings, &c.name.text))
        .or_else(|| bound(&first.bindings, &c.name.text))?;
    let Some(tree) = literal(&text, c.name.span) else {
        pass.out.push(
            Diagnostic::new(
                &TYPE_MISMATCH,
                c.name.span,
                format!("huashu.toml 给“{}”的值“{text}”看不懂", c.name.text),
                format!("the value `{text}` that huashu.toml gives to `{}` cannot be read", c.name.text),
            )
            .help("写成脚本里的样子，比如 \"3声\"、\"30秒\"。", "Write it as in a script, for example \"3声\" or \"30秒\"."),
        );
        // The constant has a value, only not one that can be read: no second finding.
        return Some(model::Expr::bad(c.name.span));
    };
    // A word that means nothing to the script is what it says: text needs no second pair of quotes in huashu.toml.
    if let ExprKind::Path(path) = &tree.kind
        && let [name] = path.parts.as_slice()
        && matches!(pass.scopes.look(file, &name.text), Found::None)
    {
        let value = model::ExprKind::Value(model::Value::Text(text.into()));
        return Some(model::Expr::new(value, model::Ty::Text, c.name.span));
    }
    Some(pass.read(file, |cx| cx.expr(&tree, None)))
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
