//! L09: texts that differ by a character or two.

use crate::base::{Diagnostic, Span, width::is_spoken};
use crate::lint::{Rule, codes::TWIN_TEXTS, cx::Cx, cx::Spoken};
use crate::sema::hash::Map;

pub(crate) static RULE: Rule = Rule { run };

/// Shorter texts are often alike by chance.
const LEAST: usize = 10;
/// Characters by which copies differ.
const APART: usize = 2;
/// More texts than this that share a piece follow a pattern and are no copies.
const FAMILY: usize = 6;

/// A line without space and punctuation.
struct Letters<'a> {
    chars: Vec<char>,
    /// Sums of the first n characters, to compare pieces without reading them.
    sums: Vec<u64>,
    line: &'a Spoken<'a>,
}

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let lines: Vec<Letters<'_>> = cx.spoken.iter().map(Letters::of).filter(|l| l.chars.len() >= LEAST).collect();
    let powers = powers(lines.iter().map(|l| l.chars.len()).max().unwrap_or(0));
    let mut pieces: Map<(u8, u64), Family> = Map::with_capacity_and_hasher(3 * lines.len(), Default::default());
    for (i, line) in lines.iter().enumerate() {
        let mut near: Vec<usize> = Vec::new();
        let mut look = |part: u8, sum: Option<u64>| {
            let shared = sum.and_then(|s| pieces.get(&(part, s))).filter(|family| family.count < FAMILY);
            near.extend(shared.into_iter().flat_map(|f| f.lines.iter().take(f.count)).map(|i| *i as usize));
        };
        // Two texts at most two apart share a third of the first: its beginning or its end in place, or its middle moved a little.
        let len = line.chars.len();
        let mut thirds: Vec<usize> = (len - APART..=len + APART).map(|n| n / 3).collect();
        thirds.dedup();
        for third in thirds {
            look(0, line.sum(0, third, &powers));
            look(2, line.sum(len.saturating_sub(third), third, &powers));
            (third.saturating_sub(APART)..=third + APART).for_each(|start| look(1, line.sum(start, third, &powers)));
        }
        near.sort_unstable();
        near.dedup();
        if let Some(twin) = near.into_iter().filter_map(|n| lines.get(n)).find(|other| twins(other, line)) {
            out.push(report(line.line.text.span, twin.line.text.span));
        }
        let third = len / 3;
        for (part, start) in [(0, 0), (1, third), (2, len - third)] {
            if let Some(sum) = line.sum(start, third, &powers) {
                pieces.entry((part, sum)).or_default().add(i);
            }
        }
    }
}

/// The first lines that share a piece.
#[derive(Default)]
struct Family {
    lines: [u32; FAMILY],
    count: usize,
}

impl Family {
    fn add(&mut self, line: usize) {
        if let Some(place) = self.lines.get_mut(self.count) {
            *place = line as u32;
            self.count += 1;
        }
    }
}

/// A large odd number; sums are taken modulo 2⁶⁴.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

fn powers(len: usize) -> Vec<u64> {
    std::iter::successors(Some(1_u64), |p| Some(p.wrapping_mul(BASE))).take(len + 1).collect()
}

impl<'a> Letters<'a> {
    fn of(line: &'a Spoken<'a>) -> Self {
        let chars: Vec<char> = line.words.as_str().chars().filter(|c| is_spoken(*c)).collect();
        let mut sums = Vec::with_capacity(chars.len() + 1);
        sums.push(0);
        let mut sum = 0_u64;
        for c in &chars {
            sum = sum.wrapping_mul(BASE).wrapping_add(u64::from(u32::from(*c)) + 1);
            sums.push(sum);
        }
        Self { chars, sums, line }
    }

    /// The sum of a piece, if the text is long enough for it.
    fn sum(&self, start: usize, len: usize, powers: &[u64]) -> Option<u64> {
        let (from, to) = (self.sums.get(start)?, self.sums.get(start + len)?);
        Some(to.wrapping_sub(from.wrapping_mul(*powers.get(len)?)))
    }
}

fn twins(one: &Letters<'_>, other: &Letters<'_>) -> bool {
    let same_class = other.line.class.is_some() && other.line.class == one.line.class;
    if same_class || one.chars.len().abs_diff(other.chars.len()) > APART || one.chars == other.chars {
        return false;
    }
    // Texts that differ by a number alone say another number.
    let words = |l: &Letters<'_>| l.chars.iter().filter(|c| !c.is_numeric()).copied().collect::<Vec<char>>();
    near(&one.chars, &other.chars, APART) && words(one) != words(other)
}

/// Whether `edits` characters put in, left out or changed make one of the other.
fn near(one: &[char], other: &[char], edits: usize) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or(&[]), other.get(same..).unwrap_or(&[]));
    let (Some((_, one_less)), Some((_, other_less))) = (one.split_first(), other.split_first()) else {
        return one.len().max(other.len()) <= edits;
    };
    edits > 0 && (near(one_less, other_less, edits - 1) || near(one_less, other, edits - 1) || near(one, other_less, edits - 1))
}

fn report(span: Span, there: Span) -> Diagnostic {
    Diagnostic::new(&TWIN_TEXTS, span, "这句话和另一句只差一两个字", "this text differs from another by a character or two")
        .related(there, "另一句在这里", "the other one")
        .help(
            "定一句，写成一类用语，两处都用它；两种说法都行，就都写在那一类里。",
            "Settle on one and make it a class that both use; if both will do, both are entries of it.",
        )
}
