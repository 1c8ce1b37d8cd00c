//! Which forbidden phrases a text hits: a list tried out before it is in force.

use crate::base::phrase::{Fold, Matcher};
use crate::program::{Forbid, Severity};
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;

/// All 禁语 of a program, made ready. Every set counts, whoever speaks and wherever: 只对, 范围 and 当 are of a call, and a text has none.
#[derive(Debug)]
pub struct PhraseBook {
    forbids: Vec<Forbid>,
    matcher: Matcher,
}

/// A text and what it hits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "huashu match", deny_unknown_fields)]
pub struct TextHits {
    /// The text as it was given.
    pub text: String,
    /// In order of place.
    pub hits: Vec<TextHit>,
}

/// A phrase found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TextHit {
    /// First character of the text, from 0.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// The phrase as the script writes it.
    pub phrase: SmolStr,
    /// The name of its 禁语.
    pub set: SmolStr,
    /// 开放: its list is not closed, others like these count as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// What is written otherwise than in the phrase.
    pub folds: Vec<Fold>,
    /// How grave.
    pub severity: Severity,
    /// What sort of phrase it is, in the words of its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<SmolStr>,
    /// What to say instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<SmolStr>,
}

impl PhraseBook {
    /// Of the 禁语 of a program.
    pub fn new(forbids: &[Forbid]) -> Self {
        Self { matcher: Matcher::of(forbids.iter().map(Forbid::set).collect()), forbids: forbids.to_vec() }
    }

    /// How many phrases it has.
    pub fn phrases(&self) -> usize {
        self.forbids.iter().map(|forbid| forbid.entries.len()).sum()
    }

    /// What a text hits, taken for the first turn of the agent.
    pub fn hits(&self, text: &str) -> TextHits {
        let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        let mut hits: Vec<TextHit> = self
            .matcher
            .hits(text, true)
            .into_iter()
            .filter_map(|hit| {
                let forbid = self.forbids.get(hit.set)?;
                let entry = forbid.entries.get(hit.phrase)?;
                Some(TextHit {
                    start: characters(hit.start),
                    end: characters(hit.end),
                    phrase: entry.phrase.clone(),
                    set: forbid.name.clone(),
                    open: forbid.open,
                    folds: hit.folds.iter().collect(),
                    severity: entry.severity.unwrap_or(forbid.severity),
                    category: entry.category.clone(),
                    replacement: entry.replacement.clone(),
                })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.start, hit.end));
        TextHits { text: text.to_owned(), hits }
    }
}
