//! Words that ought to be said, held against what was said: word for word, in the gist, or by key points.

use super::fold::{Fold, Folds, UNKNOWN};
use super::symbols::alike;
use super::text::{Options, Text};

/// A line that ought to be said, its values filled in.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    elements: Vec<Element>,
    /// What each key point says: its name in a finding, and its elements.
    keys: Vec<(String, std::ops::Range<usize>)>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words as the script writes them.
    Words(String),
    /// A value as it is written: it must be right, and only its writing may differ.
    Value(String),
    /// A value that is not known, or `…`: anything.
    Anything,
    /// A key point begins.
    Key,
    /// A key point ends.
    KeyEnd,
}

/// How closely a line is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// 逐字: the same words, whatever way they are written.
    Verbatim,
    /// 大意: at most [`forgiven`] characters left out, put in or replaced; what sounds alike is the same.
    Gist,
    /// 要点: each key point, in any order.
    KeyPoints,
}

/// How many characters of a line may differ in its gist: one in four, and never a negation, a digit or a value.
///
/// Our own measure: recognisers of Mandarin speech are wrong in one character of ten to twenty, and people paraphrase a little.
pub fn forgiven(characters: usize) -> usize {
    characters / 4
}

/// How what was said compares with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the line was said.
    pub said: bool,
    /// The bytes of what was said that come closest to it, none where nothing does.
    pub place: Option<(usize, usize)>,
    /// How many characters differ there.
    pub differing: usize,
    /// How many may.
    pub forgiven: usize,
    /// The words of the line that are missing there, in its order; of 要点 the key points.
    pub missing: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Element {
    c: char,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Value,
    Anything,
}

impl Wanted {
    /// A line of parts.
    pub fn of(parts: &[Part]) -> Self {
        let mut wanted = Self::default();
        let mut open: Option<(String, usize)> = None;
        for part in parts {
            let (words, kind) = match part {
                Part::Words(words) => (words.as_str(), Kind::Word),
                Part::Value(words) => (words.as_str(), Kind::Value),
                Part::Anything => {
                    if let Some((name, _)) = &mut open {
                        name.push('…');
                    }
                    wanted.elements.push(Element { c: UNKNOWN, kind: Kind::Anything });
                    continue;
                }
                Part::Key => {
                    open = Some((String::new(), wanted.elements.len()));
                    continue;
                }
                Part::KeyEnd => {
                    if let Some((name, from)) = open.take() {
                        wanted.keys.push((name, from..wanted.elements.len()));
                    }
                    continue;
                }
            };
            if let Some((name, _)) = &mut open {
                name.push_str(words);
            }
            wanted.elements.extend(Text::of(words, Options::default()).folded().map(|c| Element { c, kind }));
        }
        wanted
    }

    /// Compares what was said with the line.
    pub fn compare(&self, said: &str, closeness: Closeness) -> Comparison {
        let text = Text::of(said, Options::default());
        match closeness {
            Closeness::Verbatim => self.search(&self.elements, &text, Folds::NONE, 0),
            Closeness::Gist => self.search(&self.elements, &text, SOUNDS, forgiven(characters(&self.elements))),
            Closeness::KeyPoints => self.key_points(&text),
        }
    }

    /// Every key point by itself; where none is marked, every value; where there is none either, the whole line in its gist.
    fn key_points(&self, text: &Text) -> Comparison {
        let values = || {
            let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
            for (i, _) in self.elements.iter().enumerate().filter(|(_, e)| e.kind == Kind::Value) {
                match runs.last_mut() {
                    Some(run) if run.end == i => run.end = i + 1,
                    _ => runs.push(i..i + 1),
                }
            }
            runs.into_iter().map(|run| (self.elements.get(run.clone()).unwrap_or_default().iter().map(|e| e.c).collect(), run))
        };
        let keys: Vec<(String, std::ops::Range<usize>)> = if self.keys.is_empty() { values().collect() } else { self.keys.clone() };
        if keys.is_empty() {
            return self.search(&self.elements, text, SOUNDS, forgiven(characters(&self.elements)));
        }
        let mut all = Comparison { said: true, place: None, differing: 0, forgiven: 0, missing: Vec::new() };
        for (name, range) in keys {
            let elements = self.elements.get(range).unwrap_or_default();
            let one = self.search(elements, text, SOUNDS, 0);
            all.differing += one.differing;
            if !one.said {
                all.said = false;
                all.missing.push(name);
            }
            if let Some((from, to)) = one.place.filter(|_| one.said || all.place.is_none()) {
                all.place = Some(all.place.map_or((from, to), |(a, b)| (a.min(from), b.max(to))));
            }
        }
        all
    }

