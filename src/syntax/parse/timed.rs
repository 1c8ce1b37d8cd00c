//! Constructs of part 2: kept by name and place, their lines checked for form.

use super::cx::Cx;
use crate::syntax::ast::{Meta, Name, Timed, TimedKind};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::name::normal;

/// The construct a keyword begins.
pub(crate) fn kind(head: Rule) -> Option<TimedKind> {
    Some(match head {
        Rule::k_rule => TimedKind::Rule,
        Rule::k_guarantee => TimedKind::Guarantee,
        Rule::k_stretch => TimedKind::Stretch,
        Rule::k_measure => TimedKind::Measure,
        Rule::k_calendar => TimedKind::Calendar,
        Rule::k_deadline => TimedKind::Deadline,
        Rule::k_escalate => TimedKind::Escalate,
        Rule::k_schedule => TimedKind::Schedule,
        Rule::k_retain => TimedKind::Retain,
        Rule::k_metric => TimedKind::Metric,
        Rule::k_score => TimedKind::Score,
        Rule::k_extends => TimedKind::Extends,
        _ => return None,
    })
}

impl Cx<'_> {
    /// A construct of part 2.
    pub(crate) fn timed(&mut self, at: usize, head: Rule, _meta: &mut Meta) -> Timed {
        let words = self.words(at);
        let len = keyword::head(words).map_or(0, |(_, len)| len);
        let rest = words.get(len..).unwrap_or("");
        let start = words.len() - rest.trim_start().len();
        let word = keyword::word(rest.trim_start());
        let name = (!word.is_empty()).then(|| {
            let span = self.line(at).map_or(self.span(at), |l| l.text.span(self.lines.file, start, start + word.len()));
            Name { text: normal(word), span }
        });
        let until = self.line(at).map_or(at, |l| l.until as usize);
        let lines = (at + 1..until).map(|i| self.span(i)).collect();
        Timed { kind: kind(head).unwrap_or(TimedKind::Rule), name, default: false, lines }
    }
}
