//! Width on a terminal and the full-width twins of ASCII.

use unicode_width::UnicodeWidthStr;

/// Columns that a text takes on a terminal; a Han character takes two. Curly quotes and `…` count two, as Chinese fonts draw them.
pub fn columns(text: &str) -> usize {
    text.width_cjk()
}

/// Whether a character is spoken: a letter, a digit or a Han character. Nearly all are the last, and told by their range.
pub fn is_spoken(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// Whether a character is one of the Han characters in common use (U+4E00–9FA5).
pub fn is_han(c: char) -> bool {
    ('一'..='龥').contains(&c)
}

/// The characters of a text that are spoken, half width, small: how words are held against each other where marks and spaces do not count.
pub fn spoken(text: &str) -> String {
    spoken_chars(text).collect()
}

/// The characters of [`spoken`], one after the other.
pub fn spoken_chars(text: &str) -> impl Iterator<Item = char> + Clone {
    text.chars().map(fold).filter(|c| is_spoken(*c)).map(small)
}

/// The small twin of a letter that has one of one character, else the character itself. Han characters have one case.
fn small(c: char) -> char {
    if is_han(c) {
        return c;
    }
    let mut twin = c.to_lowercase();
    match (twin.next(), twin.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The half-width twin of a full-width character of ASCII's repertoire (U+FF01–FF5E, U+3000), else the character itself.
pub fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}
