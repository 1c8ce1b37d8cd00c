//! `--fix`: the safe changes of findings, applied to the texts they were found in.

use crate::base::{Diagnostic, Edit, FileId, Sources};
use std::collections::BTreeMap;

/// The new text of each file that changes, and how many findings were mended. Changes that touch each other are left for another round.
pub fn fix(diagnostics: &[Diagnostic], sources: &Sources) -> (BTreeMap<FileId, String>, usize) {
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut mended = 0;
    for fix in diagnostics.iter().filter_map(|d| d.fix.as_ref()).filter(|f| f.safe && !f.edits.is_empty()) {
        let free = |e: &Edit| taken.get(&e.span.file).is_none_or(|all| all.iter().all(|t| apart(t, e)));
        if fix.edits.iter().all(free) {
            mended += 1;
            for edit in &fix.edits {
                taken.entry(edit.span.file).or_default().push(edit);
            }
        }
    }
    let texts = taken.into_iter().filter_map(|(file, edits)| Some((file, apply(&sources.get(file)?.text, edits)?))).collect();
    (texts, mended)
}

/// Whether two changes neither overlap nor stand at one place.
fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.end < b.span.start || b.span.end < a.span.start
}

fn apply(text: &str, mut edits: Vec<&Edit>) -> Option<String> {
    edits.sort_by_key(|e| e.span.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.span.start as usize)?);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
        // What is taken away whole takes its line with it.
        let line = out.rfind('\n').map_or(0, |i| i + 1);
        if let (true, Some(rest)) =
            (edit.text.is_empty() && out.get(line..)?.trim().is_empty(), text.get(at..)?.split_inclusive('\n').next())
            && rest.trim().is_empty()
            && edit.span.start < edit.span.end
            && !text.get(edit.span.start as usize..at)?.ends_with('\n')
        {
            out.truncate(line);
            at += rest.len();
        }
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
