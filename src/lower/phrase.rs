//! Phrase classes and forbidden words.

use super::Lowering;
use super::tables::former;
use super::text::plain;
use crate::program::{self, Forbid, ForbidEntry, LineId, PhraseClass};
use crate::sema::model::{self, PhrasesId};
use smol_str::format_smolstr;

impl Lowering<'_> {
    /// Lowers all 用语 and 禁语.
    pub(super) fn phrases(&mut self) {
        let model = self.model;
        for class in &model.phrases {
            let lowered = self.class(class);
            let place = self.place(class.span);
            self.program.phrases.push(lowered);
            self.map.phrases.push(place);
        }
        for index in 0..model.phrases.len() {
            let entries = self.with_included(PhrasesId(index as u32), &mut Vec::new());
            if let Some(class) = self.program.phrases.get_mut(index) {
                class.entries = entries;
            }
        }
        for forbid in &model.forbids {
            let lowered = self.forbid(forbid);
            let place = self.place(forbid.span);
            self.program.forbids.push(lowered);
            self.map.forbids.push(place);
        }
    }

    fn class(&mut self, class: &model::Phrases) -> PhraseClass {
        self.here = format_smolstr!("{}", class.name);
        let entries = class
            .entries
            .iter()
            .map(|(text, _)| {
                let line = self.line(text);
                self.spoken.insert(text.span, line);
                line
            })
            .collect();
        PhraseClass {
            name: class.name.clone(),
            formerly: former(&class.meta),
            params: self.params(&class.params),
            quantifier: quantifier(class.quantifier),
            mode: mode(class.mode),
            open: class.open,
            no_interruption: class.no_interruption,
            pace: class.pace.map(pace),
            folding: class.folding,
            entries,
            basis: super::cite::clauses(&class.meta),
        }
    }

    /// The entries of a class and of those it includes. A class that includes itself was refused; the guard only keeps this from looping.
    fn with_included(&self, id: PhrasesId, above: &mut Vec<PhrasesId>) -> Vec<LineId> {
        if above.contains(&id) {
            return Vec::new();
        }
        above.push(id);
        let mut entries = self.program.phrases.get(id.index()).map(|c| c.entries.clone()).unwrap_or_default();
        for included in self.model.phrases.get(id.index()).map(|c| c.includes.as_slice()).unwrap_or_default() {
            for line in self.with_included(*included, above) {
                if !entries.contains(&line) {
                    entries.push(line);
                }
            }
        }
        above.pop();
        entries
    }

    fn forbid(&mut self, forbid: &model::Forbid) -> Forbid {
        let mut entries: Vec<ForbidEntry> = forbid
            .entries
            .iter()
            .map(|e| ForbidEntry {
                phrase: e.phrase.clone(),
                replacement: e.replacement.as_ref().map(|(text, _)| text.clone()),
                category: e.category.clone(),
                severity: e.severity.map(severity).filter(|s| *s != severity(forbid.severity)),
            })
            .collect();
        for class in forbid.includes.iter().filter_map(|id| self.model.phrases.get(id.index())) {
            let texts = class.entries.iter().filter_map(|(text, _)| plain(&text.parts));
            entries.extend(texts.map(|phrase| ForbidEntry { phrase, replacement: None, category: None, severity: None }));
        }
        let names = forbid.spoken_by.iter().filter_map(|r| self.model.roles.get(r.index())).map(|r| r.name.clone()).collect();
        Forbid {
            name: forbid.name.clone(),
            formerly: former(&forbid.meta),
            severity: severity(forbid.severity),
            points: forbid.points,
            veto: forbid.veto,
            open: forbid.open,
            entries,
            unless: forbid.unless.iter().map(|(text, _)| text.clone()).collect(),
            spoken_by: names,
            scope: program::Scope {
                flows: forbid.scope.flows.iter().map(|f| f.0).collect(),
                steps: forbid.scope.steps.iter().map(|(f, s)| (f.0, s.0)).collect(),
                phases: forbid.scope.phases.iter().map(|(t, l)| (t.0, l.0)).collect(),
            },
            position: position(forbid.position),
            when: forbid.when.as_ref().map(|e| self.expr(e)),
            folding: forbid.folding,
            quotes_count: forbid.quotes_count,
            basis: super::cite::clauses(&forbid.meta),
        }
    }
}

/// How a line is matched: 大意 where nothing is written.
pub(super) fn mode(mode: Option<model::MatchMode>) -> program::MatchMode {
    match mode {
        None | Some(model::MatchMode::Gist) => program::MatchMode::Gist,
        Some(model::MatchMode::Verbatim) => program::MatchMode::Verbatim,
        Some(model::MatchMode::KeyPoints) => program::MatchMode::KeyPoints,
    }
}

/// Speech rate.
pub(super) fn pace(pace: model::Pace) -> program::Pace {
    match pace {
        model::Pace::Slow => program::Pace::Slow,
        model::Pace::Fast => program::Pace::Fast,
    }
}

fn quantifier(quantifier: model::Quantifier) -> program::Quantifier {
    match quantifier {
        model::Quantifier::Any => program::Quantifier::Any,
        model::Quantifier::All => program::Quantifier::All,
        model::Quantifier::InOrder => program::Quantifier::InOrder,
    }
}

/// How grave.
pub(super) fn severity(severity: model::Severity) -> program::Severity {
    match severity {
        model::Severity::Minor => program::Severity::Minor,
        model::Severity::Ordinary => program::Severity::Ordinary,
        model::Severity::Serious => program::Severity::Serious,
    }
}

fn position(position: Option<model::Position>) -> program::Position {
    match position {
        None => program::Position::Anywhere,
        Some(model::Position::SentenceStart) => program::Position::SentenceStart,
        Some(model::Position::FirstTurn) => program::Position::FirstTurn,
        Some(model::Position::SentenceEnd) => program::Position::SentenceEnd,
    }
}
