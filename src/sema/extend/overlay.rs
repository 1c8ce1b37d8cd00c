//! What a package says anew takes the place of what it inherits; the rest is added to it.

use crate::base::Span;
use crate::sema::decl::role::built_in_word;
use crate::sema::hash::Map;
use crate::sema::model::RoleId;
use crate::sema::package::Package;
use crate::syntax::ast::{Calendar, Decl, DeclKind, MeasureKind};
use smol_str::SmolStr;
use std::sync::Arc;

/// By what a declaration is known, so that another can take its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Known {
    /// A name of the package.
    Name(SmolStr),
    /// A role that has a word.
    Role(RoleId),
    /// A name among 规则 and its like.
    Rule(SmolStr),
    /// 场景
    Scenario(SmolStr),
    /// 留存, by its form.
    Retain(SmolStr),
    /// 评分: a package has one.
    Score,
    /// A line of 计量.
    Measure(MeasureKind),
}

impl Known {
    fn scene(&self, taken: &Taken) -> Option<Scene> {
        match self {
            Self::Scenario(name) if taken.floor => Some(Scene { name: name.clone(), at: taken.at, floor: taken.there }),
            _ => None,
        }
    }

    /// The word by which a script speaks of it.
    fn word(&self) -> SmolStr {
        match self {
            Self::Name(name) | Self::Rule(name) | Self::Scenario(name) | Self::Retain(name) => name.clone(),
            Self::Role(_) => "角色".into(),
            Self::Score => "评分".into(),
            Self::Measure(_) => "计量".into(),
        }
    }
}

/// Adds the parts of `parent` to `child`, less those that `child` says anew, which are given back with their places. What takes the
/// place of a 底线 is one itself.
pub(super) fn overlay(child: &mut Package, parent: Package) -> (Vec<(SmolStr, Span)>, Vec<Scene>) {
    let mut anew = Anew { of: Map::default(), kept: kept(child, &parent.name), parent: parent.name.clone(), default: false };
    for decl in child.files.iter().flat_map(|f| &f.tree.decls) {
        names(decl, &mut |known, at| {
            anew.of.insert(known, Taken { at, used: false, floor: false, there: at });
        });
        anew.default |= matches!(&decl.kind, DeclKind::Calendar(c) if c.default);
    }
    let mut files = parent.files;
    for file in &mut files {
        Arc::make_mut(&mut file.tree).decls.retain_mut(|decl| anew.keeps(decl));
    }
    if anew.of.values().any(|t| t.floor) {
        for decl in child.files.iter_mut().flat_map(|f| &mut Arc::make_mut(&mut f.tree).decls) {
            mark(decl, &anew.of);
        }
    }
    child.files.append(&mut files);
    child.tables.extend(parent.tables);
    let bound = |name: &SmolStr| child.bindings.iter().any(|b| b.name == *name);
    let more: Vec<_> = parent.bindings.into_iter().filter(|b| !bound(&b.name)).collect();
    child.bindings.extend(more);
    child.inherits.push(parent.name);
    child.inherits.extend(parent.inherits);
    let mut places: Vec<(SmolStr, Span)> = anew.of.iter().filter(|(_, t)| t.used).map(|(known, t)| (known.word(), t.at)).collect();
    places.sort_by_key(|(_, at)| (at.file, at.start));
    let mut scenes: Vec<Scene> = anew.of.iter().filter_map(|(known, t)| known.scene(t)).collect();
    scenes.sort_by_key(|s| (s.at.file, s.at.start));
    (places, scenes)
}

/// A 场景 that takes the place of one that is a 底线.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) name: SmolStr,
    pub(super) at: Span,
    pub(super) floor: Span,
}

/// The calendars of `parent` that `child` says anew out of themselves: `日历 客服历 继承 总店.客服历`.
fn kept(child: &Package, parent: &str) -> Vec<SmolStr> {
    let out_of_itself = |c: &Calendar| {
        let path = c.extends.as_ref().map(|p| p.parts.as_slice());
        matches!(path, Some([package, name]) if package.text == parent && name.text == c.name.text)
    };
    let calendars = child.files.iter().flat_map(|f| &f.tree.decls).filter_map(|d| match &d.kind {
        DeclKind::Calendar(c) if out_of_itself(c) => Some(c.name.text.clone()),
        _ => None,
    });
    calendars.collect()
}

/// One thing that a package says.
#[derive(Debug, Clone, Copy)]
struct Taken {
    at: Span,
    /// It takes the place of something inherited.
    used: bool,
    /// That was a 底线.
    floor: bool,
    /// Where it stands.
    there: Span,
}

/// What a package says.
struct Anew {
    of: Map<Known, Taken>,
    /// Calendars that stay beside those that take their place, under the name of their package.
    kept: Vec<SmolStr>,
    parent: SmolStr,
    /// It has a default calendar of its own.
    default: bool,
}

