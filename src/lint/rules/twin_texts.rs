//! L09: texts that differ by a character or two.

use crate::base::{Diagnostic, Span};
use crate::lint::{Rule, codes::TWIN_TEXTS, cx::Cx, cx::Spoken};
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule { run };

/// Shorter texts are often alike by chance.
const LEAST: usize = 10;
/// Characters by which copies differ.
const APART: usize = 2;
/// Texts that share a piece are compared up to this many: more of them follow a pattern and are no copies.
const FAMILY: usize = 6;

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let letters = |line: &Spoken<'_>| line.words.as_str().chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let lines: Vec<(Vec<char>, &Spoken<'_>)> = cx.spoken.iter().map(|l| (letters(l), l)).filter(|(c, _)| c.len() >= LEAST).collect();
    let mut pieces: HashMap<(usize, &[char]), Vec<usize>> = HashMap::new();
    for (i, (chars, line)) in lines.iter().enumerate() {
        // Two texts at most two apart share one of the first one's three pieces, moved by no more than that.
        let mut thirds: Vec<usize> = (chars.len() - APART..=chars.len() + APART).map(|n| n / (APART + 1)).collect();
        thirds.dedup();
        let mut near: Vec<usize> = Vec::new();
        for third in thirds {
            for piece in 0..=APART {
                for start in (piece * third).saturating_sub(APART)..=piece * third + APART {
                    let Some(part) = chars.get(start..start + third) else { continue };
                    near.extend(pieces.get(&(piece, part)).into_iter().flatten());
                }
            }
        }
        near.sort_unstable();
        near.dedup();
        let twin = near.iter().filter_map(|n| lines.get(*n)).find(|(other, twin)| twins(other, twin, chars, line));
        if let Some((_, twin)) = twin {
            out.push(report(line.text.span, twin.text.span));
        }
        let third = chars.len() / (APART + 1);
        for piece in 0..=APART {
            if let Some(part) = chars.get(piece * third..(piece + 1) * third) {
                let list = pieces.entry((piece, part)).or_default();
                if list.len() < FAMILY {
                    list.push(i);
                }
            }
        }
    }
}

fn twins(other: &[char], twin: &Spoken<'_>, chars: &[char], line: &Spoken<'_>) -> bool {
    let same_class = line.class.is_some() && line.class == twin.class;
    if same_class || other.len().abs_diff(chars.len()) > APART || other == chars {
        return false;
    }
    let (a, b): (String, String) = (other.iter().collect(), chars.iter().collect());
    // Texts that differ by a number alone say another number.
    let digits = |s: &str| s.chars().filter(|c| !c.is_numeric()).collect::<String>();
    strsim::levenshtein(&a, &b) <= APART && digits(&a) != digits(&b)
}

fn report(span: Span, there: Span) -> Diagnostic {
    Diagnostic::new(&TWIN_TEXTS, span, "这句话和另一句只差一两个字", "this text differs from another by a character or two")
        .related(there, "另一句在这里", "the other one")
        .help(
            "定一句，写成一类用语，两处都用它；两种说法都行，就都写在那一类里。",
            "Settle on one and make it a class that both use; if both will do, both are entries of it.",
        )
}
