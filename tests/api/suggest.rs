//! Every change that a finding shows, applied by itself, does away with that finding.

use super::fix::fixtures;
use crate::pages::{Files, failing, input};
use huashu::api::{self, Checked};
use huashu::base::{Diagnostic, Edit};
use std::collections::BTreeMap;

/// The files with some changes.
fn changed(checked: &Checked, files: &Files, edits: &[Edit]) -> Files {
    let mut files = files.clone();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
    for edit in edits {
        let name = &checked.sources.get(edit.span.file).expect("a file").name;
        let file = files.iter_mut().find(|(n, _)| n == name || format!("例/{n}") == *name).expect("a file of the package");
        let mut text = String::from_utf8(file.1.clone()).expect("a text");
        text.replace_range(edit.span.range(), &edit.text);
        file.1 = text.into_bytes();
    }
    files
}

#[test]
fn each_change_mends_what_it_stands_on() {
    let read = |files: &Files| api::check(&input(files.clone())).expect("a readable huashu.toml");
    let alike =
        |checked: &Checked, d: &Diagnostic| checked.diagnostics.iter().filter(|f| f.code == d.code && f.message == d.message).count();
    let (mut tried, mut wrong) = (BTreeMap::new(), Vec::new());
    for (place, files) in failing().into_iter().chain(fixtures()) {
        let checked = read(&files);
        for found in &checked.diagnostics {
            let Some(fix) = &found.fix else { continue };
            *tried.entry(found.code.id).or_insert(0) += 1;
            let after = read(&changed(&checked, &files, &fix.edits));
            if alike(&after, found) >= alike(&checked, found) {
                wrong.push(format!("{place}: {} {} stays after “{}”", found.code.id, found.message.zh, fix.message.zh));
            }
        }
    }
    println!("{tried:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    let wanted = [
        "E0003", "E0006", "E0101", "E0106", "E0107", "E0110", "E0201", "E0204", "E0205", "E0211", "E0303", "E0304", "E0605", "E0609",
        "E0610", "E0611", "E0612", "E1002", "L01", "L02", "L04", "L07",
    ];
    let missing: Vec<&&str> = wanted.iter().filter(|id| !tried.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no example shows the change of {missing:?}");
}
