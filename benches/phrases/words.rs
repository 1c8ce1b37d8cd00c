//! Text like that of calls, and phrases of its characters.

use std::collections::HashMap;

/// What people say in the scripts at hand.
const SCRIPTS: [&str; 6] = [
    include_str!("../../scripts/home-service/用语.hua"),
    include_str!("../../scripts/complaint/用语.hua"),
    include_str!("../../scripts/callback/用语.hua"),
    include_str!("../../scripts/home-service/预订.hua"),
    include_str!("../../scripts/complaint/受理.hua"),
    include_str!("../../tests/phrase/cases.txt"),
];

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Utterances in which each character follows its two forerunners as it does in the scripts; now and then a mark.
pub(crate) fn utterances(count: usize, length: usize) -> Vec<String> {
    let letters: Vec<char> = SCRIPTS.concat().chars().filter(|c| is_han(*c)).collect();
    let mut after: HashMap<char, Vec<char>> = HashMap::new();
    for pair in letters.windows(2) {
        after.entry(pair[0]).or_default().push(pair[1]);
    }
    let mut draw = Draw(1);
    let one = |draw: &mut Draw| {
        let mut last = letters[draw.below(letters.len())];
        let mut text = String::from(last);
        for at in 1..length {
            if at % 9 == 8 {
                text.push('，');
                continue;
            }
            last = after.get(&last).map_or(letters[0], |next| next[draw.below(next.len())]);
            text.push(last);
        }
        text
    };
    (0..count).map(|_| one(&mut draw)).collect()
}

/// Phrases of two to six characters, those of the scripts and some two thousand more, each equally often: most never stand in the text,
/// as in a real list.
pub(crate) fn phrases(count: usize) -> Vec<String> {
    let mut letters: Vec<char> = SCRIPTS.concat().chars().filter(|c| is_han(*c)).collect();
    letters.extend(include_str!("../../src/base/phrase/data/simplified.txt").lines().filter_map(|line| line.chars().next()));
    letters.sort_unstable();
    letters.dedup();
    let mut draw = Draw(2);
    let mut seen = std::collections::HashSet::new();
    let mut out = Vec::with_capacity(count);
    while out.len() < count {
        let length = [2, 3, 3, 4, 4, 4, 4, 5, 5, 6][draw.below(10)];
        let phrase: String = (0..length).map(|_| letters[draw.below(letters.len())]).collect();
        if seen.insert(phrase.clone()) {
            out.push(phrase);
        }
    }
    out
}
