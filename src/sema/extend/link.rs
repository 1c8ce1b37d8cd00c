//! Which package is inherited, and that it becomes part of the one that does.

use super::circle::{circle, missing, twice};
use super::overlay::overlay;
use super::{Ancestor, Heritage};
use crate::base::{Diagnostic, Sources};
use crate::sema::package::{Package, Workspace};
use crate::sema::understand;
use crate::syntax::ast::{DeclKind, Name};
use smol_str::SmolStr;

/// Puts what the first package inherits into it. The packages taken in are understood by themselves before that.
pub fn inherit(workspace: &mut Workspace, sources: &Sources) -> Heritage {
    let mut heritage = Heritage::default();
    let own = workspace.packages.first().map(|p| p.name.clone()).unwrap_or_default();
    take_in(workspace, sources, &mut vec![own], &mut heritage);
    heritage.files = workspace.packages.first().into_iter().flat_map(|p| &p.files).map(|f| f.id).collect();
    heritage
}

/// The same for the package named last in `line`, the one that inherits it before it.
fn take_in(workspace: &mut Workspace, sources: &Sources, line: &mut Vec<SmolStr>, heritage: &mut Heritage) {
    let Some(child) = line.last().cloned() else { return };
    let Some(name) = said(workspace, &child, &mut heritage.diagnostics) else { return };
    if line.contains(&name.text) {
        heritage.diagnostics.push(circle(&name, line));
        return;
    }
    if !workspace.packages.iter().any(|p| p.name == name.text) {
        heritage.diagnostics.push(missing(&name, workspace.packages.iter().map(|p| p.name.as_str())));
        return;
    }
    line.push(name.text.clone());
    take_in(workspace, sources, line, heritage);
    line.pop();
    let model = alone(workspace, sources, &name.text);
    let Some(parent) = remove(workspace, &name.text) else { return };
    let files = parent.files.iter().map(|f| f.id).collect();
    for ancestor in &mut heritage.ancestors {
        ancestor.at = name.span;
    }
    heritage.ancestors.insert(0, Ancestor { name: name.text.clone(), model, files, at: name.span });
    if let Some(package) = workspace.packages.iter_mut().find(|p| p.name == child) {
        let (anew, scenes) = overlay(package, parent);
        heritage.anew.extend(anew);
        heritage.scenes.extend(scenes);
    }
}

/// The package that a package says it inherits.
fn said(workspace: &Workspace, package: &str, out: &mut Vec<Diagnostic>) -> Option<Name> {
    let package = workspace.packages.iter().find(|p| p.name == package)?;
    let lines = package.files.iter().flat_map(|f| &f.tree.decls).filter_map(|d| match &d.kind {
        DeclKind::Extends(e) => Some(&e.path),
        _ => None,
    });
    let mut first: Option<Name> = None;
    for path in lines {
        match &first {
            Some(known) => out.push(twice(path.span, known.span)),
            None => {
                let text: Vec<&str> = path.parts.iter().map(|n| n.text.as_str()).collect();
                first = Some(Name { text: text.join(".").into(), span: path.span });
            }
        }
    }
    first
}

/// What a package means by itself.
fn alone(workspace: &mut Workspace, sources: &Sources, name: &str) -> crate::sema::model::Model {
    let at = workspace.packages.iter().position(|p| p.name == name).unwrap_or(0);
    workspace.packages.swap(0, at);
    let model = understand(workspace, sources).model;
    workspace.packages.swap(0, at);
    model
}

fn remove(workspace: &mut Workspace, name: &str) -> Option<Package> {
    let at = workspace.packages.iter().position(|p| p.name == name)?;
    Some(workspace.packages.remove(at))
}
