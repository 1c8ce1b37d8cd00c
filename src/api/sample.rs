//! What the scenarios of a package say of its host, as a ready answer for somebody who plays a call by hand.

use super::check::Checked;
use super::scenario;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Values that scenarios give; the first that gives one is taken.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Session parameters by name.
    pub params: Map<String, Json>,
    /// Answers by the action's name.
    pub answers: BTreeMap<String, Json>,
    /// Records by the form's name.
    pub records: BTreeMap<String, Json>,
    /// 开始: the date, in days since 1970-01-01, and ms after midnight. The dates in the records are meant from there.
    pub start: Option<(i32, u32)>,
}

/// Collects what 设 says in the scenarios of a package.
pub fn sample(checked: &Checked) -> Sample {
    let mut all = Sample::default();
    for one in checked.model.scenarios.iter().filter_map(|s| scenario::given(&checked.model, s)) {
        all.start = all.start.or(one.start);
        for (name, value) in one.params {
            all.params.entry(name).or_insert(value);
        }
        for (name, value) in one.answers {
            all.answers.entry(name).or_insert(value);
        }
        for (name, value) in one.records {
            all.records.entry(name).or_insert(value);
        }
    }
    all
}
