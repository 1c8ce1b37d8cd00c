//! `grammar/keywords.pest` follows from `grammar/keywords.tsv`, the one place where a keyword is spelled.
//! `HUASHU_BLESS=1 cargo test keywords` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

struct Keyword {
    id: &'static str,
    group: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: Vec<&'static str>,
}

fn table() -> Vec<Keyword> {
    let rows = include_str!("../../grammar/keywords.tsv").lines().skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, group, zh, en, aliases] = cells[..] else { panic!("five cells in {row:?}") };
        Keyword { id, group, zh, en, aliases: aliases.split('、').filter(|a| !a.is_empty()).collect() }
    })
    .collect()
}

fn grammar(table: &[Keyword]) -> String {
    let mut out = "// Generated from keywords.tsv; `HUASHU_BLESS=1 cargo test keywords` writes it anew.\n\n".to_owned();
    for keyword in table {
        // A longer word comes first, so that a shorter one does not hide it.
        let mut words: Vec<(&str, String)> = vec![(keyword.zh, format!("\"{}\"", keyword.zh)), (keyword.en, english(keyword.en, table))];
        words.extend(keyword.aliases.iter().map(|a| (*a, format!("\"{a}\""))));
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let words: Vec<String> = words.into_iter().map(|(_, rule)| rule).collect();
        let end = match (keyword.group, keyword.id) {
            ("unit", _) => "unit_end",
            ("before", _) | (_, "k_nth") => "glue_end",
            _ => "!nc",
        };
        let _ = writeln!(out, "{} = _{{ ({}) ~ {end} }}", keyword.id, words.join(" | "));
    }
    out.push('\n');
    // The words that also name a type; 字/分钟 before 字.
    let more = [("type", "type_word", vec!["k_length", "k_pace", "k_role", "k_phrases"])];
    for (group, rule) in [("unit", "unit"), ("type", "type_word"), ("actor", "actor"), ("before", "before"), ("after", "after")] {
        let mut ids: Vec<&str> = table.iter().filter(|k| k.group == group).map(|k| k.id).collect();
        ids.extend(more.iter().filter(|(g, _, _)| *g == group).flat_map(|(_, _, ids)| ids));
        ids.sort_by_key(|id| *id != "k_cpm");
        let _ = writeln!(out, "{rule} = {{ {} }}", ids.join(" | "));
    }
    out
}

/// The words of an English keyword; not where they begin a longer one.
fn english(en: &str, table: &[Keyword]) -> String {
    let rule = |words: &str| words.split(' ').map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" ~ sp ~ ");
    let longer: Vec<String> = table.iter().filter_map(|k| k.en.strip_prefix(en)?.strip_prefix(' ')).map(rule).collect();
    if longer.is_empty() { rule(en) } else { format!("{} ~ !(sp ~ ({}) ~ !nc)", rule(en), longer.join(" | ")) }
}

#[test]
fn keywords_pest_follows_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/keywords.pest");
    let fresh = grammar(&table());
    if std::env::var_os("HUASHU_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == fresh, "run HUASHU_BLESS=1 cargo test keywords");
}

#[test]
fn no_word_occurs_twice() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let table = table();
    for keyword in &table {
        for word in keyword.aliases.iter().chain([&keyword.zh, &keyword.en, &keyword.id]) {
            if let Some(other) = seen.insert(word, keyword.id) {
                panic!("{word} is both {other} and {}", keyword.id);
            }
        }
    }
    assert_eq!(table.len(), 383);
}
