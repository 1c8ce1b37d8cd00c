//! Whether two phrases are one phrase written twice.

use super::context::is_bare_negation;
use super::fold::Fold;
use super::symbols::Symbols;
use super::text::{Options, Text, Unit};
use std::fmt::Write;

/// Whether every way of saying `later` is a way of saying `earlier`, word for word.
pub fn is_same(earlier: &str, later: &str, options: Options) -> bool {
    let pieces = |phrase: &str| -> Vec<Text> {
        phrase.split('…').map(|piece| Text::of(piece, options)).filter(|text| !text.runs.is_empty()).collect()
    };
    let (a, b) = (pieces(earlier), pieces(later));
    // Whether more may follow only matters behind a bare negation.
    let open = |phrase: &str, pieces: &[Text]| phrase.trim_end().ends_with('…') || !pieces.last().is_some_and(is_bare_negation);
    !a.is_empty() && a.len() == b.len() && open(earlier, &a) == open(later, &b) && a.iter().zip(&b).all(|(a, b)| are_same(a, b, options))
}

/// What phrases are known by: those for which it is equal are one phrase written twice. By sound more may be ([`is_same`]).
pub fn fingerprint(phrase: &str, options: Options) -> String {
    let mut out = String::new();
    let mut bare = false;
    for text in phrase.split('…').map(|piece| Text::of(piece, options)).filter(|text| !text.runs.is_empty()) {
        out.push(if is_lone_numeral(&text) { '一' } else { '…' });
        for run in &text.runs {
            match Symbols::of(run.c, options.folds) {
                // What is read in one way is all that is read so.
                Symbols::Read([way]) => _ = write!(out, "#{way}"),
                _ => out.push(run.c),
            }
            _ = write!(out, "×{}", run.n);
            for unit in text.units.get(run.first.max(1)..run.first + run.n).into_iter().flatten() {
                _ = write!(out, ",{}{}{}", unit.gap.max(options.skip), u8::from(unit.after_end), u8::from(unit.paused));
            }
        }
        bare = is_bare_negation(&text);
    }
    // Whether more may follow only matters behind a bare negation.
    if bare && phrase.trim_end().ends_with('…') {
        out.push('…');
    }
    out
}

/// Whether nothing of a phrase is left when it is folded.
pub fn is_nothing(phrase: &str, options: Options) -> bool {
    phrase.split('…').all(|piece| Text::of(piece, options).runs.is_empty())
}

fn are_same(a: &Text, b: &Text, options: Options) -> bool {
    let letters = |a: char, b: char| {
        let known: Vec<u32> = Symbols::of(a, options.folds).iter().collect();
        a == b || options.sounds() && Symbols::of(b, options.folds).iter().all(|s| known.contains(&s))
    };
    let joined =
        |a: &Unit, b: &Unit| a.gap.max(options.skip) == b.gap.max(options.skip) && (a.after_end, a.paused) == (b.after_end, b.paused);
    let runs = a.runs.len() == b.runs.len() && a.runs.iter().zip(&b.runs).all(|(a, b)| a.n == b.n && letters(a.c, b.c));
    runs && a.units.iter().zip(&b.units).skip(1).all(|(a, b)| joined(a, b)) && is_lone_numeral(a) == is_lone_numeral(b)
}

/// 一 by itself is found in 周一一定, where 1 is not found in 11.
fn is_lone_numeral(text: &Text) -> bool {
    matches!(text.units.as_slice(), [one] if one.took.has(Fold::Digits))
}