    /// The place in a text that needs the fewest edits to be the elements: their edit distance to any stretch of it.
    fn search(&self, elements: &[Element], text: &Text, sounds: Folds, forgiven: usize) -> Comparison {
        let units: Vec<char> = text.folded().collect();
        let width = units.len() + 1;
        // Cost, and the step that led there, by element and unit.
        let mut cost = vec![0u32; (elements.len() + 1) * width];
        let mut step = vec![Step::Begin; cost.len()];
        let at = |i: usize, j: usize| i * width + j;
        for (i, element) in elements.iter().enumerate() {
            for j in 0..width {
                let before = |k: usize| cost.get(k).copied().unwrap_or(NEVER);
                let left = j.checked_sub(1);
                let mut best = (before(at(i, j)).saturating_add(element.dropped()), Step::Dropped);
                if let Some(left) = left {
                    let c = units.get(left).copied().unwrap_or(UNKNOWN);
                    let replaced = before(at(i, left)).saturating_add(element.replaced(c, sounds));
                    let added = before(at(i + 1, left)).saturating_add(element.added(c, elements.get(i + 1)));
                    if replaced <= best.0 {
                        best = (replaced, Step::Taken);
                    }
                    if added < best.0 {
                        best = (added, Step::Added);
                    }
                }
                if let (Some(c), Some(s)) = (cost.get_mut(at(i + 1, j)), step.get_mut(at(i + 1, j))) {
                    (*c, *s) = best;
                }
            }
        }
        let last = elements.len();
        let end = (0..width).min_by_key(|j| (cost.get(at(last, *j)).copied().unwrap_or(NEVER), *j)).unwrap_or(0);
        let differing = cost.get(at(last, end)).copied().unwrap_or(NEVER);
        let (mut i, mut j) = (last, end);
        let mut lost = vec![false; elements.len()];
        let mut any = false;
        while i > 0 {
            match step.get(at(i, j)) {
                Some(Step::Taken) if j > 0 => {
                    (i, j) = (i - 1, j - 1);
                    let taken = elements.get(i).zip(units.get(j)).is_some_and(|(e, c)| e.replaced(*c, sounds) == 0);
                    any |= taken;
                    if let (Some(lost), false) = (lost.get_mut(i), taken) {
                        *lost = true;
                    }
                }
                Some(Step::Added) if j > 0 => j -= 1,
                _ => {
                    i -= 1;
                    if let Some(lost) = lost.get_mut(i) {
                        *lost = elements.get(i).is_some_and(|e| e.kind != Kind::Anything);
                    }
                }
            }
        }
        let place = text.units.get(j).zip(end.checked_sub(1).and_then(|e| text.units.get(e))).filter(|_| any && j < end);
        Comparison {
            said: differing as usize <= forgiven,
            place: place.map(|(first, last)| (first.start, last.end)),
            differing: lost.iter().filter(|lost| **lost).count().max((differing.min(NEVER - 1) as usize).min(elements.len())),
            forgiven,
            missing: missing(elements, &lost),
        }
    }
}

/// How a place of the comparison was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Begin,
    /// A character stands for an element.
    Taken,
    /// An element was not said.
    Dropped,
    /// A character was put in.
    Added,
}

/// More than any line forgives.
const NEVER: u32 = 1 << 20;

const SOUNDS: Folds = Folds::SOUNDS;

impl Element {
    /// What it costs to leave it out.
    fn dropped(self) -> u32 {
        match self.kind {
            Kind::Anything => 0,
            Kind::Value => NEVER,
            Kind::Word if is_firm(self.c) => NEVER,
            Kind::Word => 1,
        }
    }

    /// What it costs to take a character for it.
    fn replaced(self, c: char, sounds: Folds) -> u32 {
        let strict = self.kind == Kind::Value || c.is_ascii_digit() || self.c.is_ascii_digit();
        let sounds = match (strict, self.kind) {
            (true, Kind::Value) if !self.c.is_ascii_digit() => sounds.without(Fold::NearSound),
            (true, _) => Folds::NONE,
            (false, _) => sounds,
        };
        match self.kind {
            Kind::Anything => 0,
            _ if alike(self.c, c, sounds).is_some() => 0,
            Kind::Value => NEVER,
            Kind::Word if is_firm(self.c) || is_firm(c) => NEVER,
            Kind::Word => 1,
        }
    }

    /// What it costs that a character was put in behind it.
    fn added(self, c: char, next: Option<&Self>) -> u32 {
        match self.kind {
            Kind::Anything => 0,
            // Nothing may be put into a value, nor a digit beside one.
            Kind::Value if next.is_some_and(|n| n.kind == Kind::Value) || c.is_ascii_digit() => NEVER,
            _ if is_firm(c) => NEVER,
            _ => 1,
        }
    }
}

