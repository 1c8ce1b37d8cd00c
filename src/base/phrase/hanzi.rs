//! What is known of single Han characters: the simplified twin, and every way each is read.
//!
//! `data/simplified.txt`: a line for each simplified character, which is followed by its traditional twins.
//! `data/readings.txt`: a line for each syllable (pinyin without tone, ü as v), followed by all characters that can be read so.
//! Both cover U+3400–9FFF. The twins come from the crate `fast2s` 0.3 (tables of OpenCC). The readings are those that are in use, from Unihan 15.0
//! (`Unihan_Readings.txt`): of the 通用规范汉字字典 (kTGHZ2013), where it lacks a character of the 现代汉语词典 (kXHC1983), and what is common in speech
//! (kHanyuPinlu) or first (kMandarin) besides; the few characters that have none of these keep what the crate `pinyin` 0.11 gives.

use std::collections::HashMap;
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
    /// By character: its kind, which it shares with all that are read as it is; 0 where nothing is known.
    kinds: Vec<u16>,
    /// By kind.
    read: Vec<Vec<Syllable>>,
    /// The same, each syllable replaced by the one that stands for all that recognisers take for it.
    near: Vec<Vec<Syllable>>,
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
    let mut all: Vec<(usize, Syllable)> = Vec::with_capacity(40_000);
    for (number, (_, chars)) in lines.iter().enumerate() {
        all.extend(chars.chars().filter_map(place).map(|c| (c, number as Syllable)));
    }
    all.sort_unstable();
    let (mut kinds, mut read) = (vec![0; COUNT], vec![Vec::new()]);
    let mut known: HashMap<Vec<Syllable>, u16> = HashMap::new();
    for one in all.chunk_by(|(a, _), (b, _)| a == b) {
        let syllables: Vec<Syllable> = one.iter().map(|(_, syllable)| *syllable).collect();
        let kind = *known.entry(syllables).or_insert_with_key(|syllables| {
            read.push(syllables.clone());
            read.len() as u16 - 1
        });
        if let Some(slot) = one.first().and_then(|(c, _)| kinds.get_mut(*c)) {
            *slot = kind;
        }
    }
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    let twins: Vec<Syllable> = names.iter().enumerate().map(|(own, name)| twin(&names, name).unwrap_or(own) as Syllable).collect();
    let nearly = |syllables: &Vec<Syllable>| {
        let mut near: Vec<Syllable> = syllables.iter().map(|s| twins.get(*s as usize).copied().unwrap_or(*s)).collect();
        near.sort_unstable();
        near.dedup();
        near
    };
    let near = read.iter().map(nearly).collect();
    Tables { simple, kinds, read, near }
});

/// The simplified twin of a traditional character, else the character.
pub(super) fn simplified(c: char) -> char {
    let twin = place(c).and_then(|at| TABLES.simple.get(at)).filter(|twin| **twin > 0);
    twin.and_then(|twin| char::from_u32(FIRST + u32::from(*twin) - 1)).unwrap_or(c)
}

/// Every syllable that a character can be read as; none for what is not Han.
pub(super) fn readings(c: char) -> &'static [Syllable] {
    TABLES.read.get(kind(c)).map_or(&[], Vec::as_slice)
}

/// The same, where one syllable stands for all those which recognisers and dialects do not keep apart:
/// zh/z, ch/c, sh/s, n/l, f/hu, and -ng/-n behind a, e and i.
pub(super) fn near_readings(c: char) -> &'static [Syllable] {
    TABLES.near.get(kind(c)).map_or(&[], Vec::as_slice)
}

/// Whether two characters have a way in common to be read, near sounds as one where they are not to be kept apart.
pub(super) fn shares(a: char, b: char, near: bool) -> bool {
    let (a, b) = (kind(a), kind(b));
    let all = readings_of_kinds(near);
    let (Some(own), Some(other)) = (all.get(a), all.get(b)) else { return false };
    a == b && !own.is_empty() || own.iter().any(|s| other.contains(s))
}

/// The kind of each character from [`FIRST`] on: those which are read alike are of one.
pub(super) fn kinds() -> &'static [u16] {
    &TABLES.kinds
}

/// By kind: every syllable that its characters can be read as, near sounds as one where they are not to be kept apart.
pub(super) fn readings_of_kinds(near: bool) -> &'static [Vec<Syllable>] {
    if near { &TABLES.near } else { &TABLES.read }
}

fn kind(c: char) -> usize {
    place(c).and_then(|at| TABLES.kinds.get(at)).map_or(0, |kind| usize::from(*kind))
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
