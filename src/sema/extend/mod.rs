//! 继承: what a package takes over from another, what it says anew, and that no 底线 is loosened by it.
//!
//! The parts of the inherited package become parts of the one that inherits it, each in its own file, less those that are said anew.
//! Both are then understood by themselves, and what the first marks 底线 is held against what has become of it: whatever the second
//! allows the first must allow.

mod answer;
mod calendar;
mod circle;
mod deadline;
mod escalate;
mod event;
mod floor;
mod flow;
mod forbid;
mod form;
mod length;
mod limits;
mod link;
mod measure;
mod metric;
mod overlay;
mod pair;
mod phrase;
mod plain;
mod remedy;
mod retain;
mod role;
mod rule;
mod scene;
mod schedule;
mod scope;
mod score;
mod sentence;
mod shape;
mod stretch;
mod sweep;
mod value;

pub use link::inherit;

use super::model::Model;
use crate::base::{Diagnostic, FileId, Sources, Span};
use pair::Pair;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// What a package inherits.
#[derive(Debug, Default)]
pub struct Heritage {
    /// The packages it inherits, the nearest first.
    pub ancestors: Vec<Ancestor>,
    /// The files of the package with all that it inherits.
    files: BTreeSet<FileId>,
    /// What takes the place of something inherited: its name and where it stands.
    anew: Vec<(SmolStr, Span)>,
    /// 场景 that take the place of one that is a 底线.
    scenes: Vec<overlay::Scene>,
    /// What is wrong with the lines that say so.
    pub diagnostics: Vec<Diagnostic>,
}

/// A package that is inherited, as it is by itself.
#[derive(Debug)]
pub struct Ancestor {
    /// Its name.
    pub name: SmolStr,
    /// What it means.
    pub model: Model,
    /// Its files, with those that it inherits itself.
    pub files: BTreeSet<FileId>,
    /// The line by which it is inherited, directly or over another.
    pub at: Span,
}

impl Heritage {
    /// Whether a file was taken over from another package.
    pub fn is_inherited(&self, file: FileId) -> bool {
        self.ancestors.iter().any(|a| a.files.contains(&file))
    }

    /// Holds every 底线 that is inherited against what has become of it. `before` holds what was found before: of what could not be read
    /// nothing is concluded.
    pub fn floors(&self, child: &Model, sources: &Sources, before: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        for ancestor in &self.ancestors {
            let mut pair = Pair::new(self, ancestor, child, sources, before);
            compare(&mut pair);
            // What takes the place of a 底线 is one itself, so an ancestor further away would say the same again.
            found.extend(
                pair.finish().into_iter().filter(|d| !found.iter().any(|f| f.code == d.code && f.span == d.span)).collect::<Vec<_>>(),
            );
        }
        found
    }

    /// Says of a fault in an inherited file that it is looked at from the package that inherits it.
    pub fn explain(&self, package: &str, found: &mut [Diagnostic]) {
        for finding in found {
            let Some(ancestor) = self.ancestors.iter().rev().find(|a| a.files.contains(&finding.span.file)) else { continue };
            let name = &ancestor.name;
            let zh = format!("“{package}”从这里继承了“{name}”，这是照它改过以后看到的");
            let en = format!("`{package}` inherits `{name}` here: this is what comes of its changes");
            let told = std::mem::replace(finding, Diagnostic::new(finding.code, finding.span, "", ""));
            *finding = told.related(ancestor.at, zh, en);
        }
    }
}

/// Every construct, by the tables of its own file.
fn compare(pair: &mut Pair<'_>) {
    let constructs: [fn(&mut Pair<'_>); 18] = [
        rule::check,
        forbid::check,
        phrase::check,
        stretch::check,
        deadline::check,
        escalate::check,
        schedule::check,
        retain::check,
        score::check,
        metric::check,
        measure::check,
        scene::check,
        calendar::check,
        form::check,
        role::check,
        role::actions,
        flow::check,
        plain::check,
    ];
    for check in constructs {
        check(pair);
    }
}
