//! The name that was probably meant: one character off, or one that sounds the same.

use crate::base::phrase::sound_alike;

/// The nearest of `candidates`, or none that is near enough. Only called when a finding is written.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name {
            continue;
        }
        let Some(rank) = rank(name, candidate) else { continue };
        // The first in order of declaration wins among equals, so that a finding never changes from run to run.
        if best.is_none_or(|(r, _)| rank < r) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How far a candidate is: 0 sounds the same, then the number of wrong characters, then one name inside the other.
fn rank(name: &str, candidate: &str) -> Option<usize> {
    let (a, b) = (name.chars().count(), candidate.chars().count());
    if a == b && name.chars().zip(candidate.chars()).filter(|(x, y)| x != y).all(|(x, y)| numeral(x) && numeral(y)) {
        // 第四条 is no slip for 第一条.
        return None;
    }
    if a >= 2 && a == b && sound_alike(name, candidate) {
        return Some(0);
    }
    let allowed = match (name.is_ascii(), a.max(b)) {
        (_, 0..=1) => 0,
        (true, 2..=3) => 1,
        (true, _) => 2,
        (false, 2..=5) => 1,
        (false, _) => 2,
    };
    // A name of two characters with one wrong must at least keep the other; a one-character change of one character is another word.
    if a.abs_diff(b) <= allowed && a.min(b) >= 2 {
        let distance = strsim::osa_distance(name, candidate);
        if distance <= allowed {
            return Some(distance);
        }
    }
    // A short name happens to stand in many a long one.
    let inside = a >= 2 && b >= 2 && a.min(b) * 2 >= a.max(b) && (candidate.contains(name) || name.contains(candidate));
    inside.then_some(10 + a.abs_diff(b))
}

fn numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}