impl Anew {
    /// Takes out of an inherited declaration what is said anew, and says whether anything is left.
    fn keeps(&mut self, decl: &mut Decl) -> bool {
        let floor = decl.meta.floor;
        match &mut decl.kind {
            DeclKind::Params(params) => {
                params.retain(|p| !self.takes(&Known::Name(p.name.text.clone()), floor || p.meta.floor));
                return !params.is_empty();
            }
            DeclKind::Consts(consts) => {
                consts.retain(|c| !self.takes(&Known::Name(c.name.text.clone()), floor || c.meta.floor));
                return !consts.is_empty();
            }
            DeclKind::Measure(measure) => {
                let floor = measure.floor;
                measure.settings.retain(|s| !self.takes(&Known::Measure(s.kind), floor));
                return !measure.settings.is_empty();
            }
            DeclKind::Flow(flow) => {
                flow.limits.retain(|limit| limit_name(limit).is_none_or(|known| !self.takes(&known, limit.meta.floor)));
            }
            DeclKind::Calendar(calendar) => {
                // What is said anew out of the inherited one needs that one still.
                calendar.default &= !self.default;
                if self.kept.contains(&calendar.name.text) {
                    self.takes(&Known::Name(calendar.name.text.clone()), floor);
                    calendar.name.text = format!("{}.{}", self.parent, calendar.name.text).into();
                    return true;
                }
            }
            // That line was for the package by itself.
            DeclKind::Extends(_) => return false,
            _ => {}
        }
        let there = decl.span;
        own_name(decl).is_none_or(|known| {
            let taken = self.takes(&known, floor);
            self.of.get_mut(&known).filter(|_| taken).into_iter().for_each(|t| t.there = there);
            !taken
        })
    }

    fn takes(&mut self, known: &Known, floor: bool) -> bool {
        let Some(taken) = self.of.get_mut(known) else { return false };
        taken.used = true;
        taken.floor |= floor;
        true
    }
}

/// Every name that a declaration gives, and where.
fn names(decl: &Decl, see: &mut dyn FnMut(Known, Span)) {
    match &decl.kind {
        DeclKind::Params(params) => params.iter().for_each(|p| see(Known::Name(p.name.text.clone()), p.name.span)),
        DeclKind::Consts(consts) => consts.iter().for_each(|c| see(Known::Name(c.name.text.clone()), c.name.span)),
        DeclKind::Measure(measure) => measure.settings.iter().for_each(|s| see(Known::Measure(s.kind), s.span)),
        DeclKind::Flow(flow) => flow.limits.iter().for_each(|l| limit_name(l).into_iter().for_each(|known| see(known, l.span))),
        _ => {}
    }
    own_name(decl).into_iter().for_each(|known| see(known, decl.span));
}

/// Marks as 底线 what takes the place of one.
fn mark(decl: &mut Decl, of: &Map<Known, Taken>) {
    let floor = |known: &Known| of.get(known).is_some_and(|t| t.floor);
    match &mut decl.kind {
        DeclKind::Params(params) => {
            params.iter_mut().filter(|p| floor(&Known::Name(p.name.text.clone()))).for_each(|p| p.meta.floor = true);
        }
        DeclKind::Consts(consts) => {
            consts.iter_mut().filter(|c| floor(&Known::Name(c.name.text.clone()))).for_each(|c| c.meta.floor = true);
        }
        DeclKind::Measure(measure) => measure.floor |= measure.settings.iter().any(|s| floor(&Known::Measure(s.kind))),
        DeclKind::Flow(flow) => {
            for limit in &mut flow.limits {
                if limit_name(limit).as_ref().is_some_and(floor) {
                    limit.meta.floor = true;
                }
            }
        }
        _ => {}
    }
    if own_name(decl).as_ref().is_some_and(floor) {
        decl.meta.floor = true;
    }
}

/// The name of a 期限 or 升级 inside a flow.
fn limit_name(decl: &Decl) -> Option<Known> {
    match &decl.kind {
        DeclKind::Deadline(d) => Some(Known::Name(d.name.text.clone())),
        DeclKind::Escalate(e) => Some(Known::Name(e.name.text.clone())),
        _ => None,
    }
}

/// The name that a declaration has as a whole.
fn own_name(decl: &Decl) -> Option<Known> {
    let name = match &decl.kind {
        DeclKind::Use(_)
        | DeclKind::Extends(_)
        | DeclKind::Document(_)
        | DeclKind::Params(_)
        | DeclKind::Consts(_)
        | DeclKind::Measure(_) => return None,
        DeclKind::Rule(r) => return Some(Known::Rule(r.name.text.clone())),
        DeclKind::Metric(m) => return Some(Known::Rule(m.name.text.clone())),
        DeclKind::Schedule(s) => return Some(Known::Rule(s.name.text.clone())),
        DeclKind::Score(_) => return Some(Known::Score),
        DeclKind::Scenario(s) => return Some(Known::Scenario(s.name.text.clone())),
        DeclKind::Retain(r) => return Some(Known::Retain(r.what.parts.last()?.text.clone())),
        DeclKind::Role(r) => {
            if let Some(Some(id)) = built_in_word(&r.name.text) {
                return Some(Known::Role(id));
            }
            &r.name
        }
        DeclKind::Taxonomy(t) => &t.name,
        DeclKind::Decide(d) => &d.name,
        DeclKind::Form(f) => &f.name,
        DeclKind::Action(a) => &a.name,
        DeclKind::Event(e) => &e.name,
        DeclKind::Phrases(p) => &p.name,
        DeclKind::Forbid(f) => &f.name,
        DeclKind::Flow(f) => &f.name,
        DeclKind::Stretch(s) => &s.name,
        DeclKind::Calendar(c) => &c.name,
        DeclKind::Deadline(d) => &d.name,
        DeclKind::Escalate(e) => &e.name,
    };
    Some(Known::Name(name.text.clone()))
}
