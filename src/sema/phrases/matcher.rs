//! The script's own lines and sets, as the matcher of calls takes them.

use super::spoken;
use crate::base::phrase::{At, Hit, Matcher, Options, Set};
use crate::sema::model::{Forbid, ForbidId, Model, Position};
use std::cell::OnceCell;

/// All 禁语 of a package, made ready.
pub(crate) struct Forbidden<'m> {
    model: &'m Model,
    /// By declaration: the phrases, with those of included classes behind its own.
    phrases: Vec<Vec<&'m str>>,
    /// Made when it is first asked: most rules do not ask.
    matcher: OnceCell<Matcher>,
}

impl<'m> Forbidden<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        let phrases = model.forbids.iter().map(|forbid| entries(model, forbid)).collect();
        Self { model, phrases, matcher: OnceCell::new() }
    }

    fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| {
            let set = |(forbid, phrases): (&Forbid, &Vec<&str>)| {
                set(forbid, phrases, forbid.options()).unless(forbid.unless.iter().map(|(text, _)| text.as_str()))
            };
            let sets = self.model.forbids.iter().zip(&self.phrases).map(set);
            Matcher::of(sets.collect())
        })
    }

    /// The phrases of a declaration.
    pub(super) fn phrases(&self, forbid: usize) -> &[&'m str] {
        self.phrases.get(forbid).map(Vec::as_slice).unwrap_or_default()
    }

    /// The phrases that a text hits, by set, said in the first turn or later.
    pub(super) fn hits(&self, text: &str, first_turn: bool) -> Vec<Hit> {
        self.matcher().hits(text, first_turn)
    }

    /// The first place where a text would hit a phrase of a declaration in a first turn, among phrases that are asked for, those that overlap
    /// as well.
    pub(super) fn find(&self, forbid: usize, text: &str, asked: impl Fn(usize) -> bool, accept: impl FnMut(&Hit) -> bool) -> Option<Hit> {
        self.matcher().find_hit(text, |set, phrase| set == forbid && asked(phrase), accept)
    }

    /// The phrase of a hit.
    pub(super) fn phrase(&self, hit: &Hit) -> &'m str {
        self.phrases(hit.set).get(hit.phrase).copied().unwrap_or_default()
    }

    /// Whether a text hits a set.
    pub(crate) fn forbids(&self, forbid: ForbidId, text: &str) -> bool {
        self.hits(text, false).iter().any(|hit| hit.set == forbid.index())
    }
}

/// The phrases of a 禁语, with those of the classes it includes.
fn entries<'m>(model: &'m Model, forbid: &'m Forbid) -> Vec<&'m str> {
    let included = forbid.includes.iter().filter_map(|id| model.phrases.get(id.index()));
    let included = included.flat_map(|class| class.entries.iter()).filter_map(|(text, _)| spoken::plain(text));
    forbid.entries.iter().map(|e| e.phrase.as_str()).chain(included).collect()
}

/// Phrases as a 禁语 looks for them, without what it spares.
pub(super) fn set(forbid: &Forbid, phrases: &[&str], options: Options) -> Set {
    let at = match forbid.position {
        None => At::Anywhere,
        Some(Position::SentenceStart) => At::SentenceStart,
        Some(Position::FirstTurn) => At::FirstTurn,
        Some(Position::SentenceEnd) => At::SentenceEnd,
    };
    Set::new(phrases.iter().copied()).at(at).counting_quotes(forbid.quotes_count).folding(options)
}
