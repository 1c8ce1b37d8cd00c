//! 引用: which packages and files a file opens, and whether they form a circle.

use super::{FileIx, Scopes};
use crate::base::{Diagnostic, Edit, Span};
use crate::sema::codes::names::BAD_IMPORT;
use crate::sema::names::nearest;
use crate::sema::package::Workspace;
use crate::syntax::ast::{DeclKind, Use};
use smol_str::SmolStr;

/// One 引用 of a file.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    /// The name by which it is opened: 为, else the last name of the path.
    pub(crate) name: SmolStr,
    /// The package.
    pub(crate) package: usize,
    /// Only this file of it.
    pub(crate) file: Option<FileIx>,
    /// The path.
    pub(crate) span: Span,
}

/// Fills in what each file opens and reports what cannot be opened.
pub(crate) fn link(workspace: &Workspace, scopes: &mut Scopes, out: &mut Vec<Diagnostic>) {
    let mut ix = 0;
    for package in &workspace.packages {
        for file in &package.files {
            let uses = file.tree.decls.iter().filter_map(|d| match &d.kind {
                DeclKind::Use(u) => Some((u, d.span)),
                _ => None,
            });
            let imports: Vec<Import> = uses.filter_map(|(u, line)| find(scopes, u, line, FileIx(ix), out)).collect();
            if let Some(scope) = scopes.files.get_mut(ix) {
                scope.imports = imports;
            }
            ix += 1;
        }
    }
    circles(scopes, out);
}

fn find(scopes: &Scopes, u: &Use, line: Span, from: FileIx, out: &mut Vec<Diagnostic>) -> Option<Import> {
    let first = u.path.parts.first()?;
    let Some(package) = scopes.packages.iter().position(|p| p.is_called(&first.text)) else {
        let own = scopes.files.get(from.0).map(|f| f.package);
        if scopes.files.iter().any(|f| Some(f.package) == own && f.stem == first.text) {
            out.push(own_file(u, line));
            return None;
        }
        let near = nearest(&first.text, scopes.packages.iter().map(|p| p.name.as_str()));
        let mut d = Diagnostic::new(
            &BAD_IMPORT,
            first.span,
            format!("找不到要引用的包“{}”", first.text),
            format!("the package `{}` cannot be found", first.text),
        )
        .label("没有这个包", "no such package")
        .help(
            "被引用的包要放在旁边：一个带 huashu.toml 的文件夹，名字写对。同一个文件夹里的文件不用引用。",
            "The package must lie beside this one: a folder with huashu.toml, its name spelled right. Files of one folder need no `use`.",
        );
        if let Some(near) = near {
            d.help = None;
            d = d.suggest(
                format!("是不是“{near}”？"),
                format!("did you mean `{near}`?"),
                vec![Edit { span: first.span, text: near.to_owned() }],
            );
        }
        out.push(d);
        return None;
    };
    let mut file = None;
    if let Some(second) = u.path.parts.get(1) {
        let found = scopes.files.iter().position(|f| f.package == package && f.stem == second.text);
        let Some(found) = found else {
            out.push(
                Diagnostic::new(
                    &BAD_IMPORT,
                    second.span,
                    format!("包“{}”里没有“{}”这个文件", first.text, second.text),
                    format!("the package `{}` has no file `{}`", first.text, second.text),
                )
                .label("没有这个文件", "no such file")
                .help(format!("只写“引用 {}”就引用整个包。", first.text), format!("`use {}` alone opens the whole package.", first.text)),
            );
            return None;
        };
        file = Some(FileIx(found));
    }
    if file == Some(from) {
        out.push(Diagnostic::new(&BAD_IMPORT, u.path.span, "这个文件引用了自己", "this file brings in itself").safe_fix(
            "删掉这一行“引用”",
            "delete the line",
            vec![Edit { span: line, text: String::new() }],
        ));
        return None;
    }
    let name = u.alias.as_ref().or_else(|| u.path.parts.last()).map(|n| n.text.clone())?;
    Some(Import { name, package, file, span: u.path.span })
}

fn own_file(u: &Use, line: Span) -> Diagnostic {
    let name = u.path.parts.first().map_or("", |n| n.text.as_str());
    Diagnostic::new(
        &BAD_IMPORT,
        u.path.span,
        format!("“{name}”是同一个文件夹里的文件，不用引用"),
        format!("`{name}` is a file of this folder and need not be brought in"),
    )
    .label("本来就看得见", "seen anyway")
    .help("同一个文件夹里的文件互相看得见。", "The files of one folder see each other.")
    .safe_fix("删掉这一行“引用”", "delete the line", vec![Edit { span: line, text: String::new() }])
}

/// Reports each circle once, at the first import that closes it.
fn circles(scopes: &Scopes, out: &mut Vec<Diagnostic>) {
    // 0 unseen, 1 on the way, 2 done.
    let mut state = vec![0_u8; scopes.packages.len()];
    for start in 0..scopes.packages.len() {
        let mut path = Vec::new();
        visit(scopes, start, &mut state, &mut path, out);
    }
}

fn visit(scopes: &Scopes, at: usize, state: &mut [u8], path: &mut Vec<usize>, out: &mut Vec<Diagnostic>) {
    if state.get(at).copied() != Some(0) {
        return;
    }
    set(state, at, 1);
    path.push(at);
    let imports = scopes.files.iter().filter(|f| f.package == at).flat_map(|f| &f.imports);
    for import in imports {
        match state.get(import.package) {
            Some(0) => visit(scopes, import.package, state, path, out),
            Some(1) if import.package != at => {
                let from = path.iter().position(|p| *p == import.package).unwrap_or(0);
                let names: Vec<&str> = path
                    .iter()
                    .skip(from)
                    .chain([&import.package])
                    .filter_map(|p| scopes.packages.get(*p))
                    .map(|p| p.name.as_str())
                    .collect();
                out.push(
                    Diagnostic::new(
                        &BAD_IMPORT,
                        import.span,
                        format!("引用成了圈：{}", names.join(" → ")),
                        format!("packages bring in each other in a circle: {}", names.join(" → ")),
                    )
                    .label("这里又绕了回去", "here the circle closes")
                    .help(
                        "把两边都要用的东西挪到第三个包里，让两边都引用它。",
                        "Move what both need into a third package and bring that in.",
                    ),
                );
            }
            _ => {}
        }
    }
    path.pop();
    set(state, at, 2);
}

fn set(state: &mut [u8], at: usize, value: u8) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}
