//! The table of words: which rule each word of either language stands for.

use super::grammar::Rule;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// One word of the language.
#[derive(Debug)]
pub(crate) struct Keyword {
    /// Its rule in the grammar, which is its identity.
    pub(crate) rule: Rule,
    /// The Chinese word.
    pub(crate) zh: &'static str,
    /// The English word or words.
    pub(crate) en: &'static str,
    /// Other Chinese words that are accepted and rewritten.
    pub(crate) aliases: Vec<&'static str>,
    /// It stands before a value and compares with it: `超过 3次`.
    compares: bool,
}

/// The words by their spelling.
struct Table {
    words: Vec<Keyword>,
    /// A Chinese word, an alias, or the first word of an English one: indices into `words`, English ones of more words first.
    heads: HashMap<&'static str, Vec<u16>, BuildHasherDefault<Fnv>>,
    rules: HashMap<Rule, u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rules: HashMap<String, Rule> = Rule::all_rules().iter().map(|r| (format!("{r:?}"), *r)).collect();
    let mut table = Table { words: Vec::new(), heads: HashMap::default(), rules: HashMap::new() };
    for line in include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/keywords.tsv")).lines() {
        let mut cells = line.split('\t');
        let (Some(id), Some(group), Some(zh), Some(en)) = (cells.next(), cells.next(), cells.next(), cells.next()) else { continue };
        let Some(rule) = rules.get(id).copied() else { continue };
        let aliases: Vec<&str> = cells.next().unwrap_or("").split('、').filter(|a| !a.is_empty()).collect();
        let index = table.words.len() as u16;
        for word in aliases.iter().copied().chain([zh, en.split(' ').next().unwrap_or(en)]) {
            table.heads.entry(word).or_default().push(index);
        }
        table.rules.insert(rule, index);
        table.words.push(Keyword { rule, zh, en, aliases, compares: group == "before" });
    }
    let words = &table.words;
    for list in table.heads.values_mut() {
        list.sort_by_key(|i| words.get(usize::from(*i)).map_or(0, |k| usize::MAX - k.en.len()));
    }
    table
});

/// The keyword that `text` begins with, and the bytes it takes; an English keyword wins over a shorter one it begins with.
pub(crate) fn head(text: &str) -> Option<(&'static Keyword, usize)> {
    let first = word(text);
    let list = TABLE.heads.get(first)?;
    list.iter().filter_map(|i| TABLE.words.get(usize::from(*i))).find_map(|k| {
        if k.zh == first || k.aliases.contains(&first) {
            return Some((k, first.len()));
        }
        let mut at = 0;
        for (n, part) in k.en.split(' ').enumerate() {
            let rest = text.get(at..)?;
            let gap = if n == 0 { 0 } else { rest.len() - rest.trim_start_matches([' ', '\t']).len() };
            if n > 0 && gap == 0 || word(rest.get(gap..)?) != part {
                return None;
            }
            at += gap + part.len();
        }
        Some((k, at))
    })
}

/// The keyword that is written exactly so.
pub(crate) fn find(text: &str) -> Option<&'static Keyword> {
    match head(text) {
        Some((k, len)) if len == text.len() => Some(k),
        // 字/分钟 is the one word that is no run of name characters.
        _ if text.contains('/') => TABLE.words.iter().find(|k| k.zh == text),
        _ => None,
    }
}

/// Whether a text ends in a keyword; the words of an English one may stand any space apart.
pub(crate) fn ends(text: &str, rule: Rule) -> bool {
    let Some(k) = of(rule) else { return false };
    let mut rest = text;
    let english = k.en.split(' ').rev().all(|word| match rest.trim_end().strip_suffix(word) {
        Some(before) => {
            rest = before;
            true
        }
        None => false,
    });
    english || text.ends_with(k.zh) || k.aliases.iter().any(|a| text.ends_with(a))
}

/// A text cut at the longest Chinese word in it that compares with the value behind it.
pub(crate) fn comparison(text: &str) -> Option<(&str, &str, &str)> {
    let words = TABLE.words.iter().filter(|k| k.compares).flat_map(|k| k.aliases.iter().chain([&k.zh]));
    let found = words.filter_map(|word| text.find(word).and_then(|at| Some((text.get(..at)?, *word, text.get(at + word.len()..)?))));
    found.max_by_key(|(_, word, _)| word.len())
}

/// The keyword of a rule.
pub(crate) fn of(rule: Rule) -> Option<&'static Keyword> {
    TABLE.rules.get(&rule).and_then(|i| TABLE.words.get(usize::from(*i)))
}

/// The keyword of a rule's name.
pub(crate) fn by_id(id: &str) -> Option<&'static Keyword> {
    TABLE.words.iter().find(|k| format!("{:?}", k.rule) == id)
}

/// The run of name characters at the start of `text`; `字/分钟` is one word.
pub(crate) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !is_name_char(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// Whether a character can stand in a name; the same characters as `nc` in the grammar.
pub(crate) fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || ('一'..='龥').contains(&c) || (!c.is_ascii() && pest::unicode::XID_CONTINUE(c))
}

/// A small hash for short words.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
