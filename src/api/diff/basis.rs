//! 依据: what each part is written after. A clause that changes changes nothing of what a call does, and is told all the same.

use super::part::{Part, Parts};
use crate::program::spell::Kind;

impl Parts<'_> {
    /// Adds its clauses to each part, behind all that it does; those of what is no part of a program stand together.
    pub(super) fn basis(&mut self) {
        let word = self.word("依据", "basis");
        let mut left = Vec::new();
        for citation in &self.p.citations {
            let line = format!("{word} {}", citation.clause);
            let carried = |part: &&mut Part| carries(part, &citation.carrier);
            match self.all.iter_mut().filter(carried).max_by_key(|part| part.path.len()) {
                Some(part) => part.lines.push(line),
                None => left.push(format!("{} {line}", self.carrier(&citation.carrier))),
            }
        }
        if !left.is_empty() {
            self.only("依据", "basis", left);
        }
    }

    /// A constant is no part of a program, only its value is; and a 留存 has no name.
    fn carrier(&self, carrier: &str) -> String {
        let named = |(zh, en): (&'static str, &'static str)| Some(format!("{}{}", self.word(zh, en), carrier.strip_prefix(zh)?));
        [("常量", "const"), ("留存", "retain")].into_iter().find_map(named).unwrap_or_else(|| carrier.to_owned())
    }
}

/// Whether what is told as a carrier is this part, or stands in it.
fn carries(part: &Part, carrier: &str) -> bool {
    let mut told = carrier.split(" / ");
    let head = told.next().unwrap_or_default();
    let (word, name) = head.split_once(' ').unwrap_or((head, ""));
    let inner = told.next().unwrap_or_default();
    match (part.kind, part.path.split_once('/')) {
        (Kind::Step, Some((flow, step))) => (word, name) == ("流程", flow) && inner.strip_prefix("环节 ") == Some(step),
        (Kind::Leaf, Some((of, leaf))) => (word, name, inner) == ("分类", of, leaf),
        (Kind::Field, Some((of, field))) => (word, name, inner) == ("登记表", of, field),
        (Kind::Rule, _) => matches!(word, "规则" | "保证") && name == part.path,
        // What there is one of goes by its word.
        (Kind::Var, _) => word == part.word && name.is_empty(),
        _ => word == part.word && name == part.path,
    }
}
