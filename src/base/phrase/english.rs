//! English words: can't is cannot and can not, and a word is whole.

use super::speech::Letter;
use std::ops::Range;

/// Writes every contracted negation out, as a word of its own.
pub(super) fn write_out(letters: Vec<Letter>, text: &str) -> Vec<Letter> {
    if !letters.iter().any(|l| l.c == 't' || l.c == 'T') {
        return letters;
    }
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|b| letters.get(b)).map_or(0, |b| b.end);
        let mark = text.get(before..letter.start).unwrap_or_default();
        let ends = letters.get(at + 1).is_none_or(|next| next.apart || !next.is_latin());
        let stem = out.len().saturating_sub(word_before(&out, out.len()).len());
        let word: String = out.get(stem..).unwrap_or_default().iter().map(|l| l.c.to_ascii_lowercase()).collect();
        if is(letter, 't') && ends && matches!(mark, "'" | "’" | "＇") && word.ends_with('n') {
            let last = out.pop().unwrap_or(*letter);
            // The stems of can't, won't and shan't are shortened.
            match word.as_str() {
                "can" => out.push(last),
                "won" => spell(&mut out, stem + 1, "ill", last),
                "shan" => spell(&mut out, stem + 3, "ll", last),
                _ => {}
            }
            push_not(&mut out, last, *letter);
        } else if is(letter, 't') && ends && word == "canno" {
            let last = letters.get(at - 2).copied().unwrap_or(*letter);
            out.truncate(stem + 3);
            push_not(&mut out, last, *letter);
        } else {
            out.push(*letter);
        }
    }
    out
}

fn spell(out: &mut Vec<Letter>, from: usize, letters: &str, like: Letter) {
    out.truncate(from);
    out.extend(letters.chars().map(|c| Letter { c, apart: false, ..like }));
}

fn push_not(out: &mut Vec<Letter>, first: Letter, last: Letter) {
    let (start, end) = (first.start, last.end);
    out.extend(['n', 'o', 't'].map(|c| Letter { c, start, end, apart: c == 'n', ..first }));
}

fn is(letter: &Letter, c: char) -> bool {
    letter.c.eq_ignore_ascii_case(&c)
}

fn word_before(letters: &[Letter], end: usize) -> &[Letter] {
    let mut from = end;
    while let Some(letter) = from.checked_sub(1).and_then(|b| letters.get(b)).filter(|l| l.is_latin()) {
        from -= 1;
        if letter.apart {
            break;
        }
    }
    letters.get(from..end).unwrap_or_default()
}

/// The word of an alphabet that a letter is in; of another letter itself alone.
pub(super) fn word_at(letter: impl Fn(usize) -> Option<Letter>, at: usize) -> Range<usize> {
    if !letter(at).is_some_and(|l| l.is_latin()) {
        return at..at + 1;
    }
    let goes_on = |i: usize| i > 0 && letter(i).zip(letter(i - 1)).is_some_and(|(l, before)| l.is_latin() && before.is_latin() && !l.apart);
    let from = (0..=at).rev().find(|i| !goes_on(*i)).unwrap_or(at);
    let to = (at + 1..).find(|i| !goes_on(*i)).unwrap_or(at + 1);
    from..to
}

/// Words that turn a sentence into its contrary.
const NEGATIONS: [&str; 9] = ["not", "no", "never", "nor", "none", "nothing", "nobody", "neither", "without"];
/// What they turn nothing into, where these follow.
const HARMLESS: [(&str, &[&str]); 2] = [("no", &["problem", "problems", "worries", "doubt"]), ("not", &["only"])];

/// Marks the first letters of words that negate.
pub(super) fn mark(letters: &mut [Letter]) {
    let mut at = 0;
    while at < letters.len() {
        let word = word_at(|i| letters.get(i).copied(), at);
        let text =
            |range: Range<usize>| letters.get(range).unwrap_or_default().iter().map(|l| l.c.to_ascii_lowercase()).collect::<String>();
        let (said, next) = (text(word.clone()), text(word_at(|i| letters.get(i).copied(), word.end)));
        let harmless = HARMLESS.iter().any(|(first, then)| *first == said && then.contains(&next.as_str()));
        if NEGATIONS.contains(&said.as_str()) && !harmless {
            letters.get_mut(word.start).into_iter().for_each(|l| l.negates = true);
        }
        at = word.end;
    }
}
