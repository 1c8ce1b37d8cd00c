//! Coverage as lcov records: a file's lines with how many scenarios played them, and a branch for each way, bound and outcome.

use super::item::{Item, Kind};
use crate::base::{FileId, Sources};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One record a source file, in order of the files.
pub(in crate::api::scenario) fn lcov(items: &[Item], sources: &Sources) -> String {
    let mut files: BTreeMap<u32, Vec<&Item>> = BTreeMap::new();
    items.iter().for_each(|item| files.entry(item.file).or_default().push(item));
    let mut out = String::new();
    for (file, items) in files {
        let Some(source) = sources.get(FileId(file)) else { continue };
        let _ = writeln!(out, "TN:\nSF:{}", source.name);
        // A line is played as often as what is played most often on it.
        let mut lines: BTreeMap<u32, u32> = BTreeMap::new();
        let mut branches: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for item in items {
            let line = lines.entry(item.line).or_default();
            *line = (*line).max(item.times);
            if !matches!(item.kind, Kind::Line | Kind::Step) {
                branches.entry(item.line).or_default().push(item.times);
            }
        }
        for (line, all) in &branches {
            let reached = lines.get(line).is_some_and(|n| *n > 0);
            for (n, times) in all.iter().enumerate() {
                // What stands on a line that nothing came to was never asked.
                let taken = if reached { times.to_string() } else { "-".to_owned() };
                let _ = writeln!(out, "BRDA:{line},0,{n},{taken}");
            }
        }
        let all = || branches.values().flatten();
        let _ = writeln!(out, "BRF:{}\nBRH:{}", all().count(), all().filter(|n| **n > 0).count());
        for (line, times) in &lines {
            let _ = writeln!(out, "DA:{line},{times}");
        }
        let _ = writeln!(out, "LF:{}\nLH:{}\nend_of_record", lines.len(), lines.values().filter(|n| **n > 0).count());
    }
    out
}
