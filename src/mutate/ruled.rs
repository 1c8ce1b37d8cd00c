//! What the rules of a package say about order, so that only orders that mean something are changed.

use crate::syntax::ast::{DeclKind, Event, EventKind, File, LineSource, Path, Relation, SentenceForm, StmtKind, Stretch, StretchKind};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the whole package before one file of it is changed.
#[derive(Debug, Default)]
pub struct Ruled {
    /// Pairs of things that some sentence puts in order.
    pairs: BTreeSet<(Key, Key)>,
    /// The rules that speak of a class or a 禁语, by its name.
    hears: BTreeMap<SmolStr, SmolStr>,
    /// How many flows there are.
    flows: usize,
    /// There is a 评分.
    pub(crate) scored: bool,
}

/// A thing that is said or done, by its name.
pub(crate) type Key = (Thing, SmolStr);

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// 说 a class
    Says,
    /// 做
    Does,
    /// 登记
    Fills,
    /// 复述
    ReadsBack,
}

impl Ruled {
    /// Reads the rules of a package.
    pub fn of<'a>(files: impl Iterator<Item = &'a File>) -> Self {
        let mut found = Self::default();
        for decl in files.flat_map(|f| &f.decls) {
            found.flows += usize::from(matches!(decl.kind, DeclKind::Flow(_)));
            found.scored |= matches!(decl.kind, DeclKind::Score(_));
            let DeclKind::Rule(rule) = &decl.kind else { continue };
            for sentence in &rule.sentences {
                if let SentenceForm::Plain(ordered) = &sentence.form {
                    let said = keys(&ordered.event).filter(|(thing, _)| *thing == Thing::Says);
                    found.hears.extend(said.map(|(_, class)| (class, rule.name.text.clone())));
                }
                let SentenceForm::Related { event, relation, .. } = &sentence.form else { continue };
                let (Relation::Before(_, ordered) | Relation::After(_, ordered) | Relation::NextLine(ordered)) = relation else { continue };
                for a in keys(event) {
                    found.pairs.extend(keys(&ordered.event).flat_map(|b| [(a.clone(), b.clone()), (b, a.clone())]));
                }
            }
        }
        found
    }

    /// Whether a stretch is all there is: the only flow.
    pub(crate) fn is_everywhere(&self, stretch: &Stretch) -> bool {
        self.flows == 1 && matches!(stretch.kind, StretchKind::InFlow(_))
    }

    /// A rule that forbids or orders to say something of a class.
    pub(crate) fn rule_on(&self, class: &SmolStr) -> Option<&SmolStr> {
        self.hears.get(class)
    }

    /// Whether some rule puts these two in order.
    pub(crate) fn orders(&self, a: &Key, b: &Key) -> bool {
        a != b && self.pairs.contains(&(a.clone(), b.clone()))
    }
}

fn keys(event: &Event) -> impl Iterator<Item = Key> {
    event.atoms.iter().filter_map(|atom| match &atom.kind {
        EventKind::Says(line) => said(&line.source),
        EventKind::Do(action, _) => named(Thing::Does, action),
        EventKind::Fill(form) => named(Thing::Fills, form),
        EventKind::ReadBack(form) => named(Thing::ReadsBack, form),
        _ => None,
    })
}

/// What a statement says or does.
pub(crate) fn key(stmt: &StmtKind) -> Option<Key> {
    match stmt {
        StmtKind::Say { lines, .. } => lines.first().and_then(|l| said(&l.source)),
        StmtKind::Do { action, .. } => named(Thing::Does, action),
        StmtKind::Fill { record, .. } => named(Thing::Fills, record),
        StmtKind::ReadBack { record, .. } => named(Thing::ReadsBack, record),
        _ => None,
    }
}

fn said(source: &LineSource) -> Option<Key> {
    match source {
        LineSource::Class(class, _) => named(Thing::Says, class),
        LineSource::Text(_) => None,
    }
}

fn named(thing: Thing, path: &Path) -> Option<Key> {
    path.parts.last().map(|name| (thing, name.text.clone()))
}
