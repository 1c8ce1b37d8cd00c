//! Whether two phrases are one phrase written twice.

use super::context::is_bare_negation;
use super::fold::Fold;
use super::symbols::Symbols;
use super::text::{Options, Text, Unit};

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
