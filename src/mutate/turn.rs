//! Whose turn it is: a kind goes by every place it could change, and changes the one that is asked for.

use super::change::{Change, Mutant};
use super::{Kind, Ruled};
use crate::base::{Message, Source, Span};
use crate::syntax::ast::{Path, Text};
use smol_str::SmolStr;

/// The state of one walk over a file.
pub(crate) struct Turn<'a> {
    kind: &'static Kind,
    /// The change to be made; none: all are only listed.
    wanted: Option<usize>,
    passed: usize,
    /// The changes that were listed.
    pub(crate) found: Vec<Mutant>,
    source: &'a Source,
    /// What is known of the whole package.
    pub(crate) ruled: &'a Ruled,
    /// The flow and its step that the walk is inside of.
    pub(crate) flow: Option<SmolStr>,
    pub(crate) step: Option<SmolStr>,
    /// The steps of the flow, in source order.
    pub(crate) steps: Vec<SmolStr>,
    /// The results that the flow ends with.
    pub(crate) results: Vec<SmolStr>,
    /// The smallest unit of time that the file writes, in ms.
    pub(crate) finest: Option<i64>,
    /// The length of the 限时 that the walk is inside of.
    pub(crate) limit: Option<Span>,
    /// What a scenario can expect when the time around the walk is over.
    pub(crate) over: Option<String>,
}

impl<'a> Turn<'a> {
    /// A walk that lists every change.
    pub(crate) fn all(kind: &'static Kind, source: &'a Source, ruled: &'a Ruled) -> Self {
        Self {
            kind,
            wanted: None,
            passed: 0,
            found: Vec::new(),
            source,
            ruled,
            flow: None,
            step: None,
            steps: Vec::new(),
            results: Vec::new(),
            finest: None,
            limit: None,
            over: None,
        }
    }

    /// A walk that makes one change.
    pub(crate) fn only(mutant: &Mutant, source: &'a Source, ruled: &'a Ruled) -> Self {
        Self { wanted: Some(mutant.nth), ..Self::all(mutant.kind, source, ruled) }
    }

    /// Offers a change at a place. Where this is true the caller makes it, and does nothing otherwise.
    pub(crate) fn offers(&mut self, span: Span, change: impl FnOnce(&Self) -> Change) -> bool {
        let nth = self.passed;
        self.passed += 1;
        if let Some(wanted) = self.wanted {
            return wanted == nth;
        }
        let step = self.flow.clone().zip(self.step.clone());
        let change = change(self);
        self.found.push(Mutant { kind: self.kind, span, change, step, nth });
        false
    }

    /// Drops the items of a list one at a time.
    pub(crate) fn drops<T>(&mut self, list: &mut Vec<T>, mut each: impl FnMut(&T, &Self) -> Option<(Span, Change)>) {
        let mut at = None;
        for (i, item) in list.iter().enumerate() {
            let Some((span, change)) = each(item, self) else { continue };
            if self.offers(span, |_| change) {
                at = Some(i);
            }
        }
        if let Some(i) = at {
            list.remove(i);
        }
    }

    /// A change of a time limit. A wait is tested by waiting: for the last instant in time, and for the first one after it.
    pub(crate) fn waited(&self, what: Message, limit: &str) -> Change {
        let advice = Message::new(
            format!("等满 {limit}，期望还没有到期；再过 1毫秒，期望到期"),
            format!("wait for exactly {limit} and expect that it is still in time; 1 ms later, that it is over"),
        );
        let mut change = Change::new(what, advice).line(format!("+{limit}"));
        if let Some(step) = &self.step {
            change = change.line(format!("期望 处于 {step}"));
        }
        change = change.line("+1毫秒");
        match &self.over {
            Some(over) => change.line(over.clone()),
            None => change,
        }
    }

    /// What is written at a place, on one line.
    pub(crate) fn written(&self, span: Span) -> String {
        self.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first line of what is written at a place, without what stands apart at its end.
    pub(crate) fn line(&self, span: Span) -> String {
        let line = self.source.slice(span).lines().next().unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A text in its quotation marks, shortened where it is long.
    pub(crate) fn quoted(&self, text: &Text) -> String {
        let written = self.written(text.span);
        let inside = written.trim_matches(['“', '”', '"', '「', '」']);
        let short: String = inside.chars().take(SHOWN).collect();
        let more = if inside.chars().nth(SHOWN).is_some() { "…" } else { "" };
        format!("“{short}{more}”")
    }

    /// The last name of a path, as it is called inside its own package.
    pub(crate) fn called(&self, path: &Path) -> String {
        self.written(path.span)
    }

    /// Whether a place is written with English keywords.
    pub(crate) fn english(&self, span: Span) -> bool {
        self.source.slice(span).is_ascii()
    }
}

/// Characters of a spoken text that are shown.
const SHOWN: usize = 24;
