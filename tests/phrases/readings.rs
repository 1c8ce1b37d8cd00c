//! How characters are read, looked up in the table by itself.

use std::collections::HashMap;
use std::sync::LazyLock;

static READINGS: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<&'static str>> = HashMap::new();
    for (syllable, chars) in include_str!("../../src/base/phrase/data/readings.txt").lines().filter_map(|line| line.split_once(' ')) {
        chars.chars().for_each(|c| all.entry(c).or_default().push(syllable));
    }
    all
});

/// Every syllable that a character can be read as, in pinyin without tone; none for what is not Han.
pub(crate) fn readings_of(c: char) -> &'static [&'static str] {
    READINGS.get(&c).map_or(&[], Vec::as_slice)
}