/// Characters whose presence turns a sentence into another: negations and digits.
fn is_firm(c: char) -> bool {
    matches!(c, '不' | '没' | '无' | '未' | '别' | '勿' | '非' | '否') || c.is_ascii_digit()
}

fn characters(elements: &[Element]) -> usize {
    elements.iter().filter(|e| e.kind != Kind::Anything).count()
}

/// The stretches of a line that are lost.
fn missing(elements: &[Element], lost: &[bool]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for (element, lost) in elements.iter().zip(lost) {
        match (lost, open) {
            (true, true) => out.last_mut().into_iter().for_each(|words| words.push(element.c)),
            (true, false) => out.push(element.c.to_string()),
            (false, _) => {}
        }
        open = *lost;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Closeness, Part, Wanted, forgiven};

    fn line(parts: &[&str]) -> Wanted {
        let part = |p: &&str| match *p {
            "…" => Part::Anything,
            "【" => Part::Key,
            "】" => Part::KeyEnd,
            p => p.strip_prefix('$').map_or(Part::Words(p.to_owned()), |v| Part::Value(v.to_owned())),
        };
        Wanted::of(&parts.iter().map(part).collect::<Vec<_>>())
    }

    fn greeting() -> Wanted {
        line(&["您好，这里是", "$洁净家政", "客服中心，", "$007", "号话务员为您服务，您请讲。"])
    }

    #[test]
    fn the_gist_forgives_one_character_in_four_and_not_one_more() {
        let wanted = line(&["感谢您的来电请慢走"]);
        assert_eq!(forgiven(9), 2);
        for said in ["感谢您的来电请慢走", "谢您的来电慢走", "感谢你的来电，您请慢走", "好的，感谢您的来店请慢走哈"]
        {
            assert!(wanted.compare(said, Closeness::Gist).said, "{said}");
        }
        let short = wanted.compare("谢您来电慢走", Closeness::Gist);
        assert!(!short.said);
        assert_eq!(short.differing, 3);
        assert_eq!(short.missing, ["感", "的", "请"]);
    }

    #[test]
    fn a_wrong_number_is_never_forgiven() {
        let said = |number: &str| format!("您好，这里是洁净家政客服中心，{number}号话务员为您服务，您请讲。");
        for right in ["007", "００７", "零零七", "〇〇七"] {
            assert!(greeting().compare(&said(right), Closeness::Verbatim).said, "{right}");
            assert!(greeting().compare(&said(right), Closeness::Gist).said, "{right}");
        }
        for wrong in ["008", "07", "0007", "零零吧", ""] {
            assert!(!greeting().compare(&said(wrong), Closeness::Gist).said, "{wrong}");
        }
    }

    #[test]
    fn a_recognisers_homophones_are_no_fault() {
        let heard = "您好这里是洁净加正课服中新007好话物员为您服物您请将";
        assert!(greeting().compare(heard, Closeness::Gist).said);
        assert!(!greeting().compare(heard, Closeness::Verbatim).said);
    }

    #[test]
    fn a_negation_turns_a_line_round() {
        let wanted = line(&["这个时间可以为您改期"]);
        assert!(!wanted.compare("这个时间不可以为您改期", Closeness::Gist).said);
        assert!(!line(&["这个时间不能为您改期"]).compare("这个时间能为您改期", Closeness::Gist).said);
    }

    #[test]
    fn key_points_may_come_in_any_order() {
        let wanted = line(&["请问", "【", "服务地址", "】", "在哪里，", "【", "几点", "】", "方便？"]);
        assert!(wanted.compare("您几点方便呢，服务地址说一下", Closeness::KeyPoints).said);
        let half = wanted.compare("您几点方便呢", Closeness::KeyPoints);
        assert!(!half.said);
        assert_eq!(half.missing, ["服务地址"]);
    }

    #[test]
    fn an_unknown_value_is_anything() {
        let wanted = line(&["您的单号是", "…", "，请记一下"]);
        assert!(wanted.compare("好的您的单号是六六八八，请记一下。", Closeness::Verbatim).said);
        assert!(!wanted.compare("好的您的号是六六八八，请记一下。", Closeness::Verbatim).said);
        let place = wanted.compare("好的您的单号是六六八八，请记一下。", Closeness::Verbatim).place;
        assert_eq!(place.and_then(|(from, to)| "好的您的单号是六六八八，请记一下。".get(from..to)), Some("您的单号是六六八八，请记一下"));
    }
}
