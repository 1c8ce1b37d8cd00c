//! What is known of single Han characters: the simplified twin, and every way each is read.
//!
//! `data/simplified.txt`: a line for each simplified character, which is followed by its traditional twins.
//! `data/readings.txt`: a line for each syllable (pinyin without tone, ü as v), followed by all characters that can be read so.
//! Both cover U+3400–9FFF; they come from the crates `fast2s` 0.3 (tables of OpenCC) and `pinyin` 0.11 (tables of pinyin-data, after Unihan).

use std::sync::LazyLock;

/// A syllable's number, in the order of its spelling.
pub(super) type Syllable = u16;

/// The first character of the tables.
pub(super) const FIRST: u32 = 0x3400;
/// The last.
pub(super) const LAST: u32 = 0x9fff;
const COUNT: usize = (LAST - FIRST + 1) as usize;

struct Tables {
    /// Offset of the simplified twin from [`FIRST`] plus one; 0 where a character is its own.
    simple: Vec<u16>,
    /// Where a character's readings begin in `readings`; one more than there are characters.
    begin: Vec<u32>,
    readings: Vec<Syllable>,
    /// The same, each syllable replaced by the one that stands for all that recognisers take for it; a character may have one twice.
    near: Vec<Syllable>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut simple = vec![0; COUNT];
    for line in include_str!("data/simplified.txt").lines() {
        let mut chars = line.chars();
        let Some(twin) = chars.next().and_then(place) else { continue };
        for c in chars.filter_map(place) {
            if let Some(slot) = simple.get_mut(c) {
                *slot = twin as u16 + 1;
            }
        }
    }
    let lines: Vec<(&str, &str)> = include_str!("data/readings.txt").lines().filter_map(|line| line.split_once(' ')).collect();
    let mut read: Vec<(usize, Syllable)> = Vec::with_capacity(40_000);
    for (number, (_, chars)) in lines.iter().enumerate() {
        read.extend(chars.chars().filter_map(place).map(|c| (c, number as Syllable)));
    }
    read.sort_unstable();
    let mut begin = vec![0u32; COUNT + 1];
    for (c, _) in &read {
        if let Some(count) = begin.get_mut(c + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for count in &mut begin {
        sum += *count;
        *count = sum;
    }
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let twins: Vec<Syllable> = names.iter().enumerate().map(|(own, name)| twin(&names, name).unwrap_or(own) as Syllable).collect();
    let readings: Vec<Syllable> = read.into_iter().map(|(_, s)| s).collect();
    let near = readings.iter().map(|s| twins.get(*s as usize).copied().unwrap_or(*s)).collect();
    Tables { simple, begin, readings, near }
});

/// The simplified twin of a traditional character, else the character.
pub(super) fn simplified(c: char) -> char {
    let twin = place(c).and_then(|at| TABLES.simple.get(at)).filter(|twin| **twin > 0);
    twin.and_then(|twin| char::from_u32(FIRST + u32::from(*twin) - 1)).unwrap_or(c)
}

/// Every syllable that a character can be read as; none for what is not Han.
pub(super) fn readings(c: char) -> &'static [Syllable] {
    range(c).and_then(|range| TABLES.readings.get(range)).unwrap_or_default()
}

/// The same, where one syllable stands for all those which recognisers and dialects do not keep apart:
/// zh/z, ch/c, sh/s, n/l, f/hu, and -ng/-n behind a, e and i.
pub(super) fn near_readings(c: char) -> &'static [Syllable] {
    range(c).and_then(|range| TABLES.near.get(range)).unwrap_or_default()
}

fn range(c: char) -> Option<std::ops::Range<usize>> {
    let (at, begin) = (place(c)?, &TABLES.begin);
    Some(*begin.get(at)? as usize..*begin.get(at + 1)? as usize)
}

/// Whether a character is in the tables.
pub(super) fn is_han(c: char) -> bool {
    (FIRST..=LAST).contains(&(c as u32))
}

fn place(c: char) -> Option<usize> {
    is_han(c).then(|| (c as u32 - FIRST) as usize)
}

/// The number of the syllable that stands for `name`, where there is such a one.
fn twin(names: &[&str], name: &str) -> Option<usize> {
    let known = |name: &str| names.binary_search(&name).ok();
    let mut own = name.to_owned();
    // Each step only leads to a syllable that exists: there is no `lve` for every `nve`, no `cei` for `chei`.
    for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")] {
        if let Some(rest) = own.strip_prefix(from)
            && known(&format!("{to}{rest}")).is_some()
        {
            own = format!("{to}{rest}");
        }
    }
    if let Some(rest) = own.strip_suffix('g')
        && ["an", "en", "in"].iter().any(|end| rest.ends_with(end))
        && known(rest).is_some()
    {
        own = rest.to_owned();
    }
    // 飞 as 灰, 分 as 婚.
    if let Some((_, heard)) = F_AS_H.iter().find(|(f, _)| *f == own) {
        own = (*heard).to_owned();
    }
    known(&own)
}

/// The syllables with f that some speakers say with h, behind which they round their lips.
const F_AS_H: [(&str, &str); 7] =
    [("fa", "hua"), ("fan", "huan"), ("fei", "hui"), ("fen", "hun"), ("fo", "huo"), ("fou", "hou"), ("fu", "hu")];

#[cfg(test)]
mod tests {
    use super::{near_readings, readings, simplified};

    fn shares(a: char, b: char) -> bool {
        readings(a).iter().any(|s| readings(b).contains(s))
    }

    fn sounds_near(a: char, b: char) -> bool {
        near_readings(a).iter().any(|s| near_readings(b).contains(s))
    }

    #[test]
    fn traditional_characters_have_their_twin() {
        for (from, to) in [('電', '电'), ('後', '后'), ('電', '电'), ('里', '里'), ('龍', '龙'), ('a', 'a'), ('は', 'は')] {
            assert_eq!(simplified(from), to);
        }
    }

    #[test]
    fn a_character_has_all_its_readings() {
        for (a, b) in [('行', '航'), ('行', '形'), ('行', '横'), ('长', '常'), ('长', '掌'), ('工', '公'), ('的', '地')] {
            assert!(shares(a, b), "{a}{b}");
        }
        for (a, b) in [('不', '能'), ('四', '十'), ('南', '兰')] {
            assert!(!shares(a, b), "{a}{b}");
        }
        assert!(readings('x').is_empty());
    }

    #[test]
    fn near_sounds_are_those_that_recognisers_confuse() {
        for (a, b) in [
            ('四', '十'),
            ('南', '兰'),
            ('因', '英'),
            ('升', '森'),
            ('年', '连'),
            ('张', '脏'),
            ('飞', '灰'),
            ('分', '婚'),
            ('发', '花'),
            ('方', '黄'),
            ('府', '虎'),
            ('佛', '火'),
        ] {
            assert!(sounds_near(a, b), "{a}{b}");
        }
        for (a, b) in [('东', '冬'), ('吃', '十'), ('王', '完')] {
            assert_eq!(sounds_near(a, b), shares(a, b) || (a, b) == ('王', '完'), "{a}{b}");
        }
    }
}
