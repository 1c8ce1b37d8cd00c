//! Text like that of calls, and phrases of its characters.

use std::collections::{HashMap, HashSet};

/// What is said on the telephone: a text of this bench alone, which nobody changes.
const TALK: &str = include_str!("talk.txt");

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

/// What each character is replaced by to be heard in one way: one character for all that share their first reading.
pub(crate) fn first_readings() -> HashMap<char, char> {
    let mut readings = HashMap::new();
    for (at, line) in include_str!("../../src/base/phrase/data/readings.txt").lines().enumerate() {
        let heard = char::from_u32(0x3400 + at as u32).unwrap_or_default();
        let (_, chars) = line.split_once(' ').unwrap_or_default();
        chars.chars().for_each(|c| _ = readings.entry(c).or_insert(heard));
    }
    readings
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The characters of what is said, one after the other.
fn talk() -> Vec<char> {
    TALK.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).filter(|c| is_han(*c)).collect()
}

/// Utterances in which each character follows its forerunner as it does in calls, with a mark now and then; each twentieth holds a phrase.
pub(crate) fn utterances(count: usize, length: usize, phrases: &[String]) -> Vec<String> {
    let letters = talk();
    let mut after: HashMap<char, Vec<char>> = HashMap::new();
    for pair in letters.windows(2) {
        after.entry(pair[0]).or_default().push(pair[1]);
    }
    let mut draw = Draw(1);
    let mut one = |at: usize| {
        let held = phrases.get(draw.below(phrases.len())).filter(|_| at.is_multiple_of(20));
        let mut last = letters[draw.below(letters.len())];
        let mut text = String::from(last);
        while text.chars().count() + held.map_or(0, |p| p.chars().count()) < length {
            let at = text.chars().count();
            last = after.get(&last).map_or(letters[0], |next| next[draw.below(next.len())]);
            text.push(if at % 9 == 8 { '，' } else { last });
        }
        text.extend(held.map(String::as_str));
        text
    };
    (0..count).map(&mut one).collect()
}

/// Phrases of two to six characters: one of these is any of two thousand, the others are half of them as common as in calls, so that many
/// phrases begin like what is said and few stand in it, as with a real list.
pub(crate) fn phrases(count: usize) -> Vec<String> {
    let common = talk();
    let rare = include_str!("../../src/base/phrase/data/simplified.txt").lines().filter_map(|line| line.chars().next());
    let rare: Vec<char> = rare.collect();
    let mut draw = Draw(2);
    let mut seen = HashSet::new();
    let mut out = Vec::with_capacity(count);
    while out.len() < count {
        let length = [2, 3, 3, 4, 4, 4, 4, 5, 5, 6][draw.below(10)];
        let odd = draw.below(length);
        let mut letter = |at: usize| match at == odd || draw.below(2) == 0 {
            true => rare[draw.below(rare.len())],
            false => common[draw.below(common.len())],
        };
        let phrase: String = (0..length).map(&mut letter).collect();
        if seen.insert(phrase.clone()) {
            out.push(phrase);
        }
    }
    out
}
