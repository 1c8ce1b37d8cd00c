//! Words written together: `说话时` is one unknown word, `说话 时` is two known ones.

use crate::syntax::{comparison, is_word};

/// The name with the space it probably lacks.
pub(super) fn split(name: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    if let Some((head, compares, tail)) = comparison(name)
        && (is_word(head) || known(head))
        && tail.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(format!("{head} {compares} {tail}"));
    }
    name.char_indices().skip(1).find_map(|(at, _)| {
        let (head, tail) = (name.get(..at)?, name.get(at..)?);
        let fits = (is_word(head) && (is_word(tail) || known(tail))) || (known(head) && is_word(tail));
        // Two single characters are more often a word of their own: 声数 is not 声 and 数.
        (fits && name.chars().count() > 2).then(|| format!("{head} {tail}"))
    })
}
