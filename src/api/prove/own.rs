//! What the script by itself does against rules (E0806), told rule by rule: what is undecided is said, and not passed over.

use super::report;
use crate::base::{Lang, Position, Sources, Span};
use crate::prove::Looked;
use crate::sema::model::Model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule of whose sentences the script decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnRule {
    /// Its name.
    pub name: String,
    /// File, as named on the command line.
    pub file: String,
    /// Where it stands.
    pub start: Position,
    /// Sentences that calls which follow the script keep.
    pub kept: usize,
    /// Sentences that such a call breaks: each is a finding of a check (E0806).
    pub broken: usize,
    /// Sentences of which nobody can tell.
    pub undecided: Vec<Undecided>,
}

/// A sentence of which nobody can tell whether the script breaks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Undecided {
    /// Where it stands.
    pub start: Position,
    /// States that were looked at.
    pub states: usize,
    /// Why no more can be told.
    pub reason: String,
}

/// What was looked at, rule by rule in source order.
pub(super) fn rules(model: &Model, sources: &Sources, looked: &[(u32, usize, Looked)], lang: Lang) -> Vec<OwnRule> {
    let mut all: Vec<(u32, OwnRule)> = Vec::new();
    for (at, place, looked) in looked {
        let Some(rule) = model.rules.get(*at as usize) else { continue };
        if all.last().is_none_or(|(last, _)| last != at) {
            let file = sources.get(rule.span.file).map_or(String::new(), |s| s.name.clone());
            let (name, start) = (rule.name.to_string(), position(sources, rule.span));
            all.push((*at, OwnRule { name, file, start, kept: 0, broken: 0, undecided: Vec::new() }));
        }
        let Some((_, own)) = all.last_mut() else { continue };
        match looked {
            Looked::Kept => own.kept += 1,
            Looked::Broken(_) => own.broken += 1,
            Looked::Undecided(why, states) => {
                let sentence = rule.body.as_ref().and_then(|body| body.sentences.get(*place));
                let start = position(sources, sentence.map_or(rule.span, |s| s.span));
                own.undecided.push(Undecided { start, states: *states, reason: report::reason(*why).get(lang).to_owned() });
            }
        }
    }
    all.into_iter().map(|(_, own)| own).collect()
}

fn position(sources: &Sources, span: Span) -> Position {
    sources.get(span.file).map_or(Position { line: 1, column: 1, offset: 0 }, |s| s.position(span.start as usize))
}
